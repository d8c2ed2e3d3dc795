"""The choices of a contest with their votes as bars."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voting.models import Tally
from voting.paper import ChoicePaper, ContestPaper
from voting.results.outcome import outcome_kind, stored_threshold
from voting.results.rounds import outcome_order, stored_quota
from voting.results.scores import final_of, score_totals
from voting.wording import (
    ballots_text,
    number_text,
    plain_percent,
    share_text,
    threshold_position,
    threshold_text,
    votes_text,
)


@dataclass(frozen=True)
class Row:
    """One choice with its share; `count` and `note` are words. Without a share there is no percentage."""

    key: str
    label: str
    url: str
    count: str
    percent_text: str
    bar_percent: str
    is_winner: bool
    kind: str
    note: str = ""


@dataclass(frozen=True)
class Bars:
    """What templates/components/bars.html shows, with what a bar means where that is no share."""

    rows: tuple[Row, ...]
    threshold_percent: str = ""
    threshold_text: str = ""
    meaning: str = ""
    title: str = ""

    @property
    def has_shares(self) -> bool:
        return any(row.percent_text for row in self.rows)


def bars_of(*, tally: Tally, contest: ContestPaper) -> Bars:
    """The bars of a stored count: shares where the rule knew some, else votes on a scale of their own."""
    result = tally.result
    if result.get("distribution") and not result["threshold"]:
        return _score_bars(tally, contest)
    if result.get("pairwise"):
        # What counts there is who wins against whom: the ranking says it.
        return Bars(rows=())
    if any(step["eliminated"] or step["transfers"] for step in result["rounds"]):
        return _round_bars(tally, contest)
    return _share_bars(tally, contest) if result["shares"] else _vote_bars(tally, contest)


def final_bars_of(*, tally: Tally, contest: ContestPaper) -> Bars | None:
    """The final between the two that lead by scores; None where there was none."""
    final = final_of(tally.result)
    if final is None or not sum(final.values()):
        return None
    without = Fraction(tally.result["rounds"][-1]["exhausted"])
    everybody = sum(final.values()) + without
    rows = tuple(
        _row(tally, contest.choice(key), count=_count_words(final[key]), scale=(final[key], everybody))
        for key in sorted(final, key=lambda key: (key not in tally.winners, -final[key]))
    )
    meaning = _("A full bar is every ballot.")
    if without:
        meaning += " " + ngettext(
            "%(number)s ballot gives both the same.", "%(number)s ballots give both the same.", int(without)
        ) % {"number": number_text(int(without))}
    return Bars(rows=rows, title=_("The final: which of the two more ballots scored higher"), meaning=meaning)


def _share_bars(tally: Tally, contest: ContestPaper) -> Bars:
    tallies = {key: Fraction(votes) for key, votes in tally.result["tallies"].items()}
    # Most votes first; level choices keep the order of the ballot.
    ordered = sorted(contest.choices, key=lambda choice: -tallies.get(choice.key, Fraction(0)))
    has_points = tally.result.get("per_ballot", 1) > 1
    rows = []
    for choice in ordered:
        votes = tallies.get(choice.key, Fraction(0))
        count = _point_words(votes) if has_points else _count_words(votes)
        rows.append(_row(tally, choice, count=count, **_share(tally, choice.key)))
    return Bars(rows=tuple(rows), **_threshold_line(tally))


def _share(tally: Tally, key: str) -> dict[str, str]:
    """How large the share of a choice is, in words and as a bar."""
    threshold = stored_threshold(tally)
    share = Fraction(tally.result["shares"].get(key, "0"))
    return {
        "percent_text": share_text(share, threshold),
        "bar_percent": plain_percent(share, threshold),
    }


def _threshold_line(tally: Tally) -> dict[str, str]:
    threshold = stored_threshold(tally)
    if threshold is None:
        return {}
    return {
        "threshold_percent": threshold_position(threshold),
        "threshold_text": _("%(share)s needed") % {"share": threshold_text(threshold)},
    }


def _score_bars(tally: Tally, contest: ContestPaper) -> Bars:
    totals = score_totals(tally.result)
    full = Fraction(tally.result["with_choice"] * tally.result["per_ballot"])
    rows = [
        _row(
            tally,
            choice,
            count=_point_words(totals.get(choice.key, Fraction(0))),
            scale=(totals.get(choice.key, Fraction(0)), full),
        )
        for choice in sorted(contest.choices, key=lambda choice: -totals.get(choice.key, Fraction(0)))
    ]
    meaning = _("A full bar would be the highest score on every ballot.")
    has_final = final_of(tally.result) is not None
    return Bars(rows=tuple(rows), meaning=meaning, title=_("All points") if has_final else "")


def _round_bars(tally: Tally, contest: ContestPaper) -> Bars:
    """Each choice with the votes it had when its place was settled.

    Where the rule knows shares, those who were left at the end show theirs,
    and every bar is on that scale.
    """
    result = tally.result
    labels = {choice.key: choice.label for choice in contest.choices}
    quota = stored_quota(result)
    votes, settled = _settled(result)
    shares = result["shares"]
    full = Fraction(result["base"]) if shares else max([*votes.values(), quota or Fraction(0)], default=0)
    rows = []
    for key in outcome_order(result, labels):
        mine = votes.get(key, Fraction(0))
        row = {"scale": (mine, full)}
        if key in shares and key in result["rounds"][-1]["tallies"]:
            row = _share(tally, key)
        rows.append(
            _row(
                tally,
                contest.choice(key),
                count=_count_words(mine, quota),
                note=settled.get(key, ""),
                **row,
            )
        )
    line = _threshold_line(tally)
    if not shares and quota and full:
        line = {
            "threshold_percent": threshold_position(quota / full),
            "threshold_text": _("%(votes)s votes elect.") % {"votes": votes_text(quota)},
        }
    return Bars(
        rows=tuple(rows), meaning=_("A bar shows the votes a choice had when its place was settled."), **line
    )


def _vote_bars(tally: Tally, contest: ContestPaper) -> Bars:
    tallies = {key: Fraction(votes) for key, votes in tally.result["tallies"].items()}
    most = max(tallies.values(), default=Fraction(0))
    winners = list(tally.winners)

    def place(choice):
        position = winners.index(choice.key) if choice.key in winners else len(winners)
        return -tallies.get(choice.key, Fraction(0)), position

    return Bars(
        rows=tuple(
            _row(
                tally,
                choice,
                count=_count_words(tallies.get(choice.key, Fraction(0))),
                scale=(tallies.get(choice.key, Fraction(0)), most),
            )
            for choice in sorted(contest.choices, key=place)
        ),
        meaning=_("The longest bar is the highest number."),
    )


def _row(
    tally: Tally,
    choice: ChoicePaper,
    *,
    count: str,
    scale: tuple[Fraction, Fraction] | None = None,
    percent_text: str = "",
    bar_percent: str = "0",
    note: str = "",
) -> Row:
    """`scale`: what the bar shows, and what a full bar would be."""
    is_winner = choice.key in tally.winners
    if scale is not None and scale[1]:
        bar_percent = plain_percent(scale[0] / scale[1])
    return Row(
        key=choice.key,
        label=choice.label,
        url=choice.url,
        count=count,
        percent_text=percent_text,
        bar_percent=bar_percent,
        is_winner=is_winner,
        kind=outcome_kind(tally) if is_winner else choice.kind if choice.stands_apart else "",
        note=note,
    )


def _point_words(points: Fraction) -> str:
    values = {"number": votes_text(points)}
    return ngettext("%(number)s point", "%(number)s points", int(points)) % values


def _count_words(votes: Fraction, line: Fraction | None = None) -> str:
    if votes.denominator == 1:
        return ballots_text(votes.numerator)
    return _("%(votes)s votes") % {"votes": votes_text(votes, line)}


def _settled(result: Mapping[str, Any]) -> tuple[dict[str, Fraction], dict[str, str]]:
    """The votes of each choice when its place was settled, and words for where that was."""
    votes: dict[str, Fraction] = {}
    words: dict[str, str] = {}
    for step in result["rounds"]:
        number = {"number": number_text(step["n"])}
        for key, tally in step["tallies"].items():
            if key not in words:
                votes[key] = Fraction(tally)
        words.update({key: _("Elected in round %(number)s") % number for key in step["elected"]})
        words.update({key: _("Dropped out in round %(number)s") % number for key in step["eliminated"]})
    return votes, words
