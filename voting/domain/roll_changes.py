"""Changing the roll of an open vote: one teller asks, another agrees, everybody reads that it was done.

The log has the reason, the day and the new root, and never the person.
"""

import secrets
from datetime import datetime

from django.db import transaction

from voting.domain.appeal_settling import grant_to_whoever_is_on_the_roll
from voting.domain.errors import (
    AlreadyOnRoll,
    ChangeWaits,
    NotATeller,
    NotOnRoll,
    ReasonMissing,
    ReasonNamesPerson,
    RequestGone,
    SameTeller,
    TooFewVoters,
    TookPart,
    UnknownPerson,
    WrongState,
)
from voting.domain.log import record
from voting.domain.roll import SALT_BYTES, roll_root
from voting.domain.transitions import locked
from voting.models import MemberVote, State, TwoPersonRequest, VoterRollEntry

ADD, STRIKE = TwoPersonRequest.Kind.ROLL_ADD, TwoPersonRequest.Kind.ROLL_STRIKE
_DONE = {ADD: "roll_added", STRIKE: "roll_struck"}


def ask_for_roll_change(
    *, member_vote: MemberVote, kind: str, voter_ref: str, teller, reason: str, at: datetime
) -> TwoPersonRequest:
    """Ask another teller to add a person to the roll (ADD) or to strike one off (STRIKE).

    `voter_ref`: as the electorate of the vote names the person. `reason`:
    members will read it. Whether somebody took part is not looked at here:
    nobody learns it by asking. Raises NotATeller, ReasonMissing,
    ReasonNamesPerson, ChangeWaits, UnknownPerson, AlreadyOnRoll, NotOnRoll,
    WrongState.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    with transaction.atomic():
        vote = locked(member_vote, State.OPEN)
        _check_teller(vote, teller)
        if vote.two_person_requests.filter(kind__in=_DONE).exists():
            raise ChangeWaits
        name = vote.electorate_plugin.names(refs=[voter_ref]).get(voter_ref, "")
        _check_possible(vote, kind, voter_ref, name)
        if name and name.casefold() in reason.casefold():
            raise ReasonNamesPerson
        request = TwoPersonRequest.objects.create(
            member_vote=vote, kind=kind, asked_by=teller, asked_at=at, reason=reason, voter_ref=voter_ref
        )
        record(member_vote=vote, at=at, kind=f"{kind}_asked", actor=teller, payload={"reason": reason})
        return request


def agree_to_roll_change(*, member_vote: MemberVote, request_id: int, teller, at: datetime) -> MemberVote:
    """Do what another teller asked for, and forget whom it was about.

    `request_id`: the request that was read, so that nobody agrees to another
    one. Raises NotATeller, SameTeller, RequestGone, AlreadyOnRoll, NotOnRoll,
    TookPart, TooFewVoters, WrongState.
    """
    with transaction.atomic():
        # Alone in the vote: no ballot is cast while the roll changes.
        vote = locked(member_vote, State.OPEN)
        _check_teller(vote, teller)
        request = _request(vote, request_id)
        if request.asked_by_id == teller.pk:
            raise SameTeller
        if request.kind == ADD:
            _add(vote, request.voter_ref)
        else:
            _strike(vote, request.voter_ref)
        record(
            member_vote=vote,
            at=at,
            kind=_DONE[request.kind],
            actor=teller,
            payload={
                "roll": {"size": vote.roll.count(), "root": roll_root(vote).hex()},
                "reason": request.reason,
            },
        )
        request.delete()
        grant_to_whoever_is_on_the_roll(locked_vote=vote, at=at, teller=teller)
        return vote


def decline_roll_change(*, member_vote: MemberVote, request_id: int, teller) -> None:
    """Forget a request, one's own or another teller's. Raises NotATeller, RequestGone, WrongState."""
    with transaction.atomic():
        vote = locked(member_vote, State.OPEN)
        _check_teller(vote, teller)
        _request(vote, request_id).delete()


def waiting_roll_change(member_vote: MemberVote) -> TwoPersonRequest | None:
    """The change that waits for another teller, with `asked_by`."""
    return (
        member_vote.two_person_requests.filter(kind__in=_DONE)
        .select_related("asked_by")
        .order_by("pk")
        .first()
    )


def forget_roll_changes(*, locked_vote: MemberVote) -> None:
    """Remove what was asked for and never agreed to: it names a person, and can no longer be done."""
    locked_vote.two_person_requests.filter(kind__in=_DONE).delete()


def _check_possible(vote: MemberVote, kind: str, voter_ref: str, name: str) -> None:
    on_roll = vote.roll.filter(voter_ref=voter_ref).exists()
    if kind == ADD and on_roll:
        raise AlreadyOnRoll
    if kind == ADD and not name:
        raise UnknownPerson
    if kind == STRIKE and not on_roll:
        raise NotOnRoll


def _add(vote: MemberVote, voter_ref: str) -> None:
    _entry, is_new = VoterRollEntry.objects.get_or_create(
        member_vote=vote, voter_ref=voter_ref, defaults={"salt": secrets.token_bytes(SALT_BYTES)}
    )
    if not is_new:
        raise AlreadyOnRoll


def _strike(vote: MemberVote, voter_ref: str) -> None:
    if vote.participations.filter(voter_ref=voter_ref).exists():
        raise TookPart
    struck, _tables = vote.roll.filter(voter_ref=voter_ref).delete()
    if not struck:
        raise NotOnRoll
    if vote.roll.count() < vote.ballot_box.least_voters:
        raise TooFewVoters


def _request(vote: MemberVote, request_id: int) -> TwoPersonRequest:
    request = vote.two_person_requests.filter(kind__in=_DONE, pk=request_id).first()
    if request is None:
        raise RequestGone
    return request


def _check_teller(vote: MemberVote, user) -> None:
    # A survey has no tellers: nothing hangs on who answers it.
    if vote.is_advisory:
        raise WrongState
    if not vote.tellers.filter(pk=user.pk).exists():
        raise NotATeller
