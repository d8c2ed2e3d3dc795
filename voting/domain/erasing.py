"""Erasing a person from the votes she was on the roll of.

Her reference is replaced wherever a vote keeps it, by a random one of its own
in each vote, so that nobody can follow a former member from vote to vote. What
she chose in a vote with names stays, under "A former member".

It leaves a vote once nobody may object to it any more; until then the roll and
the participations stay as they are, so that whoever leaves and comes back
cannot vote twice.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import DatabaseError, transaction
from django.db.models import Q

from voting.domain.locks import lock_for_change
from voting.domain.roll import roll_leaf
from voting.models import Appeal, Erasure, MemberVote, Participation, State, TwoPersonRequest, VoterRollEntry

logger = logging.getLogger("voting")

_PUBLISHED = (State.PUBLISHED, State.ARCHIVED)
_CALLED_OFF = {State.CANCELLED: "cancelled", State.VOID: "voided"}


def erase_voter(*, voter_ref: str, at: datetime) -> bool:
    """Remember that this person is to be erased; False where no vote knows her.

    `erase_what_is_due` does it, which runs with the votes: replacing what the
    database refuses to change takes the rights of its owner, which the web
    process does not have.
    """
    # What somebody wrote to tellers keeps nobody from voting twice: it goes at once.
    Appeal.objects.filter(voter_ref=voter_ref).delete()
    if not _votes_that_know(voter_ref).exists():
        return False
    Erasure.objects.get_or_create(voter_ref=voter_ref)
    return True


def erase_what_is_due(*, at: datetime) -> int:
    """Erase everybody who is remembered from every vote that is over; how many references were replaced."""
    return sum(_erase(erasure, at) for erasure in Erasure.objects.all())


def _erase(erasure: Erasure, at: datetime) -> int:
    waiting = replaced = 0
    for vote in _votes_that_know(erasure.voter_ref):
        # Without its box a vote would keep the name on the ballot.
        if not vote.ballot_box.is_missing and is_settled(vote, at=at) and _try(vote, erasure.voter_ref):
            replaced += 1
        else:
            waiting += 1
    if not waiting:
        erasure.delete()
    return replaced


def is_settled(vote: MemberVote, *, at: datetime) -> bool:
    """Whether nobody may object to this vote any more."""
    if vote.state in _PUBLISHED:
        # A result is published when the time for objections is over.
        return True
    kind = _CALLED_OFF.get(State(vote.state))
    if kind is None:
        return False
    line = vote.log.filter(kind=kind).order_by("-number").first()
    return line is not None and at >= line.at + timedelta(hours=vote.challenge_hours)


def _votes_that_know(voter_ref: str) -> Iterable[MemberVote]:
    on_roll = VoterRollEntry.objects.filter(voter_ref=voter_ref).values("member_vote")
    took_part = Participation.objects.filter(voter_ref=voter_ref).values("member_vote")
    asked = TwoPersonRequest.objects.filter(voter_ref=voter_ref).values("member_vote")
    return MemberVote.objects.filter(Q(pk__in=on_roll) | Q(pk__in=took_part) | Q(pk__in=asked))


def _try(vote: MemberVote, voter_ref: str) -> bool:
    """False where the database refused: the votes go on, and it is tried again."""
    try:
        _replace(vote, voter_ref)
    except DatabaseError:
        # Without the statement, which names the person.
        logger.error("Somebody could not be erased from vote %s: the database refused it", vote.pk)
        return False
    return True


@transaction.atomic
def _replace(vote: MemberVote, voter_ref: str) -> None:
    lock_for_change(vote.pk)
    # In the form that electorates give their references: they are asked for the name behind it.
    replacement = str(uuid4())
    for entry in vote.roll.filter(voter_ref=voter_ref):
        # The root of the roll stays what the log says. Without its salt, nobody
        # who has the old reference in a backup can tell whose leaf it is.
        entry.leaf = entry.leaf or roll_leaf(salt=entry.salt, ref=voter_ref)
        entry.salt = b""
        entry.voter_ref = replacement
        entry.save(update_fields=["leaf", "salt", "voter_ref"])
    vote.participations.filter(voter_ref=voter_ref).update(voter_ref=replacement)
    vote.ballot_box.erase_voter(vote_id=str(vote.pk), voter_ref=voter_ref, replacement=replacement)
    # What was asked about her and never agreed to.
    vote.two_person_requests.filter(voter_ref=voter_ref).delete()
