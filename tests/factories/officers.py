"""Votes whose key three officers hold."""

from datetime import timedelta

from tests.factories.voting import OPENS, cast, make_user, make_vote, make_voters
from voting.domain.announcing import announce_vote
from voting.domain.key_holding import hold_key, key_holding_box, key_status, pass_key_test
from voting.domain.lifecycle import close_vote, open_vote
from voting.models import State

NAMES = ["Ada Okafor", "Ben Tavares", "Cora Lim"]
BOX = "secret_officers"
TESTED = OPENS - timedelta(days=4)


def make_key(vote, names=NAMES) -> tuple[str, ...]:
    """A key for this vote; the shares."""
    made = key_holding_box(vote).make_key(vote_id=str(vote.pk), names=names)
    hold_key(member_vote=vote, public_text=made.public_text)
    return made.shares


def make_test(vote, shares, *, at=TESTED, actor=None) -> None:
    answer = key_holding_box(vote).answer(question=key_status(vote).key.question, shares=shares)
    pass_key_test(member_vote=vote, answer=answer, at=at, actor=actor)


def make_held_vote(*, state=State.CLOSED, ballots=(), tested=True, voters=5, **page_fields):
    """(a vote brought as far as `state`, the three shares of its key)."""
    people = make_voters(voters) if isinstance(voters, int) else voters
    tellers = [make_user(groups=["Tellers"]), make_user(groups=["Tellers"])]
    vote = make_vote(state=State.DRAFT, box=BOX, voters=[], tellers=tellers, **page_fields)
    shares = make_key(vote)
    if tested:
        make_test(vote, shares)
    bring_on(vote, state=state, people=people, ballots=ballots)
    return vote, shares


def bring_on(vote, *, state, people=(), ballots=()) -> None:
    """From a draft to `state`, at the latest to the close."""
    steps = [State.ANNOUNCED, State.OPEN, State.CLOSED]
    for step in steps[: steps.index(state) + 1] if state in steps else []:
        match step:
            case State.ANNOUNCED:
                announce_vote(member_vote=vote, at=vote.page.opens_at - timedelta(days=3))
            case State.OPEN:
                open_vote(member_vote=vote, at=vote.page.opens_at)
                for person, selections in zip(people, ballots, strict=False):
                    cast(vote, person, selections)
            case State.CLOSED:
                close_vote(member_vote=vote, at=vote.page.closes_at)
    vote.refresh_from_db()
