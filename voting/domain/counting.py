"""Counting a closed vote."""

import json
from collections import Counter
from datetime import datetime

from django.db import transaction

from voting.api import Count, Decision, InvalidBallot, Turnout
from voting.domain.canonical import canonical_json, sha256
from voting.domain.log import record
from voting.domain.manifest import manifest_of
from voting.domain.transitions import locked, move_to
from voting.models import Contest, MemberVote, State, Tally
from voting.models.member_vote import vote_ref


def count_vote(*, member_vote: MemberVote, at: datetime) -> MemberVote:
    """Open the box, count every contest, and store each result with its figures."""
    with transaction.atomic():
        vote = locked(member_vote, State.CLOSED)
        contents = vote.ballot_box.open(vote=vote_ref(vote, manifest_of(vote)))
        contests = list(vote.contests.prefetch_related("choices"))
        ballots, invalid = read_ballots(contests=contests, contents=contents)
        turnout = Turnout(eligible=vote.roll.count(), ballots=len(ballots))
        figures = {
            "eligible": turnout.eligible,
            "participated": vote.participations.count(),
            "opened": len(contents),
            "valid": len(ballots),
            "invalid": invalid,
        }
        results = {}
        for contest in contests:
            count, decision = count_contest(contest=contest, ballots=ballots, turnout=turnout)
            result = {**_stored(contest, count, decision), "figures": figures}
            Tally.objects.create(
                contest=contest, outcome=decision.outcome, winners=list(decision.winners), result=result
            )
            results[contest.key] = result
        record(
            member_vote=vote,
            at=at,
            kind="counted",
            payload={**figures, "result_sha256": sha256(canonical_json(results)).hex()},
        )
        return move_to(vote, State.COUNTED)


def read_ballots(*, contests: list[Contest], contents: list[bytes]) -> tuple[list[dict], int]:
    """Valid ballots as selections by contest key, and the number of invalid ones."""
    ballots, invalid = [], 0
    for content in contents:
        try:
            selections = json.loads(content)
            check_selections(contests=contests, selections=selections)
        except (ValueError, InvalidBallot):
            invalid += 1
        else:
            ballots.append(selections)
    return ballots, invalid


def check_selections(*, contests: list[Contest], selections) -> None:
    """Raise InvalidBallot unless each contest, and nothing else, has an allowed selection or None."""
    if not isinstance(selections, dict) or set(selections) != {contest.key for contest in contests}:
        raise InvalidBallot
    for contest in contests:
        contest.counting_method.check_selection(contest=contest.spec, selection=selections[contest.key])


def count_contest(*, contest: Contest, ballots: list[dict], turnout: Turnout) -> tuple[Count, Decision]:
    """Count one contest. Equal selections are counted once, with their number."""
    groups = Counter(canonical_json(selections[contest.key]) for selections in ballots)
    grouped = [(json.loads(text), number) for text, number in sorted(groups.items())]
    count = contest.counting_method.count(contest=contest.spec, ballots=grouped)
    decision = contest.decision_rule.decide(
        contest=contest.spec, count=count, turnout=turnout, settings=contest.rule_settings
    )
    return count, decision


def _stored(contest: Contest, count: Count, decision: Decision) -> dict:
    threshold = contest.decision_rule.threshold(settings=contest.rule_settings)
    return {
        "tallies": {key: str(number) for key, number in count.tallies.items()},
        "shares": {key: str(share) for key, share in decision.shares.items()},
        "with_choice": count.with_choice,
        "blank": count.blank,
        "leading": list(count.leading),
        "base": decision.base,
        "needed": decision.needed,
        "threshold": str(threshold) if threshold is not None else None,
        "rounds": [
            {
                "number": step.number,
                "tallies": {key: str(number) for key, number in step.tallies.items()},
                "why": step.why,
                "values": dict(step.values),
            }
            for step in count.rounds
        ],
    }
