"""A method of each ballot type, so that the screens are tested apart from how votes are counted."""

from fractions import Fraction

from voting.api import (
    Count,
    CountingMethod,
    InvalidBallot,
    Option,
    RankedMethod,
    ScoredMethod,
    counting_methods,
)
from voting.api.ranked import MAX_RANKS


class _CountsNothing:
    # Lets the usual rule decide, which asks for shares.
    has_shares = True

    def count(self, *, contest, ballots, lot):
        tallies = {key: Fraction(0) for key in contest.choice_keys}
        return Count(tallies=tallies, with_choice=0, blank=0, winners=())


class Ranks(_CountsNothing, RankedMethod):
    slug = "test_ranks"
    label = explanation = "You rank."
    options = (MAX_RANKS,)


class LevelRanks(_CountsNothing, RankedMethod):
    slug = "test_level_ranks"
    label = explanation = "You rank, level ones too."
    allows_level = True


class Scores(_CountsNothing, ScoredMethod):
    slug = "test_scores"
    label = explanation = "You give scores."


class Marks(_CountsNothing, CountingMethod):
    slug = "test_marks"
    label = explanation = "You approve."
    ballot_type = "approval"
    ballot_template = "voting/ballot/approval.html"
    options = (Option(name="max_marks", label="Most marks", default=0, kind="number"),)

    def read_selection(self, *, contest, data):
        marks = [key for key in contest.choice_keys if key in data.get(contest.key, ())]
        self.check_selection(contest=contest, selection=marks or None)
        return marks or None

    def check_selection(self, *, contest, selection):
        most = contest.options["max_marks"]
        if selection is not None and most and len(selection) > most:
            raise InvalidBallot(f"Choose at most {most}.")

    def chosen_keys(self, *, contest, selection):
        return tuple(selection or ())


METHODS = (Ranks, LevelRanks, Scores, Marks)


def install(monkeypatch) -> None:
    """Put the methods into the registry for one test."""
    for method in METHODS:
        monkeypatch.setitem(counting_methods._plugins, method.slug, method())
