"""The ballots of every type: filled in, refused, turned back, reviewed and cast."""

import json
import re

import pytest
from django.urls import reverse

from tests.factories.sealed import sealed_ballots
from tests.factories.voting import choice, contest, make_vote, make_vote_index, make_voters
from tests.voting.ballot_methods import install
from tests.voting.views.pages import ballot_url, hidden_fields, main_of, press, text_of
from voting.models import MemberVote, State
from voting.plugins.roll_call.models import OpenBallot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def methods(monkeypatch):
    install(monkeypatch)


@pytest.fixture
def voters(db):
    return make_voters(5)


@pytest.fixture
def client(sign_in, voters):
    return sign_in(voters[0])


@pytest.fixture
def open_ballot(voters):
    """A vote with one contest of a method, and the address of its ballot."""

    def make(method, *, options=None, page=None, **page_fields):
        block = contest(
            choice("No endorsement", key="ne", kind="no_endorsement"),
            choice("Ada", key="a", text="A nurse.", page=page),
            choice("Ben", key="b"),
            choice("Cora", key="c"),
            key="race",
            method=method,
        )
        block["value"]["options"] = options or {}
        return ballot_url(make_vote(block, voters=voters, **page_fields))

    return make


# What is filled in, what the review says of it, and what is stored.
FILLED_IN = {
    "test_marks": (
        {"race": ["a", "c"]},
        ["<li>Ada</li>", "<li>Cora</li>"],
        ["a", "c"],
    ),
    "test_ranks": (
        {"race.b": "1", "race.a": "2", "race.c": "", "race.ne": ""},
        ["<li>1. Ben</li>", "<li>2. Ada</li>", "<li>Left unranked: No endorsement, Cora</li>"],
        ["b", "a"],
    ),
    "test_level_ranks": (
        {"race.c": "1", "race.a": "2", "race.b": "2", "race.ne": "4"},
        ["<li>1. Cora</li>", "<li>2. Ada, Ben (level)</li>", "<li>3. No endorsement</li>"],
        ["c", ["a", "b"], "ne"],
    ),
    "test_scores": (
        {"race.a": "5", "race.b": "0", "race.ne": "3"},
        ["<li>No endorsement: 3</li>", "<li>Ada: 5</li>", "<li>Ben: 0</li>", "<li>No score: Cora</li>"],
        [3, 5, 0, None],
    ),
}


@pytest.mark.parametrize("method", FILLED_IN)
def test_ballot_is_reviewed_in_words_and_cast(client, open_ballot, method):
    data, lines, stored = FILLED_IN[method]
    url = open_ballot(method, box="roll_call")
    review = press(client, url, client.get(url), "next", **data)
    assert [line for line in lines if line not in main_of(review)] == []
    assert press(client, url, review, "cast").url == url + "done/"
    assert json.loads(bytes(OpenBallot.objects.get().ballot)) == {"race": stored}


@pytest.mark.parametrize("method", FILLED_IN)
def test_back_from_the_review_finds_everything_as_it_was(client, open_ballot, method):
    data, _lines, _stored = FILLED_IN[method]
    url = open_ballot(method)
    review = press(client, url, client.get(url), "next", **data)
    again = press(client, url, review, "back")
    assert _filled_in(again) == {name: _values(value) for name, value in data.items() if value}


@pytest.mark.parametrize("method", FILLED_IN)
def test_ballot_that_may_be_changed_shows_what_was_cast(client, open_ballot, method):
    data, lines, _stored = FILLED_IN[method]
    url = open_ballot(method, box="roll_call")
    press(client, url, press(client, url, client.get(url), "next", **data), "cast")
    shown = client.get(url)
    review = press(client, url, shown, "next", **_filled_in(shown))
    assert [line for line in lines if line not in main_of(review)] == []


@pytest.mark.parametrize("method", FILLED_IN)
def test_empty_ballot_asks_to_choose_or_skip_beside_the_question(client, open_ballot, method):
    url = open_ballot(method)
    answer = main_of(press(client, url, client.get(url), "next"))
    beside = answer[answer.index("<fieldset") :]
    assert "Choose first. If you do not want to choose, skip this contest." in beside
    assert 'aria-describedby="rule wrong"' in answer and 'id="wrong"' in answer


@pytest.mark.parametrize("method", FILLED_IN)
def test_nothing_is_chosen_before_the_voter_chooses(client, open_ballot, method):
    assert _filled_in(client.get(open_ballot(method))) == {}


@pytest.mark.parametrize("method", FILLED_IN)
def test_no_endorsement_comes_last_and_stands_apart(client, open_ballot, method):
    main = main_of(client.get(open_ballot(method)))
    assert main.count("--apart") == 1
    assert main.index("Cora") < main.index("--apart") < main.index(">No endorsement<")


@pytest.mark.parametrize("method", FILLED_IN)
def test_page_of_a_choice_opens_in_place(client, open_ballot, method):
    page = make_vote_index()
    page.search_description = "Everything about Ada."
    page.save_revision().publish()
    main = main_of(client.get(open_ballot(method, page=page)))
    assert "Read more about Ada" in main and "Everything about Ada." in main
    assert main.count("<details") == 1


def test_same_rank_twice_is_an_error_that_loses_nothing(client, open_ballot):
    url = open_ballot("test_ranks")
    given = {"race.a": "1", "race.b": "1", "race.c": "3"}
    answer = press(client, url, client.get(url), "next", **given)
    assert "Two choices have the same rank. Give each rank once." in text_of(answer)
    assert _filled_in(answer) == {name: [value] for name, value in given.items()}


def test_level_choices_are_offered_only_where_the_method_allows_them(client, open_ballot):
    words = "Choices that you like the same can have the same number."
    assert words in text_of(client.get(open_ballot("test_level_ranks")))
    assert words not in text_of(client.get(open_ballot("test_ranks")))


def test_ranks_end_at_the_most_that_may_be_given(client, open_ballot):
    url = open_ballot("test_ranks", options={"max_ranks": 2})
    first = client.get(url)
    assert "You can rank up to 2 choices." in text_of(first)
    assert 'value="2"' in main_of(first) and 'value="3"' not in main_of(first)
    answer = press(client, url, first, "next", **{"race.a": "1", "race.b": "2", "race.c": "3"})
    assert "Rank at most 2 choices." in text_of(answer)


def test_too_many_marks_are_an_error_that_loses_nothing(client, open_ballot):
    url = open_ballot("test_marks", options={"max_marks": 2})
    first = client.get(url)
    assert "Tick up to 2 choices." in text_of(first)
    answer = press(client, url, first, "next", race=["a", "b", "c"])
    assert "Choose at most 2." in text_of(answer)
    assert _filled_in(answer) == {"race": ["a", "b", "c"]}


def test_approval_without_a_limit_says_so(client, open_ballot):
    assert "Tick as many as you like." in text_of(client.get(open_ballot("test_marks")))


def test_scores_go_up_to_the_highest_of_the_contest(client, open_ballot):
    main = main_of(client.get(open_ballot("test_scores", options={"max_score": 10})))
    assert main.count('value="10"') == 4 and 'value="11"' not in main
    assert "from 0 (no support) to 10 (full support)" in main


@pytest.mark.parametrize("values", [{"race.a": "x"}, {"race.a": "99"}, {"race.a": "-1"}, {"race.a": "٣x"}])
@pytest.mark.parametrize("method", ["test_ranks", "test_scores"])
def test_strange_numbers_are_refused_in_words(client, open_ballot, method, values):
    url = open_ballot(method)
    answer = press(client, url, client.get(url), "next", **values)
    assert answer.status_code == 200
    assert "Nothing was cast yet, and nothing you chose is lost." in text_of(answer)
    assert len(sealed_ballots()) == 0


def test_review_of_another_contest_carries_ranks_along(client, voters):
    ranks = contest(choice("Ada", key="a"), choice("Ben", key="b"), key="race", method="test_ranks")
    tax = contest(key="tax", question="Do we support the tax?", method="yes_no")
    url = ballot_url(make_vote(ranks, tax, voters=voters))
    second = press(client, url, client.get(url), "next", **{"race.b": "1", "race.a": ""})
    assert hidden_fields(second)["race.b"] == ["1"]
    review = press(client, url, second, "next", tax="yes")
    assert "1. Ben" in text_of(review) and "Yes" in text_of(review)
    changed = press(client, url, review, "change:1")
    assert _filled_in(changed) == {"race.b": ["1"]}


def test_script_of_the_ranks_comes_with_ranked_ballots_only(client, open_ballot):
    assert "js/ranks.js" in client.get(open_ballot("test_ranks")).content.decode()
    assert "js/ranks.js" not in client.get(open_ballot("test_scores")).content.decode()


def test_roll_call_tells_ranks_in_words(client, open_ballot, voters):
    url = open_ballot("test_ranks", box="roll_call")
    data, _lines, _stored = FILLED_IN["test_ranks"]
    press(client, url, press(client, url, client.get(url), "next", **data), "cast")
    MemberVote.objects.update(state=State.PUBLISHED)
    names = client.get(reverse("voting:names", args=[MemberVote.objects.get().pk]))
    assert "1. Ben; 2. Ada; left unranked: No endorsement, Cora" in text_of(names)


def _values(value) -> list[str]:
    return value if isinstance(value, list) else [value]


def _filled_in(response) -> dict[str, list[str]]:
    """What the controls of a screen hold, as a browser would send it; without what is empty."""
    main = main_of(response)
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'<input type="(?:radio|checkbox)" name="([^"]+)" value="([^"]*)" checked>', main
    ):
        fields.setdefault(name, []).append(value)
    for name, options in re.findall(r'<select name="([^"]+)">(.*?)</select>', main, re.S):
        fields.setdefault(name, []).extend(re.findall(r'value="([^"]+)" selected', options))
    return {name: values for name, values in fields.items() if values}
