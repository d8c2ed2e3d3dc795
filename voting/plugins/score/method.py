from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from voting.api import (
    Count,
    InvalidSettings,
    Round,
    ScoredMethod,
    ScoreSheets,
    fill_seats,
    level_groups,
)

WHY = gettext_noop("The scores of all ballots are added up. Those with the highest totals are elected.")


class Score(ScoredMethod):
    """Each ballot scores each choice; those with the highest sums of scores are elected.

    Source: W. D. Smith, Range voting (2000). It names no step for ties, so
    that a tie for the last seats goes to the lot. A choice without a score has
    0, and one with no score above 0 on any ballot is not elected.
    """

    slug = "score"
    label = _("Score")
    explanation = _("You give each choice a score. The highest total wins.")
    most_seats = 15

    def check_contest(self, *, contest):
        super().check_contest(contest=contest)
        if contest.seats > len(contest.choices):
            raise InvalidSettings({"seats": _("There are more seats than choices.")})

    def count(self, *, contest, ballots, lot):
        options = self.clean_options(options=contest.options)
        sheets = ScoreSheets(keys=contest.choice_keys, ballots=ballots)
        tallies = {key: Fraction(total) for key, total in sheets.totals.items()}
        winners, ties = fill_seats(groups=level_groups(tallies), seats=contest.seats, lot=lot)
        return Count(
            tallies=tallies,
            with_choice=sheets.with_choice,
            blank=sheets.blank,
            winners=winners,
            ties=ties,
            per_ballot=options["max_score"],
            rounds=(Round(number=1, tallies=tallies, why=WHY, elected=winners),),
            distribution=sheets.distribution,
        )
