from collections import Counter
from fractions import Fraction

from voting.api import Count, CountingMethod, InvalidBallot, fill_seats, level_groups


class MostMarks(CountingMethod):
    """Any number of marks a ballot: a counting method from outside, made with the public API alone."""

    slug = "most_marks"
    label = "Most marks"
    explanation = "Mark as many as you like."
    ballot_template = "sample_plugin/most_marks.html"

    def read_selection(self, *, contest, data):
        marked = {key for key in data.get(contest.key, ()) if key}
        if not marked <= set(contest.choice_keys):
            raise InvalidBallot("This is not a choice of this contest.")
        return [key for key in contest.choice_keys if key in marked] or None

    def check_selection(self, *, contest, selection):
        if selection is None:
            return
        # One ballot has one form: each mark once, in the contest's order.
        if not isinstance(selection, list) or not selection:
            raise InvalidBallot
        if selection != [key for key in contest.choice_keys if key in selection]:
            raise InvalidBallot("This is not a choice of this contest.")

    def chosen_keys(self, *, contest, selection):
        return tuple(selection or ())

    def count(self, *, contest, ballots, lot):
        votes = Counter()
        with_choice = blank = 0
        for selection, weight in ballots:
            if selection is None:
                blank += weight
                continue
            with_choice += weight
            for key in selection:
                votes[key] += weight
        tallies = {key: Fraction(votes[key]) for key in contest.choice_keys}
        winners, ties = fill_seats(groups=level_groups(tallies), seats=contest.seats, lot=lot)
        return Count(tallies=tallies, with_choice=with_choice, blank=blank, winners=winners, ties=ties)
