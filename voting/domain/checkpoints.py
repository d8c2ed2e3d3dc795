"""Signed notes about the log of a vote, for people to keep (C2SP signed note and tlog-checkpoint).

Whoever has kept one sees later whether the log still begins as it did then.
The manifest names the key, so that nobody can exchange it afterwards.
"""

import logging
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from voting.domain.canonical import merkle_root, sha256
from voting.domain.log_key import public_text, read_log_key
from voting.domain.manifest import manifest_of
from voting.models import Checkpoint, MemberVote

logger = logging.getLogger("voting")

# The steps after which the log is signed.
SIGNED_AFTER = frozenset(
    (
        "announced",
        "imported",
        "opened",
        "closed",
        "closed_early",
        "certified",
        "published",
        "archived",
    )
)
# The kind of key in a signed note: Ed25519.
_ED25519 = b"\x01"


@dataclass(frozen=True)
class SignedNote:
    """What a checkpoint says: how many lines (`size`), their Merkle `root` (32 bytes), and the whole note."""

    size: int
    root: bytes
    text: str


def sign_log(*, member_vote: MemberVote) -> Checkpoint | None:
    """Store a checkpoint over the whole log; the caller holds the lock of the vote.

    None for votes from before logs were signed, and where the key of the
    manifest is gone: a vote goes on without it, and everybody sees that
    nothing was signed.
    """
    log = manifest_of(member_vote).get("log")
    if log is None:
        return None
    key = read_log_key()
    if key is None or public_text(key) != log["public_key"]:
        logger.error("The log of vote %s cannot be signed: its key is not here.", member_vote.pk)
        return None
    hashes = [bytes(found) for found in member_vote.log.order_by("number").values_list("hash", flat=True)]
    return Checkpoint.objects.create(
        member_vote=member_vote,
        size=len(hashes),
        note=signed_note(origin=log["origin"], hashes=hashes, key=key),
    )


def signed_note(*, origin: str, hashes: Sequence[bytes], key: Ed25519PrivateKey) -> str:
    """The note over these line hashes (32 bytes each), which are the leaves of the tree."""
    text = f"{origin}\n{len(hashes)}\n{b64encode(merkle_root(hashes)).decode()}\n"
    signature = key_id(origin=origin, public=key.public_key().public_bytes_raw()) + key.sign(text.encode())
    return f"{text}\n— {origin} {b64encode(signature).decode()}\n"


def key_id(*, origin: str, public: bytes) -> bytes:
    """Four bytes that tell which key signed a note."""
    return sha256(origin.encode() + b"\n" + _ED25519 + public)[:4]


def signed_notes(member_vote: MemberVote) -> list[SignedNote]:
    """The checkpoints of a vote, the first one first."""
    return [_read(checkpoint) for checkpoint in member_vote.checkpoints.order_by("size")]


def _read(checkpoint: Checkpoint) -> SignedNote:
    return SignedNote(
        size=checkpoint.size, root=b64decode(checkpoint.note.split("\n")[2]), text=checkpoint.note
    )


def notes_text(member_vote: MemberVote) -> str:
    """All notes of a vote in one file, a blank line between them; empty when there are none."""
    return "\n".join(note.text for note in signed_notes(member_vote))


def latest_note(member_vote: MemberVote) -> str:
    """The newest note, as it goes into a mail; "" when nothing was signed."""
    newest = member_vote.checkpoints.order_by("size").last()
    return newest.note if newest else ""
