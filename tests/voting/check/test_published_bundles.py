"""Bundles as the site itself makes them, of votes that went their whole way."""

import pytest
from django.urls import reverse

from tests.factories.voting import choice, contest, make_vote, race_contest
from tests.voting.check.test_bundles import check
from voting.models import Kind, State

pytestmark = pytest.mark.django_db

RANKED = contest(
    choice("Ada", key="a"),
    choice("Ben", key="b"),
    choice("Cleo", key="c"),
    key="board",
    question="Who?",
    method="stv_scottish",
    seats=2,
    rule={"rule": "method_winners"},
)
RANKINGS = [["a", "b"], ["a", "b"], ["b", "a"], ["c"], None]
VOTES = {
    "one question": ([race_contest()], [{"race": key} for key in "aaaaaaabbbb"]),
    "two questions": (
        [race_contest(), RANKED],
        [{"race": "a", "board": RANKINGS[number % 5]} for number in range(12)],
    ),
}


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.VOTING_KEY_DIR = tmp_path / "keys"
    settings.MEDIA_ROOT = tmp_path / "media"


def bundle_of(client, vote):
    response = client.get(reverse("voting:bundle", args=[vote.pk]))
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("name", VOTES)
def test_bundle_of_a_published_vote_holds(engine, client, name):
    contests, ballots = VOTES[name]
    vote = make_vote(*contests, state=State.PUBLISHED, voters=len(ballots) + 2, ballots=ballots)
    verdict, wrong, report = check(engine, bundle_of(client, vote))
    assert (verdict, wrong) == ("holds", [])
    assert dict(report["figures"])["counted"] == len(ballots)
    assert report["fingerprint"] == bytes(vote.manifest_sha256).hex()


def test_survey_holds_without_signatures_of_people(engine, client):
    ballots = [{"race": key} for key in "aaaaaaabbbb"]
    advice = race_contest(rule={"rule": "advice"})
    vote = make_vote(advice, state=State.PUBLISHED, kind=Kind.ADVISORY, voters=12, ballots=ballots)
    verdict, wrong, _report = check(engine, bundle_of(client, vote))
    assert (verdict, wrong) == ("holds", [])


def test_few_ballots_are_not_published_and_so_not_counted(engine, client):
    vote = make_vote(state=State.PUBLISHED, ballots=[{"race": "a"}, {"race": "b"}])
    verdict, wrong, _report = check(engine, bundle_of(client, vote))
    assert verdict == "unknown"
    assert wrong == ["ballots ballots_too_few", "count ballots_not_published"]
