"""Whether the single ballots of a vote are published, and why not.

A few ballots, or ballots that are all alike, would say who voted how even
though no name stands on them. The manifest sets the limit, so that it is known
before anybody votes; manifests from before there was one have none.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.cache import cache

from voting.domain.counting import is_tracked, read_ballots, selections_in
from voting.domain.manifest import manifest_of
from voting.models import Contest, Disclosure, MemberVote, NamesShownTo, Tally
from voting.models.member_vote import vote_ref

# Why ballots are not published.
TOTALS, FEW, ALIKE = "totals", "few", "alike"
_KEPT_SECONDS = 24 * 3600


def why_kept_back(*, manifest: Mapping[str, Any], valid: int, are_alike: bool) -> str:
    """TOTALS, FEW or ALIKE; "" where the ballots are published.

    `manifest`: the frozen one. `valid`: how many ballots were counted.
    `are_alike`: whether they say the same in every contest. Where everybody
    reads who chose what, there is nothing to keep back.
    """
    if manifest.get("publish") != Disclosure.BALLOTS:
        return TOTALS
    least = manifest.get("least_published")
    if least is None or names_are_public(manifest):
        return ""
    if valid < least:
        return FEW
    return ALIKE if are_alike else ""


def names_are_public(manifest: Mapping[str, Any]) -> bool:
    return manifest.get("names", {}).get("shown_to") == NamesShownTo.PUBLIC


def are_alike(*, contests: Iterable[Contest], ballots: Sequence[tuple[dict, int]]) -> bool:
    """Whether these ballots (selections by contest key, each with its number) say one thing in each contest.

    Contests are published apart, so each is looked at by itself.
    """
    return all(len(selections_in(key=contest.key, ballots=ballots)) < 2 for contest in contests)


def kept_back(member_vote: MemberVote) -> str:
    """`why_kept_back` of a vote that is counted; the box is opened only where it matters.

    Raises PluginMissing where the box or a counting method is gone.
    """
    manifest = manifest_of(member_vote)
    reason = why_kept_back(manifest=manifest, valid=_valid(member_vote), are_alike=False)
    if reason or not why_kept_back(manifest=manifest, valid=_valid(member_vote), are_alike=True):
        return reason
    # What was counted does not change any more.
    key = f"voting:alike:{member_vote.pk}:{bytes(member_vote.manifest_sha256).hex()}"
    alike = cache.get(key)
    if alike is None:
        alike = _opened_are_alike(member_vote, manifest)
        cache.set(key, alike, _KEPT_SECONDS)
    return ALIKE if alike else ""


def _valid(member_vote: MemberVote) -> int:
    return (
        Tally.objects.filter(contest__member_vote=member_vote)
        .values_list("result__figures__valid", flat=True)
        .first()
    )


def _opened_are_alike(member_vote: MemberVote, manifest: Mapping[str, Any]) -> bool:
    contests = list(member_vote.contests.prefetch_related("choices"))
    contents = member_vote.ballot_box.open(vote=vote_ref(member_vote, dict(manifest)))
    ballots, _invalid = read_ballots(contests=contests, contents=contents, tracked=is_tracked(dict(manifest)))
    return are_alike(contests=contests, ballots=ballots)
