"""Random lives of votes, against a model of what must be true at every moment."""

import json
import random
from collections import Counter
from datetime import timedelta

import pytest

from tests.factories.voting import cast, make_user, make_vote, make_voters
from voting.domain.certifying import agree_to, ask_for, certify_vote
from voting.domain.counting import count_vote
from voting.domain.errors import VotingError
from voting.domain.lifecycle import (
    archive_vote,
    cancel_vote,
    close_vote,
    destroy_secrets,
    open_vote,
    publish_vote,
    run_due,
)
from voting.domain.log import first_broken_line
from voting.domain.manifest import manifest_of
from voting.domain.transitions import ALLOWED
from voting.models import MemberVote, State
from voting.models.member_vote import vote_ref

VOTERS = 6
SELECTIONS = ["a", "b", "ne", None]
NONSENSE = [{}, {"race": "unknown"}, {"race": ["a"]}, {"other": "a"}, {"race": "a", "other": "a"}]
LIVES = 16
STEPS = 30


class LifeOfAVote:
    """Anybody does anything at any time; a refusal must leave everything as it was."""

    # How often each is done.
    acts = {
        "cast_some": 10,
        "go_on": 6,
        "try_too_early_or_too_late": 6,
        "cast_nonsense": 2,
        "wait": 2,
        "certify": 2,
        "ask": 2,
        "agree": 3,
    }

    def __init__(self, *, seed: int):
        self.chance = random.Random(seed)
        self.people = make_voters(VOTERS)
        self.outsider = make_user()
        self.tellers = [make_user(groups=["Tellers"]) for _number in range(3)]
        self.vote = make_vote(
            box=self.chance.choice(["secret", "roll_call"]),
            state=State.ANNOUNCED,
            voters=self.people,
            tellers=self.tellers[:2],
            challenge_hours=24,
        )
        self.now = self.vote.opens_at - timedelta(days=1)
        self.acknowledged = {}
        self.last_seen = State.ANNOUNCED

    def step(self) -> None:
        name = self.chance.choices(list(self.acts), self.acts.values())[0]
        getattr(self, name)()

    def anybody(self):
        return self.chance.choice([*self.people, self.outsider])

    def any_teller(self):
        return self.chance.choice(self.tellers)

    def attempt(self, step, **arguments) -> bool:
        """Whether the step was taken; refused ones leave no line in the log."""
        lines = self.vote.log.count()
        try:
            step(**arguments)
        except VotingError:
            assert self.vote.log.count() == lines
            return False
        return True

    def wait(self):
        self.now += timedelta(days=self.chance.choice([1, 1, 1, 4]))

    def cast_some(self):
        for _number in range(self.chance.randint(1, 4)):
            self.cast_one(self.anybody(), self.chance.choice(SELECTIONS))

    def cast_one(self, person, selection):
        in_time = self.current().state == State.OPEN and self.now < self.vote.closes_at
        try:
            result = cast(self.vote, person, {"race": selection}, at=self.now)
        except VotingError:
            assert not in_time or person == self.outsider
            return
        assert in_time and person != self.outsider
        assert result.stored == (person not in self.acknowledged or self.vote.ballot_box.can_change)
        if result.stored:
            self.acknowledged[person] = selection

    def cast_nonsense(self):
        assert not self.attempt(
            cast,
            vote=self.vote,
            user=self.anybody(),
            selections=self.chance.choice(NONSENSE),
            at=self.now,
        )

    def go_on(self):
        """What comes next, when it is due."""
        match self.current().state:
            case State.ANNOUNCED:
                self.now = max(self.now, self.vote.opens_at)
                self.open()
            case State.OPEN:
                self.now = max(self.now, self.vote.closes_at)
                self.close()
            case State.CLOSED:
                self.count()
            case State.COUNTED:
                self.certify()
            case State.CERTIFIED:
                self.now += timedelta(days=1)
                self.publish()
            case State.PUBLISHED:
                self.archive()

    def try_too_early_or_too_late(self):
        steps = [self.open, self.close, self.count, self.publish, self.archive, self.destroy, self.cancel]
        self.chance.choice([*steps, self.run_timer])()

    def certify(self):
        teller = self.any_teller()
        if self.attempt(certify_vote, member_vote=self.vote, teller=teller, at=self.now):
            assert teller in self.vote.tellers.all()

    def ask(self):
        self.attempt(
            ask_for,
            member_vote=self.vote,
            kind=self.chance.choice(["close_early", "void"]),
            teller=self.any_teller(),
            reason=self.chance.choice(["", "Because.", "Because."]),
            at=self.now,
        )

    def agree(self):
        teller, kind = self.any_teller(), self.chance.choice(["close_early", "void"])
        asked = self.vote.two_person_requests.filter(kind=kind).first()
        if self.attempt(agree_to, member_vote=self.vote, kind=kind, teller=teller, at=self.now):
            assert asked.asked_by != teller and teller in self.vote.tellers.all()

    def open(self):
        if self.attempt(open_vote, member_vote=self.vote, at=self.now):
            assert self.now >= self.vote.opens_at

    def close(self):
        if self.attempt(close_vote, member_vote=self.vote, at=self.now):
            assert self.now >= self.vote.closes_at

    def count(self):
        self.attempt(count_vote, member_vote=self.vote, at=self.now)

    def publish(self):
        if self.attempt(publish_vote, member_vote=self.vote, at=self.now):
            assert self.vote.certifications.count() == 2

    def archive(self):
        self.attempt(archive_vote, member_vote=self.vote, at=self.now)

    def destroy(self):
        self.attempt(destroy_secrets, member_vote=self.vote, at=self.now)

    def run_timer(self):
        list(run_due(at=self.now))

    def cancel(self):
        # Not at once: a vote that was called off has no more life.
        if self.now > self.vote.opens_at:
            self.attempt(cancel_vote, member_vote=self.vote, at=self.now, reason="The hall burned down.")

    def current(self) -> MemberVote:
        return MemberVote.objects.get(pk=self.vote.pk)

    def check(self) -> None:
        self.states_only_go_forward()
        self.every_acknowledged_voter_is_recorded_once_and_nobody_else()
        self.there_are_as_many_ballots_as_voters()
        self.nothing_is_stored_after_the_closing()
        self.the_count_is_what_was_acknowledged()
        assert first_broken_line(self.vote) is None

    def states_only_go_forward(self):
        state = State(self.current().state)
        assert state in reachable(self.last_seen)
        self.last_seen = state

    def every_acknowledged_voter_is_recorded_once_and_nobody_else(self):
        refs = sorted(self.vote.participations.values_list("voter_ref", flat=True))
        assert refs == sorted(self.vote.electorate_plugin.ref_for(user=user) for user in self.acknowledged)

    def there_are_as_many_ballots_as_voters(self):
        vote = self.current()
        if vote.secrets_destroyed_at and vote.box == "secret":
            return
        assert vote.ballot_box.stored(vote=vote_ref(vote, manifest_of(vote))) == len(self.acknowledged)

    def nothing_is_stored_after_the_closing(self):
        vote = self.current()
        if vote.closed_at is None:
            return
        line = vote.log.get(kind__in=["closed", "closed_early"])
        assert line.payload["participated"] == line.payload["stored"] == len(self.acknowledged)

    def the_count_is_what_was_acknowledged(self):
        tally = getattr(self.vote.contests.get(), "tally", None)
        if tally is None:
            return
        counted = Counter(self.acknowledged.values())
        assert tally.result["tallies"] == {key: str(counted[key]) for key in ("a", "b", "ne")}
        assert tally.result["blank"] == counted[None]
        vote = self.current()
        opened = vote.ballot_box.open(vote=vote_ref(vote, manifest_of(vote)))
        assert {json.loads(ballot)["race"]: number for ballot, number in opened} == +counted


def reachable(state: State) -> set[State]:
    found, new = set(), {state}
    while new:
        found |= new
        new = {later for earlier in new for later in ALLOWED[earlier]} - found
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(LIVES))
def test_a_random_life_of_a_vote_keeps_every_promise(seed):
    life = LifeOfAVote(seed=seed)
    for _number in range(STEPS):
        life.step()
        life.check()
