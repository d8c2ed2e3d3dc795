"""Whether the single ballots of a vote are published, and why not.

A few ballots, or ballots that are all alike, would say who voted how even
though no name stands on them. The manifest sets the limit, so that it is known
before anybody votes; manifests from before there was one have none.
"""

from collections.abc import Mapping
from typing import Any

from voting.domain.manifest import manifest_of
from voting.models import Disclosure, MemberVote, NamesShownTo, Tally

# Why ballots are not published.
TOTALS, FEW, ALIKE = "totals", "few", "alike"


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


def kept_back(member_vote: MemberVote) -> str:
    """`why_kept_back` of a vote that is counted.

    The log tells whether the ballots were alike: when they were counted, the
    fingerprint of all that will be published went into it.
    """
    manifest = manifest_of(member_vote)
    valid = _valid(member_vote)
    reason = why_kept_back(manifest=manifest, valid=valid, are_alike=False)
    if reason or not why_kept_back(manifest=manifest, valid=valid, are_alike=True):
        return reason
    counted = member_vote.log.filter(kind="counted").order_by("-number").first()
    has_fingerprint = counted is not None and "ballots_sha256" in counted.payload
    return "" if has_fingerprint else ALIKE


def _valid(member_vote: MemberVote) -> int:
    return (
        Tally.objects.filter(contest__member_vote=member_vote)
        .values_list("result__figures__valid", flat=True)
        .first()
    )
