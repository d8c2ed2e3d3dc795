"""Counting a closed vote."""

import gc
import json
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from voting.api import (
    ContestSpec,
    Count,
    CountingMethod,
    Decision,
    InvalidBallot,
    Lot,
    SeededLot,
    Turnout,
    count_as_json,
)
from voting.domain.canonical import canonical_json, sha256
from voting.domain.log import record
from voting.domain.manifest import manifest_of
from voting.domain.publishing import why_kept_back
from voting.domain.tracking import list_of_codes, without_code
from voting.domain.transitions import locked, move_to
from voting.models import Contest, MemberVote, State, Tally
from voting.models.member_vote import vote_ref

_BLINDING_BYTES = 16
_decode = json.JSONDecoder().decode


@contextmanager
def collector_at_rest():
    """Keeps the garbage collector from looking at all ballots again after every few hundred new ones.

    It finds circles, of which ballots have none, and would take as long as reading them does.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@collector_at_rest()
def count_vote(*, member_vote: MemberVote, at: datetime) -> MemberVote:
    """Open the box, count every contest, and store each result with its figures."""
    with transaction.atomic():
        vote = locked(member_vote, State.CLOSED)
        # Drawn when no ballot can change any more, and recorded before one is read.
        seed = secrets.token_hex(16)
        record(member_vote=vote, at=at, kind="lot_drawn", payload={"seed": seed})
        contests = list(vote.contests.prefetch_related("choices"))
        manifest = manifest_of(vote)
        ballots, coded, invalid = _read_box(vote, manifest, contests)
        valid = sum(number for _selections, number in ballots)
        turnout = Turnout(
            eligible=vote.roll.count(),
            ballots=valid,
            members=vote.electorate_plugin.members(cutoff=vote.standing_cutoff),
        )
        figures = {
            "eligible": turnout.eligible,
            "members": turnout.members,
            "participated": vote.participations.count(),
            "opened": valid + invalid,
            "valid": valid,
            "invalid": invalid,
        }
        results = {}
        for contest in contests:
            count, decision = count_contest(
                contest=contest, ballots=ballots, turnout=turnout, lot=SeededLot(seed)
            )
            result = {**_stored(contest, count, decision), "figures": figures, "lot": seed}
            Tally.objects.create(
                contest=contest, outcome=decision.outcome, winners=list(decision.winners), result=result
            )
            results[contest.key] = result
        vote.blinding = secrets.token_bytes(_BLINDING_BYTES)
        vote.save(update_fields=["blinding"])
        record(
            member_vote=vote,
            at=at,
            kind="counted",
            payload={
                **figures,
                "result_sha256": sha256(canonical_json(results)).hex(),
                **_with_codes(_fingerprint_of_ballots(manifest, contests, ballots), coded),
                # The hash of this line is public at once, the result later: nobody can try results on it.
                "salt": secrets.token_hex(_BLINDING_BYTES),
            },
        )
        return move_to(vote, State.COUNTED)


def _fingerprint_of_ballots(manifest: dict[str, Any], contests, ballots) -> dict[str, str]:
    """The hash of what will be published of the ballots; else nothing."""
    groups = grouped_ballots(keys=[contest.key for contest in contests], ballots=ballots)
    kept_back = why_kept_back(
        manifest=manifest,
        valid=sum(number for _selections, number in ballots),
        are_alike=all(len(selections) < 2 for selections in groups.values()),
    )
    return {} if kept_back else {"ballots_sha256": sha256(canonical_json(groups)).hex()}


def _with_codes(fingerprints: dict[str, str], coded: list[tuple[dict, str]]) -> dict[str, str]:
    """With the hash of the list of tracking codes: everybody will be shown this one."""
    if not fingerprints or not coded:
        return fingerprints
    return {**fingerprints, "codes_sha256": sha256(list_of_codes(coded)).hex()}


def _read_box(
    vote: MemberVote, manifest: dict[str, Any], contests: list[Contest]
) -> tuple[list[tuple[dict, int]], list[tuple[dict, str]], int]:
    """What `read_ballots` gives of the opened box, and between it what `read_coded_ballots` gives."""
    contents = vote.ballot_box.open(vote=vote_ref(vote, manifest))
    if not is_tracked(manifest):
        ballots, invalid = read_ballots(contests=contests, contents=contents)
        return ballots, [], invalid
    coded, invalid = read_coded_ballots(contests=contests, contents=contents)
    return _grouped(selections for selections, _code in coded), coded, invalid


def is_tracked(manifest: dict[str, Any]) -> bool:
    """Whether the ballots of a vote carry tracking codes; those of old manifests never do."""
    return bool(manifest.get("tracking_codes"))


def read_ballots(
    *, contests: list[Contest], contents: Iterable[tuple[bytes, int]], tracked: bool = False
) -> tuple[list[tuple[dict, int]], int]:
    """Distinct valid ballots (selections by contest key), each with its number, and how many are invalid."""
    asked = [(contest.spec, contest.counting_method) for contest in contests]
    if tracked:
        coded, invalid = read_coded_ballots(contests=contests, contents=contents)
        return _grouped(selections for selections, _code in coded), invalid
    ballots, invalid = [], 0
    for content, number in contents:
        try:
            selections = _decode(content.decode())
            check_selections(asked=asked, selections=selections)
        except (ValueError, RecursionError, InvalidBallot):
            invalid += number
        else:
            ballots.append((selections, number))
    return ballots, invalid


def read_coded_ballots(
    *, contests: list[Contest], contents: Iterable[tuple[bytes, int]]
) -> tuple[list[tuple[dict, str]], int]:
    """Valid ballots that carry a tracking code as (selections, code), by code, and how many are invalid.

    A code that two ballots carry makes both of them invalid: nobody could
    say whose it is, and no honest browser draws one twice.
    """
    asked = [(contest.spec, contest.counting_method) for contest in contests]
    by_code: dict[str, list[dict]] = {}
    invalid = 0
    for content, number in contents:
        try:
            selections, code = without_code(_decode(content.decode()))
            check_selections(asked=asked, selections=selections)
        except (ValueError, RecursionError, InvalidBallot):
            invalid += number
        else:
            by_code.setdefault(code, []).extend([selections] * number)
    doubled = [code for code, found in by_code.items() if len(found) > 1]
    invalid += sum(len(by_code.pop(code)) for code in doubled)
    return [(by_code[code][0], code) for code in sorted(by_code)], invalid


def _grouped(ballots: Iterable[dict]) -> list[tuple[dict, int]]:
    """Equal ballots put together, in an order that says nothing."""
    groups: dict[bytes, list] = {}
    for selections in ballots:
        groups.setdefault(canonical_json(selections), [selections, 0])[1] += 1
    return [(groups[text][0], groups[text][1]) for text in sorted(groups)]


def check_selections(*, asked: Sequence[tuple[ContestSpec, CountingMethod]], selections) -> None:
    """Raise InvalidBallot unless each contest, and nothing else, has an allowed selection or None."""
    if not isinstance(selections, dict) or len(selections) != len(asked):
        raise InvalidBallot
    for spec, method in asked:
        if spec.key not in selections:
            raise InvalidBallot
        method.check_selection(contest=spec, selection=selections[spec.key])


def count_contest(
    *, contest: Contest, ballots: list[tuple[dict, int]], turnout: Turnout, lot: Lot
) -> tuple[Count, Decision]:
    """Count one contest. Equal selections are counted once, with their number."""
    spec = contest.spec
    count = contest.counting_method.count(
        contest=spec, ballots=selections_in(key=contest.key, ballots=ballots), lot=lot
    )
    decision = contest.decision_rule.decide(
        contest=spec, count=count, turnout=turnout, settings=contest.rule_settings
    )
    return count, decision


def selections_in(*, key: str, ballots: list[tuple[dict, int]]) -> list[tuple[Any, int]]:
    """The distinct selections of one contest, each with its number, in an order that says nothing."""
    if ballots and len(ballots[0][0]) == 1:
        # Where nothing else was asked, distinct ballots are distinct selections.
        return [(selections[key], number) for selections, number in ballots]
    groups: Counter[str] = Counter()
    kept: dict[str, Any] = {}
    for selections, number in ballots:
        # JSON values that are written alike are alike.
        text = repr(selections[key])
        groups[text] += number
        kept[text] = selections[key]
    return [(kept[text], number) for text, number in sorted(groups.items())]


def grouped_ballots(
    *, keys: Iterable[str], ballots: list[tuple[dict[str, Any], int]]
) -> dict[str, list[list[Any]]]:
    """Ballots (selections by contest key, each with its number) as they are published, by contest."""
    return {
        key: [[number, selection] for selection, number in selections_in(key=key, ballots=ballots)]
        for key in keys
    }


def _stored(contest: Contest, count: Count, decision: Decision) -> dict:
    threshold = contest.decision_rule.threshold(settings=contest.rule_settings)
    return {
        **count_as_json(count),
        "shares": {key: str(share) for key, share in decision.shares.items()},
        "base": decision.base,
        "needed": decision.needed,
        "tied": list(decision.tied),
        "threshold": str(threshold) if threshold is not None else None,
    }
