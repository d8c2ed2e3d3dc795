from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.voting import CLOSES, NOW, cast, make_user, make_vote, make_voters
from tests.voting.views.pages import desk_url, main_of, text_of
from voting.domain.certifying import ask_for
from voting.models import AuditEvent, MemberVote, State, TwoPersonRequest

pytestmark = pytest.mark.django_db

SOON = {"opens_at": NOW + timedelta(days=1), "closes_at": CLOSES}
REASON = "The list of choices was wrong."


@pytest.fixture
def tellers(db):
    return [make_user("teo", groups=["Tellers"]), make_user("pru", groups=["Tellers"])]


@pytest.fixture
def operator(db):
    return make_user("oda", groups=["Operators"])


def draft(tellers, voters=5, **fields):
    make_voters(voters)
    return make_vote(state=State.DRAFT, tellers=tellers, voters=[], **{**SOON, **fields})


def press(client, vote, do, **data):
    return client.post(desk_url(vote), {"do": do, **data}, follow=True)


def test_draft_lists_what_is_missing_and_offers_no_button(sign_in, tellers):
    vote = draft(tellers, voters=2)
    response = sign_in(tellers[0]).get(desk_url(vote))
    assert "Only 2 people may vote; this ballot box needs 5." in text_of(response)
    assert 'value="announce"' not in main_of(response)


def test_complete_draft_is_announced_with_a_message(sign_in, tellers):
    vote = draft(tellers)
    client = sign_in(tellers[0])
    assert "Once announced, its words, choices, rule and times are fixed." in text_of(
        client.get(desk_url(vote))
    )
    response = press(client, vote, "announce")
    assert "The vote is announced." in text_of(response)
    vote.refresh_from_db()
    assert vote.state == State.ANNOUNCED


def test_announcing_too_early_says_what_is_missing(sign_in, tellers):
    vote = draft(tellers, voters=0)
    response = press(sign_in(tellers[0]), vote, "announce")
    assert response.status_code == 409
    assert "Some things are missing before this vote can be announced." in text_of(response)


def test_preview_tells_what_the_public_page_tells(sign_in, tellers):
    vote = make_vote(tellers=tellers)
    desk = main_of(sign_in(tellers[0]).get(desk_url(vote)))
    public = main_of(sign_in().get(vote.page.url))
    block = public[
        public.index('<p class="ballot__rule">') : public.index("</p>", public.index("ballot__rule"))
    ]
    assert block in desk


def test_open_vote_shows_turnout_and_no_choice_counts(sign_in, tellers):
    voters = make_voters(5)
    vote = make_vote(tellers=tellers, voters=voters)
    for person in voters[:2]:
        cast(vote, person, {"race": "a"})
    response = sign_in(tellers[0]).get(desk_url(vote))
    words = text_of(response)
    assert "could vote 5" in words and "voted 2" in words and "turnout 40.0 %" in words
    assert "2 ballots" not in words
    assert "Nobody can see how the vote is going, you included." in words


def test_asking_without_a_reason_keeps_the_form_open_with_its_error(sign_in, tellers):
    vote = make_vote(tellers=tellers)
    response = press(sign_in(tellers[0]), vote, "ask_close_early", reason="   ")
    assert response.status_code == 409
    assert "Give a reason. Members will read it." in text_of(response)
    assert '<details class="more" open>' in main_of(response)
    assert not TwoPersonRequest.objects.exists()


def test_early_close_needs_the_second_teller(sign_in, tellers):
    vote = make_vote(tellers=tellers)
    first, second = (sign_in(teller) for teller in tellers)
    response = press(first, vote, "ask_close_early", reason=REASON)
    assert "Another teller must agree" in text_of(response)
    assert 'value="agree_close_early"' not in main_of(response)
    assert REASON in text_of(second.get(desk_url(vote)))
    assert "The vote is closed." in text_of(press(second, vote, "agree_close_early"))
    vote.refresh_from_db()
    assert vote.state == State.CLOSED


def test_one_teller_cannot_agree_with_herself(sign_in, tellers):
    vote = make_vote(tellers=tellers)
    ask_for(
        member_vote=vote, kind=TwoPersonRequest.Kind.CLOSE_EARLY, teller=tellers[0], reason=REASON, at=NOW
    )
    response = press(sign_in(tellers[0]), vote, "agree_close_early")
    assert "This needs two different tellers." in text_of(response)
    vote.refresh_from_db()
    assert vote.state == State.OPEN


def test_count_is_shown_to_tellers_for_certifying(sign_in, tellers):
    vote = make_vote(tellers=tellers, state=State.COUNTED, ballots=[{"race": "a"}] * 4)
    client = sign_in(tellers[0])
    words = text_of(client.get(desk_url(vote)))
    assert "Members endorse Ada." in words and "4 ballots 100.0 %" in words
    assert "Only tellers and operators see this" in words
    response = press(client, vote, "certify")
    assert "You signed the count." in text_of(response)
    assert "Another teller must sign too." in text_of(response)
    assert 'value="certify"' not in main_of(response)
    press(sign_in(tellers[1]), vote, "certify")
    vote.refresh_from_db()
    assert vote.state == State.CERTIFIED


def test_result_waits_until_objections_are_over(sign_in, tellers):
    vote = make_vote(tellers=tellers, state=State.CERTIFIED, challenge_hours=72)
    MemberVote.objects.filter(pk=vote.pk).update(certified_at=NOW)
    client = sign_in(tellers[0])
    response = client.get(desk_url(vote))
    assert "Members may object until" in text_of(response)
    assert 'value="publish"' not in main_of(response)
    refused = press(client, vote, "publish")
    assert "It is too early for this. Nothing was changed." in text_of(refused)
    MemberVote.objects.filter(pk=vote.pk).update(certified_at=NOW - timedelta(hours=73))
    assert "The result is published." in text_of(press(client, vote, "publish"))


def test_vote_at_another_step_refuses_with_a_sentence(sign_in, tellers):
    vote = make_vote(tellers=tellers)
    response = press(sign_in(tellers[0]), vote, "certify")
    assert "The vote is not at the step where this can be done. Nothing was changed." in text_of(response)


def test_unknown_button_changes_nothing(sign_in, tellers):
    vote = make_vote(tellers=tellers)
    before = AuditEvent.objects.count()
    response = press(sign_in(tellers[0]), vote, "explode")
    assert "The site did not understand this." in text_of(response)
    assert AuditEvent.objects.count() == before


def test_appointing_one_teller_is_refused(sign_in, tellers, operator):
    vote = draft(tellers)
    response = press(sign_in(operator), vote, "appoint", tellers=[tellers[0].pk])
    assert "Choose at least two tellers." in text_of(response)


def test_log_at_the_desk_names_who_acted(sign_in, tellers):
    vote = draft(tellers)
    client = sign_in(tellers[0])
    press(client, vote, "announce")
    words = text_of(client.get(desk_url(vote)))
    assert "The vote was announced. Its words and its rule are fixed. Teo" in words


def test_desk_lists_only_ones_own_votes(sign_in, tellers):
    mine = make_vote(tellers=tellers, title="Mine")
    make_vote(title="Of others")
    response = sign_in(tellers[0]).get(reverse("voting:desk"))
    assert desk_url(mine) in main_of(response)
    assert "Of others" not in text_of(response)


def test_desk_pages_are_stored_by_nobody(sign_in, tellers):
    vote = make_vote(tellers=tellers)
    client = sign_in(tellers[0])
    for url in (reverse("voting:desk"), desk_url(vote)):
        assert client.get(url)["Cache-Control"] == "private, no-store"
