"""The one place where a vote's state changes."""

from django.db import transaction

from voting.domain.errors import WrongState
from voting.domain.locks import lock_for_change
from voting.models import MemberVote, State
from voting.signals import vote_changed

# What binds is certified by people before it is published.
ALLOWED = {
    State.DRAFT: {State.ANNOUNCED},
    State.ANNOUNCED: {State.OPEN, State.CANCELLED},
    State.OPEN: {State.CLOSED, State.VOID},
    State.CLOSED: {State.COUNTED, State.VOID},
    State.COUNTED: {State.CERTIFIED, State.VOID},
    State.CERTIFIED: {State.PUBLISHED, State.VOID},
    State.PUBLISHED: {State.ARCHIVED},
    State.ARCHIVED: set(),
    State.CANCELLED: set(),
    State.VOID: set(),
}
# A survey binds nobody: it is published once it is counted, and can be called off while it is open.
ALLOWED_OF_SURVEYS = {
    **ALLOWED,
    State.OPEN: {State.CLOSED, State.CANCELLED},
    State.CLOSED: {State.COUNTED},
    State.COUNTED: {State.PUBLISHED},
    State.CERTIFIED: set(),
    State.VOID: set(),
}


def can_move(vote: MemberVote, state: State) -> bool:
    """Whether a step leads from where the vote is to this state."""
    allowed = ALLOWED_OF_SURVEYS if vote.is_advisory else ALLOWED
    return state in allowed[State(vote.state)]


def locked(member_vote: MemberVote, *states: State) -> MemberVote:
    """The vote as it is now, locked until the transaction ends; WrongState unless in one of `states`."""
    lock_for_change(member_vote.pk)
    vote = (
        MemberVote.objects.select_for_update(of=("self",))
        .select_related("page__locale")
        .get(pk=member_vote.pk)
    )
    if vote.state not in states:
        raise WrongState
    return vote


def move_to(vote: MemberVote, state: State) -> MemberVote:
    """Change the state of a locked vote; never backwards, never over a step."""
    if not can_move(vote, state):
        raise WrongState
    vote.state = state
    vote.save(update_fields=["state"])
    # After the commit: whoever renders a page anew must see the new state.
    transaction.on_commit(lambda: vote_changed.send(sender=MemberVote, member_vote=vote))
    return vote
