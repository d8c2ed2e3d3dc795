"""Ties: who was level, what settled it, and how anybody can draw the lot again."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from voting.api import SeededLot
from voting.wording import list_text, number_text


@dataclass(frozen=True)
class LotLine:
    """A choice in the order of the lot, with what puts it there."""

    place: str
    name: str
    key: str
    code: str


@dataclass(frozen=True)
class LotShown:
    """The lot of a vote: the seed that was drawn, and the order that follows from it."""

    seed: str
    lines: tuple[LotLine, ...]
    was_needed: bool


def tie_sentences(result: Mapping[str, Any], labels: Mapping[str, str]) -> tuple[str, ...]:
    """Each tie on the way in one or two sentences, in the order in which they came up.

    Who wins by lot is part of the outcome: see voting.outcome_words.tie_notes.
    """
    in_rounds = len(result["rounds"]) > 1
    return tuple(
        _sentence(tie, labels, in_rounds=in_rounds)
        for tie in result.get("ties", ())
        if (tie["what"], tie["settled_by"]) != ("elected", "lot")
    )


def lot_of(result: Mapping[str, Any], labels: Mapping[str, str]) -> LotShown | None:
    """The order of the lot for these choices; None for a count that had no seed."""
    seed = result.get("lot")
    if not seed:
        return None
    return LotShown(
        seed=seed,
        was_needed=any(tie["settled_by"] == "lot" for tie in result.get("ties", ())),
        lines=tuple(
            LotLine(
                place=number_text(place),
                name=labels[key],
                key=key,
                code=sha256(f"{seed}:{key}".encode()).hexdigest()[:16],
            )
            for place, key in enumerate(SeededLot(seed).order(labels), start=1)
        ),
    )


def _sentence(tie: Mapping[str, Any], labels: Mapping[str, str], *, in_rounds: bool) -> str:
    names = {"names": list_text([labels.get(key, key) for key in tie["choices"]])}
    level = {
        "elected": _("%(names)s were level for a seat."),
        "eliminated": _("%(names)s were level at the end of the list, and one had to leave."),
        "surplus": _("%(names)s had equal surpluses, and one had to be passed on first."),
    }.get(tie["what"], _("%(names)s were level.")) % names
    favored = {"names": list_text([labels.get(key, key) for key in tie["favored"]])}
    settled = {
        "": _("This is left open."),
        "lot": _("The lot favored %(names)s."),
        "earlier_rounds": _("The earlier rounds favored %(names)s."),
        "head_to_head": _("Head to head, more ballots preferred %(names)s."),
        "scores": _("The higher total of points favored %(names)s."),
        "top_scores": _("More ballots gave the highest score to %(names)s."),
    }.get(tie["settled_by"], _("A step of the counting method favored %(names)s.")) % favored
    if not in_rounds:
        return f"{level} {settled}"
    round_words = _("Round %(number)s:") % {"number": number_text(tie["round"])}
    return f"{round_words} {level} {settled}"
