"""Stored tallies as the result that people read, in the active language."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voting.models import Outcome, Tally
from voting.outcome_words import outcome_sentence, tie_notes
from voting.paper import ContestPaper
from voting.wording import (
    ballots_text,
    list_text,
    number_text,
    plain_percent,
    share_text,
    threshold_position,
    threshold_text,
    votes_text,
)

# How the design calls the outcomes.
_KINDS = {
    Outcome.ENDORSED: "endorsed",
    Outcome.POSITION_YES: "adopted",
    Outcome.POSITION_NO: "not_adopted",
    Outcome.NO_ENDORSEMENT: "no_endorsement",
    Outcome.NONE_REACHED: "none",
    Outcome.QUORUM_NOT_MET: "quorum",
    Outcome.TIE: "none",
    Outcome.ELECTED: "elected",
    Outcome.ADVICE: "advice",
}


@dataclass(frozen=True)
class Row:
    """One choice with its share; `count` is words."""

    key: str
    label: str
    url: str
    count: str
    percent_text: str
    bar_percent: str
    is_winner: bool
    kind: str


@dataclass(frozen=True)
class Figure:
    label: str
    value: str


@dataclass(frozen=True)
class Result:
    """What templates/components/result.html shows."""

    outcome: str
    outcome_kind: str
    outcome_sentence: str
    question: str
    rows: tuple[Row, ...]
    threshold_percent: str = ""
    threshold_text: str = ""
    denominator_text: str = ""
    abstentions: str = ""
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()
    rounds: tuple[dict[str, Any], ...] = field(default=())

    def row(self, key: str) -> Row | None:
        return next((row for row in self.rows if row.key == key), None)


def result_of(*, tally: Tally, contest: ContestPaper) -> Result:
    """The result of one contest. Works from what is stored: the plugins may be gone."""
    stored = tally.result
    threshold = stored_threshold(tally)
    kind = _KINDS.get(tally.outcome, "none")
    return Result(
        outcome=tally.outcome,
        outcome_kind=kind,
        outcome_sentence=outcome_sentence(tally=tally, contest=contest),
        question=contest.question,
        rows=tuple(_rows(tally, contest, kind, threshold)),
        threshold_percent=threshold_position(threshold) if threshold is not None else "",
        threshold_text=(
            _("%(share)s needed") % {"share": threshold_text(threshold)} if threshold is not None else ""
        ),
        denominator_text=_denominator(contest, stored) if stored["shares"] else "",
        abstentions=_abstentions(stored["blank"]),
        notes=tie_notes(tally=tally, contest=contest),
        rounds=tuple(_rounds(stored["rounds"], contest)),
    )


def stored_threshold(tally: Tally) -> Fraction | None:
    text = tally.result["threshold"]
    return Fraction(text) if text else None


def tag_of(outcome_kind: str, *, tie: bool = False, endorsement: bool = True) -> tuple[str, str]:
    """(word, kind) of the mark that shows an outcome."""
    if tie:
        return _("Tie"), "neutral"
    return {
        "endorsed": (_("Endorsed") if endorsement else _("Decided"), "endorsed"),
        "elected": (_("Elected"), "endorsed"),
        "advice": (_("Advice"), "neutral"),
        "adopted": (_("Adopted"), "adopted"),
        "not_adopted": (_("Not adopted"), "not_adopted"),
        "no_endorsement": (_("No endorsement"), "neutral"),
        "quorum": (_("Too few voted"), "warning"),
    }.get(outcome_kind, (_("No endorsement") if endorsement else _("No decision"), "neutral"))


def figures_of(tally: Tally) -> tuple[Figure, ...]:
    """How many could vote, did, and were counted: the figures that must fit together."""
    figures = tally.result["figures"]
    rows = [
        Figure(_("could vote"), number_text(figures["eligible"])),
        Figure(_("voted"), number_text(figures["participated"])),
        Figure(_("ballots counted"), number_text(figures["valid"])),
        Figure(_("invalid ballots"), number_text(figures["invalid"])),
    ]
    if figures["eligible"]:
        turnout = Fraction(figures["participated"], figures["eligible"])
        rows.insert(2, Figure(_("turnout"), share_text(turnout)))
    return tuple(rows)


def _rows(tally: Tally, contest: ContestPaper, kind: str, threshold: Fraction | None):
    shares = tally.result["shares"]
    tallies = tally.result["tallies"]
    # Most votes first; level choices keep the order of the ballot.
    ordered = sorted(contest.choices, key=lambda choice: -Fraction(tallies.get(choice.key, "0")))
    for choice in ordered:
        share = Fraction(shares.get(choice.key, "0"))
        votes = Fraction(tallies.get(choice.key, "0"))
        is_winner = choice.key in tally.winners
        yield Row(
            key=choice.key,
            label=choice.label,
            url=choice.url,
            count=(
                ballots_text(votes.numerator)
                if votes.denominator == 1
                else _("%(votes)s votes") % {"votes": votes_text(votes)}
            ),
            percent_text=share_text(share, threshold),
            bar_percent=plain_percent(share, threshold),
            is_winner=is_winner,
            kind=kind if is_winner else choice.kind if choice.stands_apart else "",
        )


def _denominator(contest: ContestPaper, stored: dict[str, Any]) -> str:
    values = {"number": number_text(stored["base"])}
    if stored.get("per_ballot", 1) > 1:
        return _("Shares are of the points that %(number)s ballots can give.") % values
    match contest.denominator:
        # Rules without a denominator of their own take this one.
        case "choices_cast" | "":
            return _("Shares are of the %(number)s ballots that choose something here.") % values
        case "ballots_submitted":
            return _("Shares are of all %(number)s ballots, skipped ones too.") % values
        case "yes_plus_no":
            return _("Shares are of the %(number)s yes and no votes together.") % values
        case "eligible_minus_recused":
            return _("Shares are of the %(number)s people who could vote.") % values
    return _("Shares are of %(number)s.") % values


def _abstentions(blank: int) -> str:
    if not blank:
        return ""
    return ngettext(
        "%(number)s ballot skipped this contest.", "%(number)s ballots skipped this contest.", blank
    ) % {"number": number_text(blank)}


def _rounds(rounds: list[dict[str, Any]], contest: ContestPaper):
    if len(rounds) < 2:
        return
    labels = {choice.key: choice.label for choice in contest.choices}
    for step in rounds:
        values = {name: _words(value, labels) for name, value in step["values"].items()}
        yield {
            "number": step["n"],
            "why": _(step["why"]) % values if step["why"] else "",
            "tallies": [
                {"label": labels.get(key, key), "votes": votes_text(Fraction(votes))}
                for key, votes in step["tallies"].items()
            ],
        }


def _words(value, labels: dict[str, str]) -> str:
    """A value of an explanation: a list is one of choices, anything else a number or a word."""
    if isinstance(value, list):
        return list_text([labels.get(key, key) for key in value])
    return str(value)
