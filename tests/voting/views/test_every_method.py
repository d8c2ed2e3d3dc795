"""The screens with every method that is installed: its ballot can be filled in, cast, counted and read."""

import json

import pytest
from django.test import Client

from tests.factories.voting import cast, choice, contest, make_vote, make_voters
from tests.voting.views.pages import ballot_url, press, text_of
from voting.api import counting_methods
from voting.domain.counting import count_vote
from voting.domain.lifecycle import close_vote
from voting.models import MemberVote, State
from voting.plugins.roll_call.models import OpenBallot

pytestmark = pytest.mark.django_db

LABELS = {"a": "Ada", "b": "Ben", "c": "Cora"}


@pytest.fixture(params=[method.slug for method in counting_methods if method.ballot_type])
def method(request):
    return counting_methods.get(request.param)


@pytest.fixture
def voters(db):
    return make_voters(6)


@pytest.fixture
def vote(method, voters):
    choices = () if method.fixed_choices else [choice(label, key=key) for key, label in LABELS.items()]
    block = contest(*choices, key="q", method=method.slug, rule={"rule": "method_winners"})
    return make_vote(block, voters=voters, box="roll_call")


def _selection(method, vote, *, turned=False):
    """A ballot that likes the first choice best; `turned`: the last."""
    keys = list(vote.contests.get().spec.choice_keys)
    keys = keys[::-1] if turned else keys
    match method.ballot_type:
        case "one":
            return keys[0]
        case "approval":
            return [keys[0]]
        case "ranking":
            return keys[:2]
        case "scores":
            return [1, 3, 5] if turned else [5, 3, 1]


def test_ballot_is_filled_in_reviewed_and_cast(sign_in, method, vote, voters):
    client, url = sign_in(voters[0]), ballot_url(vote)
    selection = _selection(method, vote)
    fields = method.form_fields(contest=vote.contests.get().spec, selection=selection)
    review = press(client, url, client.get(url), "next", **fields)
    assert "Check your ballot" in text_of(review)
    press(client, url, review, "cast")
    assert json.loads(bytes(OpenBallot.objects.get().ballot)) == {"q": selection}


def test_selection_comes_back_from_its_own_form_fields(method, vote):
    spec = vote.contests.get().spec
    for selection in (None, _selection(method, vote), _selection(method, vote, turned=True)):
        fields = method.form_fields(contest=spec, selection=selection)
        assert method.read_selection(contest=spec, data=fields) == selection


def test_answer_is_told_in_the_words_of_the_choices(method, vote):
    spec = vote.contests.get().spec
    labels = {key: f"<{key}>" for key in spec.choice_keys}
    said = method.answer_words(contest=spec, selection=_selection(method, vote), labels=labels)
    assert f"<{spec.choice_keys[0]}>" in said[0]
    assert method.answer_words(contest=spec, selection=None, labels=labels) == ()


def test_result_of_a_count_is_shown_in_full(method, vote, voters):
    for number, person in enumerate(voters):
        cast(vote, person, {"q": _selection(method, vote, turned=number >= 4)})
    close_vote(member_vote=vote, at=vote.page.closes_at)
    count_vote(member_vote=vote, at=vote.page.closes_at)
    vote.refresh_from_db()
    tally = vote.contests.get().tally
    MemberVote.objects.filter(pk=vote.pk).update(
        state=State.PUBLISHED, certified_at=vote.closes_at, published_at=vote.closes_at
    )
    words = text_of(Client().get(vote.page.url))
    winner = tally.winners[0]
    assert LABELS.get(winner, "Members say yes.") in words
    assert tally.result["lot"] in words
    for step in tally.result["rounds"]:
        assert "%(" not in step["why"] % dict.fromkeys(step["values"], "x")
    assert "%(" not in words
    if tally.result["pairwise"]:
        assert "Head to head" in words
    if tally.result["distribution"]:
        assert "How many ballots gave each score" in words
