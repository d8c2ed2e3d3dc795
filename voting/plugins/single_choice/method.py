from collections import Counter
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from voting.api import (
    Count,
    CountingMethod,
    InvalidBallot,
    InvalidSettings,
    Round,
    fill_seats,
    level_groups,
)


class SingleChoice(CountingMethod):
    """Each ballot names one choice; the choice named most often leads (plurality).

    A selection is the key of a choice, or None for a contest that was left out.
    """

    slug = "single_choice"
    label = _("Single choice")
    explanation = _("You choose one.")
    ballot_type = "one"
    ballot_template = "voting/ballot/single_choice.html"

    def check_contest(self, *, contest):
        if len(contest.choices) < 2:
            raise InvalidSettings({"choices": _("Give at least two choices.")})
        if len(contest.keys_of_kind("no_endorsement")) > 1:
            raise InvalidSettings({"choices": _("“No endorsement” can stand only once.")})

    def read_selection(self, *, contest, data):
        values = [value for value in data.get(contest.key, ()) if value]
        if not values:
            return None
        if len(values) > 1:
            raise InvalidBallot(_("Choose only one."))
        self.check_selection(contest=contest, selection=values[0])
        return values[0]

    def check_selection(self, *, contest, selection):
        if selection is not None and selection not in contest.choice_keys:
            raise InvalidBallot(_("This is not a choice of this contest."))

    def browser_rules(self, *, contest):
        return {"form": "one"}

    def chosen_keys(self, *, contest, selection):
        return () if selection is None else (selection,)

    def count(self, *, contest, ballots, lot):
        votes = Counter()
        blank = 0
        for selection, weight in ballots:
            if selection is None:
                blank += weight
            else:
                votes[selection] += weight
        tallies = {key: Fraction(votes[key]) for key in contest.choice_keys}
        winners, ties = fill_seats(groups=level_groups(tallies), seats=contest.seats, lot=lot)
        return Count(
            tallies=tallies,
            with_choice=sum(votes.values()),
            blank=blank,
            winners=winners,
            ties=ties,
            rounds=(Round(number=1, tallies=tallies, elected=winners),),
        )
