"""What needs two tellers: certifying a count, closing early, declaring a vote void."""

from datetime import datetime

from django.db import transaction

from voting.domain.errors import NotATeller, ReasonMissing, SameTeller, WrongState
from voting.domain.lifecycle import close_early, void_vote
from voting.domain.log import record
from voting.domain.recounting import check_same_results, record_recount, recount_vote
from voting.domain.transitions import locked, move_to
from voting.models import Certification, MemberVote, State, TwoPersonRequest

SIGNATURES_NEEDED = 2

# What may be asked for here, and in which states. Changes of the roll are in `roll_changes`.
ASKABLE = {
    TwoPersonRequest.Kind.CLOSE_EARLY: (State.OPEN,),
    TwoPersonRequest.Kind.VOID: (State.OPEN, State.CLOSED, State.COUNTED, State.CERTIFIED),
}


def certify_vote(*, member_vote: MemberVote, teller, at: datetime) -> MemberVote:
    """Sign the count, once a second program has counted and agrees.

    The second of two different tellers makes it certified. Raises NotATeller,
    SameTeller, WrongState, SecondCountDiffers, SecondCountFailed.
    """
    with transaction.atomic():
        vote = locked(member_vote, State.COUNTED)
        _check_may_sign(vote, teller)
    # Without the lock: nothing else has to wait for a slow count.
    recount = recount_vote(member_vote=vote, at=at)
    with transaction.atomic():
        vote = locked(member_vote, State.COUNTED)
        _check_may_sign(vote, teller)
        check_same_results(locked_vote=vote, recount=recount)
        record_recount(locked_vote=vote, recount=recount, at=at)
        Certification.objects.create(member_vote=vote, teller=teller, name=str(teller), at=at)
        record(member_vote=vote, at=at, kind="signed", actor=teller)
        if vote.certifications.count() < SIGNATURES_NEEDED:
            return vote
        vote.certified_at = at
        vote.save(update_fields=["certified_at"])
        record(member_vote=vote, at=at, kind="certified")
        return move_to(vote, State.CERTIFIED)


def _check_may_sign(vote: MemberVote, teller) -> None:
    _check_binding(vote)
    _check_teller(vote, teller)
    if vote.certifications.filter(teller=teller).exists():
        raise SameTeller


def ask_for(*, member_vote: MemberVote, kind: str, teller, reason: str, at: datetime) -> TwoPersonRequest:
    """Ask a second teller to agree to something, with a reason that members will read.

    Asking again replaces what was asked for. Raises NotATeller, ReasonMissing, WrongState.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        vote = locked(member_vote, *ASKABLE.get(kind, ()))
        _check_binding(vote)
        _check_teller(vote, teller)
        request, _created = TwoPersonRequest.objects.update_or_create(
            member_vote=vote,
            kind=kind,
            defaults={"asked_by": teller, "reason": reason.strip(), "asked_at": at},
        )
        record(
            member_vote=vote, at=at, kind=f"{kind}_asked", actor=teller, payload={"reason": request.reason}
        )
        return request


def agree_to(*, member_vote: MemberVote, kind: str, teller, at: datetime) -> MemberVote:
    """Do what another teller asked for. Raises NotATeller, SameTeller, WrongState."""
    with transaction.atomic():
        vote = locked(member_vote, *ASKABLE.get(kind, ()))
        _check_binding(vote)
        _check_teller(vote, teller)
        request = TwoPersonRequest.objects.filter(member_vote=vote, kind=kind).first()
        if request is None:
            raise WrongState
        if request.asked_by_id == teller.pk:
            raise SameTeller
        if kind == TwoPersonRequest.Kind.CLOSE_EARLY:
            return close_early(vote=vote, at=at, reason=request.reason, actor=teller)
        return void_vote(vote=vote, at=at, reason=request.reason, actor=teller)


def appoint_tellers(*, member_vote: MemberVote, tellers, actor, at: datetime) -> MemberVote:
    """Say who runs the vote. Possible until it is counted. Raises WrongState."""
    with transaction.atomic():
        vote = locked(member_vote, State.DRAFT, State.ANNOUNCED, State.OPEN, State.CLOSED)
        _check_binding(vote)
        vote.tellers.set(tellers)
        record(
            member_vote=vote,
            at=at,
            kind="tellers_appointed",
            actor=actor,
            payload={"tellers": sorted(f"user:{teller.pk}" for teller in tellers)},
        )
        return vote


def _check_binding(vote: MemberVote) -> None:
    """A survey has no tellers and no signatures: there is nothing to be certain of."""
    if vote.is_advisory:
        raise WrongState


def _check_teller(vote: MemberVote, user) -> None:
    if not vote.tellers.filter(pk=user.pk).exists():
        raise NotATeller
