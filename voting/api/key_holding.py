"""Ballot boxes whose key is not on the site: officers hold it in shares, and bring them after the close."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from voting.api.plugins import BallotBox
from voting.api.values import VoteRef


class InvalidKey(Exception):
    """Something about a key or the test of one is wrong; the message is a full sentence."""


class InvalidShare(InvalidKey):
    """A share that cannot be read, or does not belong here; the message is a full sentence."""


@dataclass(frozen=True)
class Officer:
    """`share_sha256`: the SHA-256 of the share this officer holds, in hexadecimal."""

    number: int
    name: str
    share_sha256: str


@dataclass(frozen=True)
class HeldKey:
    """The public half of a vote's key, and who holds the shares of the other.

    `public_key`: base64 of the uncompressed point; `is_tested`: somebody has
    shown that the shares open what is sealed to it; `question`: what such a
    test needs, as JSON text.
    """

    public_key: str
    officers: tuple[Officer, ...]
    tested_at: datetime | None
    question: str

    @property
    def is_tested(self) -> bool:
        return self.tested_at is not None


@dataclass(frozen=True)
class MadeKey:
    """A key fresh from the making: `public_text` is for the site, each of `shares` for one officer."""

    public_text: str
    shares: tuple[str, ...]


class KeyHoldingBox(BallotBox):
    """A box that stores only the public half of its key before the close.

    Shares are text that officers keep. The site sees the first of them after
    the close, one at a time, and none before.
    """

    kept_by_officers = True
    officers_needed = 3
    shares_needed = 2

    def make_key(self, *, vote_id: str, names: Sequence[str]) -> MadeKey:
        """Make a key and its shares, and store nothing. Needs no database. Raises InvalidKey."""
        raise NotImplementedError

    def answer(self, *, question: str, shares: Sequence[str]) -> str:
        """What shows that these shares open. Needs no database. Raises InvalidKey."""
        raise NotImplementedError

    def held_key(self, *, vote_id: str) -> HeldKey | None:
        """The public half of a vote's key; None before it is made."""
        raise NotImplementedError

    def hold_key(self, *, vote_id: str, public_text: str) -> HeldKey:
        """Store the public half, in place of one stored before. Raises InvalidKey."""
        raise NotImplementedError

    def drop_key(self, *, vote_id: str) -> None:
        """Forget the public half of a vote that nobody was told about."""
        raise NotImplementedError

    def pass_test(self, *, vote_id: str, answer: str, at: datetime) -> None:
        """Note that the key was tested, if this is the answer. Raises InvalidKey."""
        raise NotImplementedError

    def holder_of(self, *, vote_id: str, share: str) -> Officer:
        """Whose share this is. Raises InvalidShare for one that is not of this vote's key."""
        raise NotImplementedError

    def take_share(self, *, vote: VoteRef, share: str) -> None:
        """Keep a share of a closed vote until there are enough. Raises InvalidShare."""
        raise NotImplementedError

    def given(self, *, vote: VoteRef) -> tuple[Officer, ...]:
        """Whose shares of a closed vote are here."""
        raise NotImplementedError
