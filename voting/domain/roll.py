"""The voter roll: frozen when the vote opens."""

import secrets

from voting.domain.canonical import merkle_root, sha256
from voting.domain.errors import TooFewVoters
from voting.models import MemberVote, VoterRollEntry

SALT_BYTES = 16


def freeze_roll(*, member_vote: MemberVote) -> dict:
    """Write the roll of a vote that opens; its size and root, for the log. Raises TooFewVoters."""
    refs = sorted(set(member_vote.electorate_plugin.voter_refs(cutoff=member_vote.standing_cutoff)))
    if len(refs) < member_vote.ballot_box.least_voters:
        raise TooFewVoters
    VoterRollEntry.objects.bulk_create(
        (
            VoterRollEntry(member_vote=member_vote, voter_ref=ref, salt=secrets.token_bytes(SALT_BYTES))
            for ref in refs
        ),
        batch_size=1000,
    )
    return {"size": len(refs), "root": roll_root(member_vote).hex()}


def roll_root(member_vote: MemberVote) -> bytes:
    """Merkle root over salted references: fixes the roll without telling who is on it."""
    return merkle_root(roll_leaves(member_vote))


def roll_leaves(member_vote: MemberVote) -> list[bytes]:
    """What stands for each person in the root, sorted, so that their order says nothing."""
    rows = member_vote.roll.values_list("salt", "voter_ref", "leaf")
    return sorted(bytes(leaf) if leaf else roll_leaf(salt=salt, ref=ref) for salt, ref, leaf in rows)


def roll_leaf(*, salt: bytes, ref: str) -> bytes:
    """What stands for one person in the root of the roll (32 bytes)."""
    return sha256(bytes(salt) + ref.encode())
