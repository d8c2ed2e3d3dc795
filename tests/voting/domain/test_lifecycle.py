from datetime import timedelta

import pytest

from tests.factories.sealed import lose_a_ballot, sealed_ballots, spoil_a_ballot
from tests.factories.voting import make_vote, make_voters
from voting.domain.certifying import agree_to, ask_for, certify_vote
from voting.domain.counting import count_vote
from voting.domain.errors import (
    CountsDiffer,
    NotATeller,
    ReasonMissing,
    SameTeller,
    TooEarly,
    VotingError,
    WrongState,
)
from voting.domain.lifecycle import (
    archive_vote,
    cancel_vote,
    close_vote,
    destroy_secrets,
    open_vote,
    publish_vote,
    run_due,
)
from voting.domain.transitions import ALLOWED, move_to
from voting.models import State
from voting.plugins.secret.keys import outer_key_path, tally_key_path
from voting.plugins.secret.models import OpenedBallot
from voting.signals import result_published

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def run(at):
    return [done for _vote, done in run_due(at=at)]


def test_nothing_goes_backwards_or_over_a_step():
    order = [state for state in State if state not in (State.CANCELLED, State.VOID)]
    for state, allowed in ALLOWED.items():
        for later in allowed - {State.CANCELLED, State.VOID}:
            assert order.index(later) == order.index(state) + 1


def test_move_to_refuses_what_is_not_allowed():
    vote = make_vote(state=State.OPEN)
    with pytest.raises(WrongState):
        move_to(vote, State.PUBLISHED)


def test_open_vote_waits_for_its_time():
    vote = make_vote(state=State.ANNOUNCED)
    with pytest.raises(TooEarly):
        open_vote(member_vote=vote, at=vote.opens_at - HOUR)


def test_open_vote_freezes_the_roll():
    vote = make_vote(state=State.OPEN, voters=6)
    make_voters(1)
    assert vote.roll.count() == 6
    assert vote.log.get(kind="opened").payload["roll"]["size"] == 6


def test_close_vote_waits_for_its_time():
    vote = make_vote()
    with pytest.raises(TooEarly):
        close_vote(member_vote=vote, at=vote.closes_at - HOUR)


def test_close_vote_stops_when_ballots_and_voters_differ():
    vote = make_vote(ballots=[{"race": "a"}] * 2)
    lose_a_ballot(vote)
    with pytest.raises(CountsDiffer):
        close_vote(member_vote=vote, at=vote.closes_at)
    vote.refresh_from_db()
    assert vote.state == State.OPEN


def test_a_ballot_that_cannot_be_opened_is_counted_as_invalid():
    vote = make_vote(ballots=[{"race": "a"}] * 3)
    spoil_a_ballot(vote)
    close_vote(member_vote=vote, at=vote.closes_at)
    count_vote(member_vote=vote, at=vote.closes_at)
    figures = vote.contests.get().tally.result["figures"]
    assert (figures["valid"], figures["invalid"]) == (2, 1)


def test_two_different_tellers_certify():
    vote = make_vote(state=State.COUNTED)
    first, second = vote.tellers.all()
    assert certify_vote(member_vote=vote, teller=first, at=vote.closes_at).state == State.COUNTED
    with pytest.raises(SameTeller):
        certify_vote(member_vote=vote, teller=first, at=vote.closes_at)
    assert certify_vote(member_vote=vote, teller=second, at=vote.closes_at).state == State.CERTIFIED


def test_nobody_else_certifies():
    vote = make_vote(state=State.COUNTED)
    with pytest.raises(NotATeller):
        certify_vote(member_vote=vote, teller=make_voters(1)[0], at=vote.closes_at)


def test_publish_vote_waits_for_objections():
    vote = make_vote(state=State.CERTIFIED, challenge_hours=72)
    with pytest.raises(TooEarly):
        publish_vote(member_vote=vote, at=vote.certified_at + 71 * HOUR)
    assert publish_vote(member_vote=vote, at=vote.certified_at + 72 * HOUR).state == State.PUBLISHED


def test_publish_vote_tells_the_other_apps():
    heard = []
    result_published.connect(
        lambda member_vote, **kw: heard.append(member_vote.pk), weak=False, dispatch_uid="t"
    )
    vote = make_vote(state=State.PUBLISHED)
    result_published.disconnect(dispatch_uid="t")
    assert heard == [vote.pk]


def test_cancel_vote_needs_a_reason():
    vote = make_vote(state=State.ANNOUNCED)
    with pytest.raises(ReasonMissing):
        cancel_vote(member_vote=vote, at=vote.opens_at, reason=" ")


def test_an_open_vote_cannot_be_canceled():
    vote = make_vote()
    with pytest.raises(WrongState):
        cancel_vote(member_vote=vote, at=vote.opens_at, reason="Changed our minds")


@pytest.mark.parametrize(("kind", "state"), [("close_early", State.CLOSED), ("void", State.VOID)])
def test_two_tellers_and_a_reason_close_early_or_void(kind, state):
    vote = make_vote()
    first, second = vote.tellers.all()
    with pytest.raises(ReasonMissing):
        ask_for(member_vote=vote, kind=kind, teller=first, reason="", at=vote.opens_at)
    with pytest.raises(WrongState):
        agree_to(member_vote=vote, kind=kind, teller=second, at=vote.opens_at)
    ask_for(member_vote=vote, kind=kind, teller=first, reason="Everybody has voted.", at=vote.opens_at)
    with pytest.raises(SameTeller):
        agree_to(member_vote=vote, kind=kind, teller=first, at=vote.opens_at)
    done = agree_to(member_vote=vote, kind=kind, teller=second, at=vote.opens_at)
    assert (done.state, done.public_reason) == (state, "Everybody has voted.")


def test_run_due_goes_through_the_whole_life_and_is_safe_to_run_twice():
    vote = make_vote(state=State.ANNOUNCED, challenge_hours=1)
    assert run(vote.opens_at - HOUR) == []
    assert run(vote.opens_at) == ["opened"]
    assert run(vote.opens_at) == []
    assert run(vote.closes_at) == ["closed", "counted"]
    assert run(vote.closes_at) == []
    for teller in vote.tellers.all():
        certify_vote(member_vote=vote, teller=teller, at=vote.closes_at)
    assert run(vote.closes_at) == []
    assert run(vote.closes_at + HOUR) == ["secrets destroyed"]
    assert run(vote.closes_at + HOUR) == []


def test_run_due_closes_and_counts_after_downtime():
    vote = make_vote(ballots=[{"race": "a"}])
    assert run(vote.closes_at + 100 * HOUR) == ["closed", "counted"]


def test_a_vote_that_missed_its_whole_time_is_canceled_not_lost():
    vote = make_vote(state=State.ANNOUNCED)
    assert run(vote.closes_at + HOUR)[0] == "cancelled"
    vote.refresh_from_db()
    assert vote.state == State.CANCELLED and vote.public_reason


def test_a_vote_that_cannot_go_on_does_not_stop_the_others():
    stuck = make_vote(ballots=[{"race": "a"}])
    lose_a_ballot(stuck)
    fine = make_vote()
    assert run(stuck.closes_at) == ["closed", "counted"]
    fine.refresh_from_db()
    assert fine.state == State.COUNTED


def test_destroying_secrets_removes_key_and_sealed_ballots_and_keeps_the_result():
    vote = make_vote(state=State.CERTIFIED, ballots=[{"race": "a"}] * 5, challenge_hours=72)
    assert tally_key_path(str(vote.pk)).exists() and outer_key_path(str(vote.pk)).exists()
    with pytest.raises(TooEarly):
        destroy_secrets(member_vote=vote, at=vote.certified_at)
    destroy_secrets(member_vote=vote, at=vote.certified_at + 72 * HOUR)
    assert not tally_key_path(str(vote.pk)).exists() and not outer_key_path(str(vote.pk)).exists()
    assert sealed_ballots() == []
    assert OpenedBallot.objects.count() == 5
    assert vote.log.filter(kind="secrets_destroyed").count() == 1


def test_archive_vote_keeps_the_result():
    vote = make_vote(state=State.PUBLISHED)
    assert archive_vote(member_vote=vote, at=vote.closes_at).state == State.ARCHIVED
    assert vote.contests.get().tally


def test_every_refusal_is_a_sentence():
    def family(error):
        yield error
        for child in error.__subclasses__():
            yield from family(child)

    assert all(str(error.message).endswith(".") for error in family(VotingError))
