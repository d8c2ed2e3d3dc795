import json
import uuid

import pytest

from tests.factories.voting import contest, make_vote, race_contest
from voting.domain.exporting import counted_contests, published_contests
from voting.models import MemberVote, State

pytestmark = pytest.mark.django_db

BALLOTS = [
    {"race": "a", "tax": "yes"},
    {"race": "a", "tax": "no"},
    {"race": "a", "tax": "yes"},
    {"race": None, "tax": "yes"},
]


def counted_vote(**kwargs):
    tax = contest(key="tax", question="Do we support the tax?", method="yes_no")
    return make_vote(race_contest(), tax, ballots=BALLOTS, **{"state": State.COUNTED, **kwargs})


def test_counted_contests_hold_what_a_second_count_needs():
    vote = counted_vote()
    exported = counted_contests(vote)
    assert exported["format"] == "member-vote-count/1"
    assert exported["vote"] == str(vote.pk)
    assert exported["manifest_sha256"] == bytes(vote.manifest_sha256).hex()
    race, tax = exported["contests"]
    assert (race["key"], race["method"], race["seats"], race["options"]) == ("race", "single_choice", 1, {})
    assert [(choice["key"], choice["kind"]) for choice in race["choices"]] == [
        ("a", "option"),
        ("b", "option"),
        ("ne", "no_endorsement"),
    ]
    assert race["choices"][0]["label"] == {"en": "Ada"}
    assert race["question"] == {"en": "Whom do we endorse?"}
    assert race["rule"]["slug"] == "threshold"
    assert race["rule"]["settings"]["threshold_numerator"] == 60
    assert race["turnout"] == {"eligible": 5, "ballots": 4, "recused": 0, "members": None}
    assert sorted(race["ballots"], key=str) == [[1, None], [3, "a"]]
    assert sorted(tax["ballots"], key=str) == [[1, "no"], [3, "yes"]]
    assert race["result"]["tallies"] == {"a": "3", "b": "0", "ne": "0"}
    assert race["result"]["decision"] == {"outcome": "endorsed", "winners": ["a"]}
    assert len(race["lot"]) == 32
    assert json.loads(json.dumps(exported)) == exported


def test_contests_are_apart_so_that_no_whole_ballot_is_left():
    exported = counted_contests(counted_vote())
    assert all(set(contest) >= {"ballots"} for contest in exported["contests"])
    # Who left the race out said yes to the tax: nothing in the export ties the two together.
    assert {"race", "tax"}.isdisjoint(exported)
    assert [sum(number for number, _selection in contest["ballots"]) for contest in exported["contests"]] == [
        4,
        4,
    ]


def test_totals_only_keeps_the_ballots_back():
    vote = make_vote(ballots=[{"race": "a"}] * 9 + [{"race": "b"}], voters=10, state=State.COUNTED)
    assert published_contests(vote) == counted_contests(vote)
    text = vote.manifest.replace('"publish":"ballots"', '"publish":"totals"')
    assert text != vote.manifest
    MemberVote.objects.filter(pk=vote.pk).update(manifest=text)
    vote = MemberVote.objects.get(pk=uuid.UUID(str(vote.pk)))
    exported = published_contests(vote)
    assert all("ballots" not in contest for contest in exported["contests"])
    assert exported["contests"][0]["result"]["tallies"]["a"] == "9"
    assert "ballots" in counted_contests(vote)["contests"][0]
