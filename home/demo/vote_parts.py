"""What a member vote of the demo is made of."""

from dataclasses import dataclass
from typing import Any

from home.demo.words import Text, Words, fixed_id
from voting.models import Kind


@dataclass(frozen=True)
class Schedule:
    """Days counted from the day of loading."""

    cutoff: int
    announced: int
    opens: int
    closes: int
    challenge_hours: int = 72


@dataclass(frozen=True)
class Question:
    """One contest.

    `marks`: (number of ballots, answer). An answer is a choice, several in
    order for a ranking (level ones in a tuple of their own), points by choice
    for scores, or None to leave the contest out.
    """

    name: str
    block: dict
    marks: tuple[tuple[int, Any], ...] = ()


@dataclass(frozen=True)
class DemoVote:
    text: Text
    schedule: Schedule
    state: str
    questions: tuple[Question, ...]
    kind: str = Kind.DECISION
    # Whether those who can sign in have voted; in the open vote they are still to do it.
    staff_voted: bool = True


def contest_id(name: str) -> str:
    return str(fixed_id(f"contest/{name}"))


def choice_id(contest: str, choice: str) -> str:
    return str(fixed_id(f"choice/{contest}/{choice}"))


def share_rule(denominator: str) -> dict:
    return {
        "rule": "threshold",
        "threshold_numerator": 60,
        "threshold_denominator": 100,
        "comparison": "at_least",
        "denominator": denominator,
        "quorum_kind": "none",
        "quorum_value": 0,
    }


def winners_rule() -> dict:
    """The counting method itself says who wins."""
    return {**share_rule("choices_cast"), "rule": "method_winners"}


def advice_rule() -> dict:
    """Nothing is decided: for surveys."""
    return {**share_rule("choices_cast"), "rule": "advice"}


def choice(contest: str, name: str, *, label: Words, text: Words | str = "", page=None) -> dict:
    return {
        "type": "item",
        "id": choice_id(contest, name),
        "value": {"label": label, "text": text, "page": page, "kind": "option"},
    }
