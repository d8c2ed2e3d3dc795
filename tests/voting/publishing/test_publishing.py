"""Which ballots are published: the limit stands in the manifest before anybody votes."""

import pytest

from tests.factories.voting import contest, make_vote, race_contest
from voting.api import ballot_boxes
from voting.domain.canonical import sha256
from voting.domain.exporting import counted_contests, published_contests, publishes_ballots
from voting.domain.manifest import freeze, manifest_of
from voting.domain.publishing import ALIKE, FEW, TOTALS, kept_back, why_kept_back
from voting.models import MemberVote, NamesShownTo, State

pytestmark = pytest.mark.django_db

BALLOTS = {"publish": "ballots", "least_published": 10}


def counted(*contests, ballots, **fields):
    return make_vote(*contests, state=State.COUNTED, voters=max(5, len(ballots)), ballots=ballots, **fields)


def with_manifest(vote, **changes):
    """The vote as it would be if other words had been frozen; None takes a word out."""
    manifest = {**manifest_of(vote), **changes}
    text = freeze({key: value for key, value in manifest.items() if value is not None})
    MemberVote.objects.filter(pk=vote.pk).update(manifest=text, manifest_sha256=sha256(text.encode()))
    return MemberVote.objects.get(pk=vote.pk)


@pytest.mark.parametrize(
    ("manifest", "valid", "alike", "reason"),
    [
        (BALLOTS, 10, False, ""),
        (BALLOTS, 9, False, FEW),
        (BALLOTS, 0, True, FEW),
        (BALLOTS, 500, True, ALIKE),
        ({"publish": "totals", "least_published": 10}, 500, False, TOTALS),
        ({}, 500, False, TOTALS),
        # Announced before there was a limit.
        ({"publish": "ballots"}, 1, True, ""),
        ({**BALLOTS, "names": {"shown_to": "public", "live": False}}, 2, True, ""),
        # Those who could vote read the names; the public does not.
        ({**BALLOTS, "names": {"shown_to": "members", "live": False}}, 2, True, FEW),
    ],
)
def test_limit_is_what_the_manifest_says(manifest, valid, alike, reason):
    assert why_kept_back(manifest=manifest, valid=valid, are_alike=alike) == reason


@pytest.mark.parametrize(("number", "reason"), [(9, FEW), (10, "")])
def test_ballots_of_a_vote_are_published_from_ten_on(number, reason):
    vote = counted(ballots=[{"race": "a"}] * (number - 1) + [{"race": None}])
    assert kept_back(vote) == reason
    assert publishes_ballots(vote) is not bool(reason)
    assert ("ballots" in published_contests(vote)["contests"][0]) is not bool(reason)


def test_ballots_that_are_all_alike_are_kept_back_whatever_their_number():
    vote = counted(ballots=[{"race": "b"}] * 11)
    assert kept_back(vote) == ALIKE
    assert "ballots" not in published_contests(vote)["contests"][0]
    assert counted_contests(vote)["contests"][0]["ballots"] == [[11, "b"]]


def test_one_contest_in_which_voters_differ_is_enough_to_publish():
    tax = contest(key="tax", question="Do we support the tax?", method="yes_no")
    ballots = [{"race": "a", "tax": "yes"}] * 9 + [{"race": "a", "tax": "no"}]
    assert kept_back(counted(race_contest(), tax, ballots=ballots)) == ""


def test_vote_from_before_the_limit_keeps_what_its_manifest_promised():
    vote = with_manifest(counted(ballots=[{"race": "a"}] * 3), least_published=None)
    assert kept_back(vote) == ""
    assert published_contests(vote)["contests"][0]["ballots"] == [[3, "a"]]


@pytest.mark.parametrize(
    ("shown_to", "reason"), [(NamesShownTo.PUBLIC, ""), (NamesShownTo.MEMBERS, FEW)], ids=str
)
def test_names_that_everybody_reads_leave_nothing_to_keep_back(shown_to, reason):
    vote = counted(ballots=[{"race": "a"}] * 3, box="roll_call")
    vote = with_manifest(vote, names={"shown_to": shown_to, "live": False})
    assert kept_back(vote) == reason


def test_ballots_of_a_box_that_is_gone_are_not_published(monkeypatch):
    vote = counted(ballots=[{"race": "a"}] * 9 + [{"race": "b"}])
    monkeypatch.delitem(ballot_boxes._plugins, "secret")
    assert not publishes_ballots(vote)


@pytest.mark.parametrize(
    ("ballots", "named"),
    [([{"race": "a"}] * 9, False), ([{"race": "a"}] * 10, False), ([{"race": "a"}, {"race": "b"}] * 5, True)],
    ids=["few", "alike", "enough"],
)
def test_log_names_the_fingerprint_of_just_what_is_published(ballots, named):
    vote = counted(ballots=ballots)
    payload = vote.log.get(kind="counted").payload
    assert ("ballots_sha256" in payload) is named is publishes_ballots(vote)
