"""Stored tallies as the result that people read, in the active language.

Everything is made from what is stored: the plugins that counted may be gone.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voting.models import Outcome, Tally
from voting.outcome_words import outcome_sentence, tie_notes
from voting.paper import ContestPaper
from voting.results.bars import Bars, Row, bars_of, final_bars_of
from voting.results.matrix import Matrix, Place, matrix_of, ranking_of
from voting.results.outcome import outcome_kind, stored_threshold, tag_of
from voting.results.rounds import Rounds, rounds_of, why_text
from voting.results.scores import Spreads, spreads_of
from voting.results.ties import LotShown, lot_of, tie_sentences
from voting.wording import number_text, share_text

__all__ = [
    "Figure",
    "Result",
    "figures_of",
    "result_of",
    "stored_threshold",
    "tag_of",
]


@dataclass(frozen=True)
class Figure:
    label: str
    value: str


@dataclass(frozen=True)
class Result:
    """What templates/components/result.html shows, and what stands below it."""

    outcome: str
    outcome_kind: str
    outcome_sentence: str
    question: str
    bars: Bars
    final: Bars | None = None
    ranking: tuple[Place, ...] = ()
    denominator_text: str = ""
    abstentions: str = ""
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    rounds: Rounds | None = None
    matrix: Matrix | None = None
    spreads: Spreads | None = None
    lot: LotShown | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.bars.rows

    @property
    def threshold_percent(self) -> str:
        return self.bars.threshold_percent

    def row(self, key: str) -> Row | None:
        return next((row for row in self.rows if row.key == key), None)


def result_of(*, tally: Tally, contest: ContestPaper) -> Result:
    """The result of one contest."""
    stored = tally.result
    labels = {choice.key: choice.label for choice in contest.choices}
    bars = bars_of(tally=tally, contest=contest)
    return Result(
        outcome=tally.outcome,
        outcome_kind=outcome_kind(tally),
        outcome_sentence=outcome_sentence(tally=tally, contest=contest),
        question=contest.question,
        bars=bars,
        final=final_bars_of(tally=tally, contest=contest),
        ranking=ranking_of(stored, labels),
        denominator_text=_denominator(contest, stored) if bars.has_shares else "",
        abstentions=_abstentions(stored["blank"]),
        notes=tuple(_notes(tally, contest, labels)),
        ties=tie_sentences(stored, labels),
        rounds=rounds_of(stored, labels),
        matrix=matrix_of(stored, labels),
        spreads=spreads_of(stored, labels),
        lot=lot_of(stored, labels),
    )


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


def _notes(tally: Tally, contest: ContestPaper, labels: dict[str, str]):
    yield from tie_notes(tally=tally, contest=contest)
    if tally.outcome == Outcome.QUORUM_NOT_MET:
        yield _("The votes are shown all the same.")
    rounds = tally.result["rounds"]
    # With more rounds, each explains itself in the table of rounds.
    if len(rounds) == 1 and (words := why_text(rounds[0], labels)):
        yield words


def _denominator(contest: ContestPaper, stored: dict[str, Any]) -> str:
    base = stored["base"]
    values = {"number": number_text(base)}
    if stored.get("per_ballot", 1) > 1:
        return (
            ngettext(
                "Shares are of the points that %(number)s ballot can give.",
                "Shares are of the points that %(number)s ballots can give.",
                base,
            )
            % values
        )
    match contest.denominator:
        # Rules without a denominator of their own take this one.
        case "choices_cast" | "":
            return (
                ngettext(
                    "Shares are of the %(number)s ballot that chooses something here.",
                    "Shares are of the %(number)s ballots that choose something here.",
                    base,
                )
                % values
            )
        case "ballots_submitted":
            return _("Shares are of all ballots, skipped ones too: %(number)s.") % values
        case "yes_plus_no":
            return _("Shares are of the yes and no votes together: %(number)s.") % values
        case "eligible_minus_recused":
            return _("Shares are of everybody who could vote: %(number)s.") % values
    return _("Shares are of %(number)s.") % values


def _abstentions(blank: int) -> str:
    if not blank:
        return ""
    return ngettext(
        "%(number)s ballot skipped this contest.", "%(number)s ballots skipped this contest.", blank
    ) % {"number": number_text(blank)}
