"""A proof for one person that she or he is on the roll of a vote, against the root that the log names."""

from bisect import bisect_left
from functools import lru_cache
from typing import Any
from uuid import UUID

from voting.domain.canonical import inclusion_path, merkle_levels
from voting.domain.roll import roll_leaf, roll_leaves
from voting.models import MemberVote

_ROLL_LINES = ("opened", "roll_added", "roll_struck")


def roll_proof(*, member_vote: MemberVote, voter_ref: str) -> dict[str, Any] | None:
    """JSON values: what leads from this person's entry to the root of the roll; None for others.

    The leaf is the SHA-256 of the salt (16 bytes) and the reference, the
    leaves are sorted, and `leaf` is the place among them (from 0).
    """
    entry = member_vote.roll.filter(voter_ref=voter_ref).first()
    newest = member_vote.log.filter(kind__in=_ROLL_LINES).order_by("number").last()
    if entry is None or newest is None:
        return None
    leaves, levels = _tree(member_vote.pk, bytes(newest.hash))
    leaf = roll_leaf(salt=bytes(entry.salt), ref=voter_ref)
    place = bisect_left(leaves, leaf)
    return {
        "vote": str(member_vote.pk),
        "voter_ref": voter_ref,
        "salt": bytes(entry.salt).hex(),
        "leaf": place,
        "size": len(leaves),
        "path": [step.hex() for step in inclusion_path(levels, place)],
        "root": levels[-1][0].hex(),
    }


@lru_cache(maxsize=2)
def _tree(vote_id: UUID, line: bytes) -> tuple[list[bytes], list[list[bytes]]]:
    """The sorted leaves of a roll, and every node above them.

    `line`: the hash of the newest line about the roll. As long as there is no
    newer one, the roll is the same, and a large one is not hashed for each
    person who asks.
    """
    leaves = roll_leaves(MemberVote(pk=vote_id))
    return leaves, merkle_levels(leaves)
