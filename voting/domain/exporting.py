"""A counted vote as plain values, so that somebody else can count it again."""

from contextlib import suppress
from typing import Any

from voting.api import PluginMissing
from voting.domain.counting import grouped_ballots, is_tracked, read_ballots
from voting.domain.manifest import manifest_of
from voting.domain.publishing import kept_back
from voting.models import MemberVote, Tally
from voting.models.member_vote import vote_ref

FORMAT = "member-vote-count/1"


def counted_contests(member_vote: MemberVote) -> dict[str, Any]:
    """Everything that was counted, and what came out, of a vote that is counted or later.

    `format`, `vote` (its id), `title` and `manifest_sha256` say which vote it
    is. Each of `contests` holds `key`, `question`, `method`, `seats`,
    `options`, `choices` (`key`, `kind`, `label`), `rule` (`slug`,
    `settings`), `turnout` (`eligible`, `ballots`, `recused`, `members`),
    `lot` (the seed), `ballots` and `result`. Words are given by language, as
    in the manifest.

    `ballots`: the distinct selections of this contest with their number,
    `[number, selection]`, in an order that says nothing; contests apart, so
    that a pattern across contests cannot be recognized. Selections name
    choices by key, in the form of the counting method; null is a contest that
    was left out. `result`: the stored result (exact numbers as text) with
    `decision`: the `outcome` and the `winners` of the decision rule.

    This holds the ballots whatever the vote publishes; `published_contests`
    gives what everybody may read.
    """
    manifest = manifest_of(member_vote)
    contests = list(member_vote.contests.prefetch_related("choices"))
    contents = member_vote.ballot_box.open(vote=vote_ref(member_vote, manifest))
    ballots, _invalid = read_ballots(contests=contests, contents=contents, tracked=is_tracked(manifest))
    return _vote_as_json(
        member_vote,
        manifest,
        grouped_ballots(keys=[contest.key for contest in contests], ballots=ballots),
    )


def published_contests(member_vote: MemberVote) -> dict[str, Any]:
    """As `counted_contests`, with ballots only if `publishes_ballots` says so.

    Else a contest has no `ballots`. Manifests without a word about it were
    frozen when nothing of this kind was promised. Where the ballot box or a
    counting method is no longer installed, the result is all that is left.
    """
    if publishes_ballots(member_vote):
        with suppress(PluginMissing):
            return counted_contests(member_vote)
    return _vote_as_json(member_vote, manifest_of(member_vote), {})


def publishes_ballots(member_vote: MemberVote) -> bool:
    """Whether everybody may read the ballots of a counted vote: see `voting.domain.publishing`."""
    return not member_vote.ballot_box.is_missing and not kept_back(member_vote)


def _vote_as_json(
    member_vote: MemberVote, manifest: dict[str, Any], ballots: dict[str, list[list[Any]]]
) -> dict[str, Any]:
    tallies = {
        tally.contest.key: tally
        for tally in Tally.objects.filter(contest__member_vote=member_vote).select_related("contest")
    }
    return {
        "format": FORMAT,
        "vote": str(member_vote.pk),
        "title": manifest["title"],
        "manifest_sha256": bytes(member_vote.manifest_sha256).hex(),
        "contests": [
            _contest_as_json(contest, tallies[contest["key"]], ballots) for contest in manifest["contests"]
        ],
    }


def _contest_as_json(
    contest: dict[str, Any], tally: Tally, ballots: dict[str, list[list[Any]]]
) -> dict[str, Any]:
    figures = tally.result["figures"]
    exported = {
        "key": contest["key"],
        "question": contest["question"],
        "method": contest["method"],
        "seats": contest["seats"],
        "options": contest["options"],
        "choices": [
            {"key": choice["key"], "kind": choice["kind"], "label": choice["label"]}
            for choice in contest["choices"]
        ],
        "rule": contest["rule"],
        "turnout": {
            "eligible": figures["eligible"],
            "ballots": figures["valid"],
            "recused": figures.get("recused", 0),
            "members": figures.get("members"),
        },
        "lot": tally.result.get("lot", ""),
    }
    if contest["key"] in ballots:
        exported["ballots"] = ballots[contest["key"]]
    exported["result"] = {
        **tally.result,
        "decision": {"outcome": tally.outcome, "winners": tally.winners},
    }
    return exported
