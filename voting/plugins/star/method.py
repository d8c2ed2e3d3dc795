from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from voting.api import Count, Option, Round, ScoredMethod, ScoreSheets, Tie, level_groups
from voting.api.scored import MAX_SCORE
from voting.plugins.star.ties import TieSteps

SCORING = gettext_noop("%(finalists)s have the highest total scores. They go on to the runoff.")
RUNOFF = gettext_noop("More ballots score %(winner)s above %(loser)s than the other way round.")
LEVEL_RUNOFF = {
    "scores": gettext_noop("The runoff is level. %(winner)s has the higher total score."),
    "top_scores": gettext_noop("The runoff and the totals are level. %(winner)s has more top scores."),
    "lot": gettext_noop("The runoff is level, and so are its tie steps. The lot favors %(winner)s."),
}
NO_SCORES = gettext_noop("No ballot gives a score above 0.")


class Star(ScoredMethod):
    """Score, then automatic runoff: of the two with the highest totals, more ballots prefer the winner.

    Source: the Equal Vote Coalition, starvoting.org/star and, for ties, its
    Official Tiebreaker Protocol at starvoting.org/ties. With the five-star
    step off, its Simple Tiebreaker Protocol is followed. See `TieSteps`.

    `tallies` are the total scores. The runoff is the second round, in which
    `exhausted` are the ballots that score both alike.
    """

    slug = "star"
    label = _("STAR: score, then automatic runoff")
    explanation = _("You give each choice a score. The best two meet in a runoff.")
    has_shares = False
    options = (
        MAX_SCORE,
        Option(
            name="five_star",
            label=_("Ties that are left go to the most top scores"),
            default=True,
            kind="flag",
        ),
    )

    def count(self, *, contest, ballots, lot):
        options = self.clean_options(options=contest.options)
        sheets = ScoreSheets(keys=contest.choice_keys, ballots=ballots)
        tallies = {key: Fraction(total) for key, total in sheets.totals.items()}
        rounds = [Round(number=1, tallies=tallies, why=NO_SCORES)]
        winners: tuple[str, ...] = ()
        ties: list[Tie] = []
        if any(tallies.values()):
            steps = TieSteps(sheets=sheets, top=options["max_score"], five_star=options["five_star"], lot=lot)
            finalists = _finalists(tallies, steps)
            winner, why, tied = _run_off(finalists, sheets=sheets, steps=steps)
            winners, ties = (winner,), [*steps.ties, *tied]
            rounds = _rounds(tallies, finalists, winner=winner, why=why, sheets=sheets)
        return Count(
            tallies=tallies,
            with_choice=sheets.with_choice,
            blank=sheets.blank,
            winners=winners,
            ties=tuple(ties),
            per_ballot=options["max_score"],
            rounds=tuple(rounds),
            distribution=sheets.distribution,
        )


def _finalists(tallies, steps) -> tuple[str, ...]:
    """The two with the highest totals, the higher one first."""
    finalists: list[str] = []
    groups = level_groups(tallies)
    without_score = [key for key, total in tallies.items() if not total]
    for group in [*groups, without_score]:
        room = 2 - len(finalists)
        if room:
            finalists.extend(group if len(group) <= room else steps.advance(group, room))
    return tuple(finalists)


def _run_off(finalists, *, sheets, steps):
    one, other = finalists
    first, second = sheets.preferring(one, other)
    if first != second:
        return (one if first > second else other), RUNOFF, []
    winner, settled_by = steps.settle_runoff(one, other)
    tie = Tie(round=2, choices=finalists, what="elected", settled_by=settled_by, favored=(winner,))
    return winner, LEVEL_RUNOFF[settled_by], [tie]


def _rounds(tallies, finalists, *, winner, why, sheets) -> list[Round]:
    one, other = finalists
    first, second = sheets.preferring(one, other)
    return [
        Round(
            number=1,
            tallies=tallies,
            why=SCORING,
            values={"finalists": finalists},
            eliminated=tuple(key for key in tallies if key not in finalists),
        ),
        Round(
            number=2,
            tallies={one: Fraction(first), other: Fraction(second)},
            why=why,
            values={"winner": (winner,), "loser": (other if winner == one else one,)},
            exhausted=Fraction(sheets.with_choice - first - second),
            elected=(winner,),
        ),
    ]
