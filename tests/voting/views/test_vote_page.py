import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.voting import NOW, make_user, make_vote, make_vote_page, make_voters, race_contest
from tests.voting.views.pages import text_of
from voting.api import ballot_boxes, counting_methods, decision_rules, electorates
from voting.domain.canonical import sha256
from voting.domain.certifying import agree_to, ask_for
from voting.models import MemberVote, State, TwoPersonRequest

pytestmark = pytest.mark.django_db


def shown(vote):
    response = Client().get(vote.page.url)
    assert response.status_code == 200
    return response


def test_page_before_announcement_shows_the_ballot_as_it_stands():
    words = text_of(shown(make_vote(state=State.DRAFT)))
    assert "It is not announced yet." in words
    assert "Whom do we endorse?" in words and "Ada" in words
    assert "A choice needs at least 60 %" in words
    assert "People on the list may vote." in words


def test_announced_page_tells_who_when_and_how():
    vote = make_vote(
        state=State.ANNOUNCED, opens_at=NOW + timedelta(days=1), closes_at=NOW + timedelta(days=6)
    )
    words = text_of(shown(vote))
    assert "Announced" in words and "Members decide this from" in words
    assert "Eastern" in words and "5 days" in words
    assert "You trust the site and its returning officers." in words
    assert bytes(vote.manifest_sha256).hex() in words


def test_announced_page_keeps_the_frozen_words():
    vote = make_vote(
        title="First title",
        state=State.ANNOUNCED,
        opens_at=NOW + timedelta(days=1),
        closes_at=NOW + timedelta(days=6),
    )
    page = vote.page
    page.title = "Second title"
    page.save_revision().publish()
    assert "<h1>First title</h1>" in shown(vote).content.decode()


def test_open_page_leads_to_the_ballot_without_naming_anybody():
    response = shown(make_vote())
    html = response.content.decode()
    assert "Open now: closes" in text_of(response)
    assert "csrfmiddlewaretoken" not in html
    assert not response.cookies


@pytest.mark.parametrize("state", [State.CLOSED, State.COUNTED, State.CERTIFIED])
def test_page_shows_no_figure_before_publication(state):
    words = text_of(shown(make_vote(state=state, ballots=[{"race": "a"}] * 4)))
    assert "Closed. The count is being certified." in words
    assert "80.0 %" not in words and "100.0 %" not in words and "4 ballots" not in words


def test_published_page_shows_result_figures_and_tellers():
    tellers = [make_user("teo", groups=["Tellers"]), make_user("pru", groups=["Tellers"])]
    ballots = [{"race": "a"}, {"race": "a"}, {"race": "a"}, {"race": "b"}, {"race": None}]
    vote = make_vote(state=State.PUBLISHED, voters=10, ballots=ballots, tellers=tellers)
    words = text_of(shown(vote))
    assert "Members endorse Ada." in words
    assert "3 ballots 75.0 %" in words
    assert "1 ballot skipped this contest." in words
    assert "Shares are of the 4 ballots that choose something here." in words
    assert "Certified by Teo, Pru" in words
    assert "could vote 10" in words and "voted 5" in words and "invalid ballots 0" in words


def test_result_opens_when_its_plugins_are_gone(monkeypatch):
    vote = make_vote(state=State.PUBLISHED, ballots=[{"race": "a"}] * 3)
    for registry, slug in (
        (counting_methods, "single_choice"),
        (decision_rules, "threshold"),
        (ballot_boxes, "secret"),
        (electorates, "listed"),
    ):
        monkeypatch.delitem(registry._plugins, slug)
    words = text_of(shown(vote))
    assert "Members endorse Ada." in words and "3 ballots 100.0 %" in words


def test_void_vote_tells_the_reason():
    vote = make_vote()
    one, two = vote.tellers.all()
    ask_for(member_vote=vote, kind=TwoPersonRequest.Kind.VOID, teller=one, reason="A name was wrong.", at=NOW)
    agree_to(member_vote=vote, kind=TwoPersonRequest.Kind.VOID, teller=two, at=NOW)
    words = text_of(shown(vote))
    assert "This vote does not count." in words and "A name was wrong." in words


def test_preview_shows_words_that_are_not_saved():
    page = make_vote_page()
    page.title = "Not saved"
    response = page.make_preview_request()
    assert "Not saved" in response.content.decode()


def test_index_shows_votes_by_state_and_empty_states():
    vote = make_vote(title="Now open")
    index = vote.page.get_parent()
    words = text_of(Client().get(index.url))
    assert "Now open" in words
    assert "Nothing is decided yet." in words
    MemberVote.objects.filter(pk=vote.pk).update(state=State.CLOSED)
    words = text_of(Client().get(index.url))
    assert "No vote is open or announced." in words
    assert "Being counted" in words


def test_page_queries_do_not_grow_with_contests(django_assert_max_num_queries):
    voters = make_voters(5)

    def queries(number):
        contests = []
        for index in range(number):
            block = race_contest()
            contests.append({**block, "id": f"race-{index}"})
        vote = make_vote(*contests, voters=voters, state=State.PUBLISHED)
        shown(vote)
        with django_assert_max_num_queries(40) as captured:
            shown(vote)
        return len(captured)

    assert queries(6) == queries(1)


def test_frozen_file_is_the_one_that_was_hashed():
    vote = make_vote()
    response = Client().get(reverse("voting:record", args=[vote.pk]))
    assert response["Content-Type"].startswith("application/json")
    assert sha256(response.content) == bytes(vote.manifest_sha256)
    assert json.loads(response.content)["vote"] == str(vote.pk)


def test_draft_has_neither_record_nor_log():
    vote = make_vote(state=State.DRAFT)
    for name in ("record", "log"):
        assert Client().get(reverse(f"voting:{name}", args=[vote.pk])).status_code == 404


def test_log_tells_every_step_in_plain_words():
    vote = make_vote(state=State.PUBLISHED, ballots=[{"race": "a"}] * 3)
    words = text_of(Client().get(reverse("voting:log", args=[vote.pk])))
    for sentence in (
        "The vote was announced.",
        "Voting opened. 5 people are on the roll.",
        "Voting closed. 3 people voted.",
        "The ballots were counted: 3 are valid, 0 are not.",
        "The count is certified: two tellers have signed it.",
        "The result was published.",
        "The log is whole",
    ):
        assert sentence in words


def test_log_names_no_voter():
    voters = make_voters(5)
    vote = make_vote(voters=voters, ballots=[{"race": "a"}] * 3)
    words = text_of(Client().get(reverse("voting:log", args=[vote.pk])))
    assert not any(str(person) in words or person.email in words for person in voters)
