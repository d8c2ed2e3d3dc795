"""Which votes that are not over yet know a person: what somebody asks who is about to change who she is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from voting.domain.erasing import is_settled
from voting.domain.locks import lock_for_change
from voting.models import Appeal, MemberVote, Participation, State, TwoPersonRequest, VoterRollEntry

# The votes whose roll is about to be written, or may still change.
_MOVING = (State.ANNOUNCED, State.OPEN)


@dataclass(frozen=True)
class RollPlace:
    """A vote that is not over, and which of the references asked for it knows."""

    vote: MemberVote
    refs: frozenset[str]


def unsettled_places(*, voter_refs: Iterable[str], at: datetime) -> list[RollPlace]:
    """The votes to which somebody may still object, that have one of these people on their roll, among
    those who took part, in an appeal, or in a change of the roll that waits for another teller."""
    refs = set(voter_refs)
    known: dict = {}
    for model in (VoterRollEntry, Participation, Appeal, TwoPersonRequest):
        rows = model.objects.filter(voter_ref__in=refs).values_list("member_vote_id", "voter_ref")
        for vote_id, ref in rows:
            known.setdefault(vote_id, set()).add(ref)
    votes = MemberVote.objects.filter(pk__in=known).select_related("page").order_by("closes_at", "pk")
    return [
        RollPlace(vote=vote, refs=frozenset(known[vote.pk])) for vote in votes if not is_settled(vote, at=at)
    ]


def hold_rolls() -> None:
    """Until the transaction ends no vote opens, and no roll changes."""
    for pk in MemberVote.objects.filter(state__in=_MOVING).order_by("pk").values_list("pk", flat=True):
        lock_for_change(pk)
