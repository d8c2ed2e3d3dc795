"""The desk page of a key that officers hold, without a script."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from members.models import Session
from tests.factories.officers import BOX, NAMES, make_held_vote
from tests.factories.voting import NOW, make_user, make_vote, make_voters
from tests.voting.views.pages import desk_url, main_of, text_of
from voting.domain.key_holding import key_holding_box, key_status
from voting.domain.lifecycle import run_due
from voting.models import MemberVote, State
from voting.plugins.secret.models import OfficersKey

pytestmark = pytest.mark.django_db

BALLOTS = [{"race": "a"}] * 3


def key_url(vote):
    return reverse("voting:officers_key", args=[vote.pk])


@pytest.fixture
def client_of(sign_in):
    """A client of one of the tellers."""
    return lambda vote: sign_in(vote.tellers.first())


def send(client, vote, do, **data):
    return client.post(key_url(vote), {"do": do, **data}, follow=True)


def test_desk_of_a_draft_says_that_the_key_is_missing_and_leads_to_it(client_of):
    make_voters(5)
    vote = make_vote(state=State.DRAFT, box=BOX, voters=[], opens_at=NOW + timedelta(days=1))
    page = client_of(vote).get(desk_url(vote))
    assert "The officers’ key is not made yet." in text_of(page)
    assert f'href="{key_url(vote)}"' in main_of(page)


def test_desk_of_another_vote_does_not_speak_of_officers(client_of):
    vote = make_vote(state=State.CLOSED)
    client = client_of(vote)
    assert "The officers’ key" not in text_of(client.get(desk_url(vote)))
    assert client.get(key_url(vote)).status_code == 404


def test_desk_says_that_an_untested_vote_cannot_open(client_of):
    vote, _shares = make_held_vote(state=State.ANNOUNCED, tested=False)
    text = text_of(client_of(vote).get(desk_url(vote)))
    assert "What keeps this vote from opening" in text and "The officers’ key is not tested yet." in text


def test_desk_of_a_closed_vote_says_who_must_come(client_of):
    vote, shares = make_held_vote(ballots=BALLOTS)
    client = client_of(vote)
    assert "Closed. Two of three officers must bring their shares of the key." in text_of(
        client.get(desk_url(vote))
    )
    assert "must bring their shares" in text_of(client.get(reverse("voting:desk")))
    for share in shares[1:]:
        send(client, vote, "give", share=share)
    assert "Closed. The count comes by itself." in text_of(client.get(desk_url(vote)))


def test_key_made_by_a_command_is_pasted_and_tested(client_of):
    vote = make_vote(state=State.DRAFT, box=BOX)
    client = client_of(vote)
    box = key_holding_box(vote)
    made = box.make_key(vote_id=str(vote.pk), names=NAMES)
    response = send(client, vote, "hold", public_text=f"\r\n{made.public_text}\n")
    assert "The key is made. Test it next." in text_of(response)
    assert all(name in text_of(response) for name in NAMES)
    assert "The key is not tested yet." in text_of(response)
    answer = box.answer(question=key_status(vote).key.question, shares=made.shares[1:])
    response = send(client, vote, "test", answer=f" {answer} ")
    assert "The key works." in text_of(response) and "The key was tested:" in text_of(response)


def test_page_names_the_commands_where_there_is_no_script(client_of):
    vote, _shares = make_held_vote(state=State.DRAFT)
    page = main_of(client_of(vote).get(key_url(vote)))
    assert "This needs JavaScript and a secure connection." in page
    assert f"make_officers_key {vote.pk} --offline" in page and "test_officers_key" in page
    assert "data-key-make" in page and " hidden autocomplete" in page


@pytest.mark.parametrize(
    ("do", "field", "value", "words"),
    [
        ("hold", "public_text", "{}", "The site did not understand this."),
        ("hold", "public_text", "", "Paste the text that the command printed."),
        ("test", "answer", "nonsense", "This is not the answer to the test."),
        ("test", "answer", "", "Paste the answer that the command printed."),
    ],
)
def test_wrong_text_is_refused_at_its_field_and_stays_there(client_of, do, field, value, words):
    vote, _shares = make_held_vote(state=State.DRAFT, tested=False)
    before = OfficersKey.objects.values().get()
    response = client_of(vote).post(key_url(vote), {"do": do, field: value})
    assert response.status_code == 409 and words in text_of(response)
    assert 'aria-invalid="true"' in main_of(response)
    assert OfficersKey.objects.values().get() == before


@pytest.mark.parametrize(
    "share", ["", "MV1-2", "MV1-1-0000", "\x00", "ü" * 100, "A" * 1000, "MV1" + "0" * 65]
)
def test_wrong_share_is_refused_in_words(client_of, share):
    vote, _shares = make_held_vote(ballots=BALLOTS)
    response = client_of(vote).post(key_url(vote), {"do": "give", "share": share})
    assert response.status_code == 409 and "Please check these answers" in text_of(response)


def test_shares_are_brought_from_two_devices_and_the_votes_run_on(client_of, sign_in):
    vote, shares = make_held_vote(ballots=BALLOTS)
    first, second = (sign_in(teller) for teller in vote.tellers.all())
    response = send(first, vote, "give", share=shares[2].lower())
    assert f"The share of {NAMES[2]} is here." in text_of(response)
    assert "One more officer must bring a share of the key." in text_of(response)
    response = send(second, vote, "give", share=shares[0])
    assert "Nothing is missing." in text_of(response) and 'value="give"' not in main_of(response)
    assert [done for _vote, done in run_due(at=vote.closes_at)] == ["counted"]
    over = text_of(first.get(key_url(vote)))
    assert "Each officer should destroy the share" in over


def test_a_share_given_again_is_no_mistake(client_of):
    vote, shares = make_held_vote(ballots=BALLOTS)
    client = client_of(vote)
    for _time in range(2):
        response = send(client, vote, "give", share=shares[0])
        assert f"The share of {NAMES[0]} is here." in text_of(response)
    assert "One more officer" in text_of(response)


def test_what_comes_at_the_wrong_step_is_refused(client_of):
    vote, shares = make_held_vote(state=State.OPEN, ballots=BALLOTS)
    client = client_of(vote)
    made = key_holding_box(vote).make_key(vote_id=str(vote.pk), names=NAMES)
    for do, data in (
        ("hold", {"public_text": made.public_text}),
        ("test", {"answer": "x"}),
        ("give", {"share": shares[0]}),
        ("nonsense", {}),
    ):
        response = client.post(key_url(vote), {"do": do, **data})
        assert response.status_code == 409 and "Nothing was changed." in text_of(response)
    assert "Do not type it anywhere before that" in text_of(client.get(key_url(vote)))


@pytest.mark.parametrize("state", [State.CANCELLED, State.VOID])
def test_officers_of_a_vote_that_is_off_destroy_their_shares(client_of, state):
    vote, _shares = make_held_vote(state=State.ANNOUNCED)
    MemberVote.objects.filter(pk=vote.pk).update(state=state)
    assert "Each officer should destroy the share now." in text_of(client_of(vote).get(key_url(vote)))


def test_no_share_stands_in_a_session_or_a_page_that_follows(client_of):
    vote, shares = make_held_vote(ballots=BALLOTS)
    client = client_of(vote)
    wrong = shares[0][:-1] + ("A" if shares[0][-1] != "A" else "B")
    client.post(key_url(vote), {"do": "give", "share": wrong})
    response = client.post(key_url(vote), {"do": "give", "share": shares[0]})
    left = [json.dumps(session.get_decoded()) for session in Session.objects.all()]
    left += [str(response.cookies), client.get(key_url(vote)).content.decode()]
    assert not [text for text in left if shares[0][15:29] in text]


def test_page_is_stored_by_nobody(client_of):
    vote, _shares = make_held_vote()
    cache = client_of(vote).get(key_url(vote)).headers["Cache-Control"]
    assert "no-store" in cache and "private" in cache


def test_editors_read_who_holds_the_key(sign_in):
    vote, _shares = make_held_vote(state=State.DRAFT)
    editor = make_user()
    editor.is_superuser = editor.is_staff = True
    editor.save()
    page = text_of(sign_in(editor).get(reverse("wagtailadmin_pages:edit", args=[vote.page.pk])))
    assert "Secret: three officers hold the key" in page
    assert "Who holds the key of a secret vote: the site itself, or three officers." in page


def test_quick_surveys_offer_no_officers(sign_in):
    vote, _shares = make_held_vote(state=State.DRAFT)
    editor = make_user()
    editor.is_superuser = editor.is_staff = True
    editor.save()
    page = sign_in(editor).get(reverse("voting_new_survey")).content.decode()
    assert 'value="secret"' in page and 'value="secret_officers"' not in page
