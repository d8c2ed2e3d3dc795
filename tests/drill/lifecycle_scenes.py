"""What happens when several processes take the same step of a vote at once."""

import logging
from collections import Counter
from datetime import timedelta
from time import monotonic

from tests.drill.crowd import all_at_once
from tests.factories.voting import make_user, make_vote, make_voters
from voting.domain.casting import cast_ballot
from voting.domain.certifying import certify_vote
from voting.domain.lifecycle import run_due
from voting.domain.log import first_broken_line
from voting.models import State

HOUR = timedelta(hours=1)


class Complaints(logging.Handler):
    """Hears what would wake an operator."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.heard = []

    def emit(self, record):
        self.heard.append(("", record.getMessage()))


def many_timers(*, processes: int, votes: int) -> list[dict]:
    """Several processes run what is due, at each moment of the lives of several votes."""
    people = make_voters(6)
    group = [make_vote(voters=people, state=State.ANNOUNCED, challenge_hours=1) for _number in range(votes)]
    first = group[0]
    told = []
    seconds = []

    def run(at) -> list[tuple[str, str]]:
        complaints = Complaints()
        logging.getLogger("voting").addHandler(complaints)
        return [(str(vote.pk), done) for vote, done in run_due(at=at)] + complaints.heard

    def run_everywhere(at) -> None:
        begun = monotonic()
        for part in all_at_once(run, [at] * processes, processes=processes, threads=1):
            told.extend(part if isinstance(part, list) else [("", part)])
        seconds.append(monotonic() - begun)

    run_everywhere(first.opens_at)
    for vote in group:
        for entry in vote.roll.all()[:3]:
            cast_ballot(member_vote_id=vote.pk, voter_ref=entry.voter_ref, selections={"race": "a"})
    run_everywhere(first.closes_at)
    # A second round counts what one process had closed when the others had looked already.
    run_everywhere(first.closes_at)
    for vote in group:
        for teller in vote.tellers.all():
            certify_vote(member_vote=vote, teller=teller, at=vote.closes_at)
    run_everywhere(first.closes_at + HOUR)
    return [
        {
            "told": sorted(done for pk, done in told if pk == str(vote.pk)),
            "complaints": [message for pk, message in told if not pk],
            "log": list(vote.log.order_by("number").values_list("kind", flat=True)),
            "broken_line": first_broken_line(vote),
            "opened": vote.contests.get().tally.result["figures"]["opened"],
            "roll": vote.roll.count(),
            "slowest": max(seconds),
        }
        for vote in group
    ]


def tellers_at_once(*, orders: list[list[int]]) -> list[dict]:
    """For each order (numbers of tellers, one may come twice): they sign a vote in the same moment."""
    return [_sign_at_once(order) for order in orders]


def _sign_at_once(order: list[int]) -> dict:
    vote = make_vote(
        state=State.COUNTED,
        ballots=[{"race": "a"}] * 3,
        tellers=[make_user(groups=["Tellers"]) for _number in range(3)],
    )
    tellers = list(vote.tellers.order_by("pk"))

    def sign(number: int) -> str:
        return certify_vote(member_vote=vote, teller=tellers[number], at=vote.closes_at).state

    outcomes = all_at_once(sign, order, processes=len(order), threads=1)
    vote.refresh_from_db()
    return {
        "outcomes": Counter(outcomes),
        "state": vote.state,
        "signatures": vote.certifications.count(),
        "log": list(vote.log.order_by("number").values_list("kind", flat=True))[5:],
        "broken_line": first_broken_line(vote),
    }
