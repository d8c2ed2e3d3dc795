from collections import Counter
from fractions import Fraction

from voting.api import Count, CountingMethod, InvalidBallot


class MostMarks(CountingMethod):
    """Any number of marks a ballot: a counting method from outside, made with the public API alone."""

    slug = "most_marks"
    label = "Most marks"
    explanation = "Mark as many as you like."
    ballot_template = "sample_plugin/most_marks.html"

    def read_selection(self, *, contest, data):
        marks = sorted(set(data.get(contest.key, ())))
        self.check_selection(contest=contest, selection=marks or None)
        return marks or None

    def check_selection(self, *, contest, selection):
        if selection is not None and not set(selection) <= set(contest.choice_keys):
            raise InvalidBallot("This is not a choice of this contest.")

    def chosen_keys(self, *, contest, selection):
        return tuple(selection or ())

    def count(self, *, contest, ballots):
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
        most = max(tallies.values())
        leading = tuple(key for key, number in tallies.items() if number == most and number)
        return Count(tallies=tallies, with_choice=with_choice, blank=blank, leading=leading)
