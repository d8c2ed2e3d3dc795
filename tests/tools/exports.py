"""Exports of counts for the second tabulator, made without a database."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import voting
from voting.api import (
    ChoiceSpec,
    ContestSpec,
    SeededLot,
    Turnout,
    count_as_json,
    counting_methods,
    decision_rules,
)

PROGRAM = Path(voting.__file__).resolve().parents[1] / "tools" / "verify_result.py"


def load_program():
    """The program as a module, to call its parts."""
    spec = importlib.util.spec_from_file_location("verify_result", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up while it is being made.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def run_program(data, *arguments):
    """The exit status and what is printed for a file with this content."""
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(PROGRAM), *arguments, "-"],
        input=content,
        capture_output=True,
        env={},
        check=False,
    )
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def exported(
    *,
    method,
    ballots,
    choices="ABC",
    seats=1,
    options=None,
    rule="method_winners",
    settings=None,
    seed="seed",
    eligible=None,
    recused=0,
    members=None,
    kinds=None,
):
    """An export of one contest, counted and decided by the site's own plugins.

    `ballots`: pairs of a number and a selection.
    """
    counting, deciding = counting_methods.get(method), decision_rules.get(rule)
    contest = ContestSpec(
        key="contest",
        choices=tuple(ChoiceSpec(key=key, kind=(kinds or {}).get(key, "option")) for key in choices),
        seats=seats,
        options=counting.clean_options(options=options or {}),
    )
    number = sum(weight for weight, _selection in ballots)
    turnout = Turnout(
        eligible=number if eligible is None else eligible, ballots=number, recused=recused, members=members
    )
    settings = deciding.clean_settings(settings=settings or {})
    count = counting.count(
        contest=contest, ballots=[(selection, weight) for weight, selection in ballots], lot=SeededLot(seed)
    )
    decision = deciding.decide(contest=contest, count=count, turnout=turnout, settings=settings)
    threshold = deciding.threshold(settings=settings)
    return {
        "format": "member-vote-count/1",
        "vote": "3d6f4f9e-0000-4000-8000-000000000000",
        "title": {"en": "A vote"},
        "manifest_sha256": "",
        "contests": [
            {
                "key": contest.key,
                "question": {"en": "Who?"},
                "method": method,
                "seats": seats,
                "options": dict(contest.options),
                "choices": [
                    {"key": choice.key, "kind": choice.kind, "label": {"en": choice.key}}
                    for choice in contest.choices
                ],
                "rule": {"slug": rule, "settings": settings},
                "turnout": {
                    "eligible": turnout.eligible,
                    "ballots": turnout.ballots,
                    "recused": turnout.recused,
                    "members": turnout.members,
                },
                "lot": seed,
                "ballots": [[weight, selection] for weight, selection in ballots],
                "result": {
                    **count_as_json(count),
                    "shares": {key: str(share) for key, share in decision.shares.items()},
                    "base": decision.base,
                    "needed": decision.needed,
                    "tied": list(decision.tied),
                    "threshold": None if threshold is None else str(threshold),
                    "lot": seed,
                    "decision": {"outcome": decision.outcome, "winners": list(decision.winners)},
                },
            }
        ],
    }
