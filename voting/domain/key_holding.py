"""A key that three officers hold: storing its public half, testing it, and taking shares after the close.

What happens before the announcement stands in the manifest and in the log
line of the opening; from then on each step has a line of its own.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from voting.api import HeldKey, InvalidKey, KeyHoldingBox, Officer
from voting.domain.errors import KeyRefused
from voting.domain.log import record
from voting.domain.manifest import manifest_of
from voting.domain.readiness import waits_for
from voting.domain.transitions import locked
from voting.models import MemberVote, State
from voting.models.member_vote import vote_ref


@dataclass(frozen=True)
class KeyStatus:
    """Where the key of a vote stands. `given`: whose shares are here; `waits_for`: a sentence, or ""."""

    key: HeldKey | None
    given: tuple[Officer, ...] = ()
    waits_for: str = ""


def key_holding_box(member_vote: MemberVote) -> KeyHoldingBox:
    """The box of a vote whose key officers hold; raises KeyRefused for another one."""
    box = member_vote.ballot_box
    if not isinstance(box, KeyHoldingBox):
        raise KeyRefused
    return box


def key_status(member_vote: MemberVote) -> KeyStatus:
    """Raises KeyRefused where officers hold no key."""
    box = key_holding_box(member_vote)
    key = box.held_key(vote_id=str(member_vote.pk))
    if member_vote.state != State.CLOSED:
        return KeyStatus(key=key)
    ref = vote_ref(member_vote, manifest_of(member_vote))
    return KeyStatus(key=key, given=box.given(vote=ref), waits_for=waits_for(member_vote=member_vote))


def hold_key(*, member_vote: MemberVote, public_text: str) -> HeldKey:
    """Store the public half of a key that was made elsewhere, in place of an earlier one.

    Possible until the vote is announced. Raises KeyRefused, WrongState.
    """
    with transaction.atomic(), _in_words():
        vote = locked(member_vote, State.DRAFT)
        return key_holding_box(vote).hold_key(vote_id=str(vote.pk), public_text=public_text)


@sensitive_variables("answer")
def pass_key_test(*, member_vote: MemberVote, answer: str, at: datetime, actor=None) -> None:
    """Note that officers opened what was sealed to the key for a test. Raises KeyRefused, WrongState."""
    with transaction.atomic(), _in_words():
        vote = locked(member_vote, State.DRAFT, State.ANNOUNCED)
        box = key_holding_box(vote)
        box.pass_test(vote_id=str(vote.pk), answer=answer, at=at)
        if vote.state == State.DRAFT:
            # A vote that nobody was told about has no log yet.
            return
        public_key = box.held_key(vote_id=str(vote.pk)).public_key
        record(
            member_vote=vote,
            at=at,
            kind="officers_key_tested",
            actor=actor,
            payload={"public_key_sha256": sha256(public_key.encode()).hexdigest()},
        )


@sensitive_variables("share")
def give_share(*, member_vote: MemberVote, share: str, at: datetime, actor=None) -> Officer:
    """Keep an officer's share of a closed vote until the count; whose it is.

    Giving it again changes nothing. Raises KeyRefused, WrongState.
    """
    with transaction.atomic(), _in_words():
        vote = locked(member_vote, State.CLOSED)
        box = key_holding_box(vote)
        officer = box.holder_of(vote_id=str(vote.pk), share=share)
        if not vote.log.filter(kind="share_given", payload__number=officer.number).exists():
            record(
                member_vote=vote,
                at=at,
                kind="share_given",
                actor=actor,
                payload={"number": officer.number, "officer": officer.name},
            )
        # Last, so that no share lies here of which the log knows nothing.
        box.take_share(vote=vote_ref(vote, manifest_of(vote)), share=share)
        return officer


@contextmanager
def _in_words():
    try:
        yield
    except InvalidKey as error:
        raise KeyRefused(str(error)) from None
