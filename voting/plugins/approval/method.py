from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext

from voting.api import (
    Count,
    CountingMethod,
    InvalidBallot,
    InvalidSettings,
    Option,
    Round,
    fill_seats,
    level_groups,
)

WHY = gettext_noop("Every mark counts as one vote. Those with the most votes are elected.")


class Approval(CountingMethod):
    """Each ballot marks any number of choices; those with the most marks are elected.

    Source: S. J. Brams and P. C. Fishburn, Approval Voting, American
    Political Science Review 72 (1978). With `max_marks` equal to the seats it
    is block voting, with fewer marks than seats limited voting. The method has
    no step of its own for ties: a tie for the last seats goes to the lot.

    A selection is a list of keys in the contest's order, or None for a contest
    that was left out. A ballot from a file that marks a choice twice marks it
    once; one with more marks than `max_marks` is spoiled, and counts as blank.
    """

    slug = "approval"
    label = _("Approval")
    explanation = _("You mark every choice that you approve.")
    ballot_type = "approval"
    ballot_template = "voting/ballot/approval.html"
    most_seats = 15
    options = (
        Option(
            name="max_marks",
            label=_("Most marks on a ballot (0: as many as one likes)"),
            default=0,
            kind="number",
        ),
    )

    def check_contest(self, *, contest):
        if len(contest.choices) < 2:
            raise InvalidSettings({"choices": _("Give at least two choices.")})
        if len(contest.keys_of_kind("no_endorsement")) > 1:
            raise InvalidSettings({"choices": _("“No endorsement” can stand only once.")})
        if contest.seats > len(contest.choices):
            raise InvalidSettings({"seats": _("There are more seats than choices.")})

    def read_selection(self, *, contest, data):
        marked = {value for value in data.get(contest.key, ()) if value}
        if not marked:
            return None
        if not marked.issubset(contest.choice_keys):
            raise InvalidBallot(_("This is not a choice of this contest."))
        selection = [key for key in contest.choice_keys if key in marked]
        self.check_selection(contest=contest, selection=selection)
        return selection

    def check_selection(self, *, contest, selection):
        if selection is None:
            return
        if not isinstance(selection, list) or not selection:
            raise InvalidBallot
        if selection != [key for key in contest.choice_keys if key in selection]:
            raise InvalidBallot(_("This is not a choice of this contest."))
        most = contest.options.get("max_marks")
        if most and len(selection) > most:
            raise InvalidBallot(_too_many(most))

    def browser_rules(self, *, contest):
        most = contest.options.get("max_marks") or len(contest.choices)
        return {"form": "approval", "most": most, "too_many": _too_many(most)}

    def chosen_keys(self, *, contest, selection):
        return tuple(selection or ())

    def count(self, *, contest, ballots, lot):
        votes = dict.fromkeys(contest.choice_keys, 0)
        most = contest.options.get("max_marks") or len(votes)
        with_choice = blank = 0
        for selection, weight in ballots:
            marked = set(selection or ())
            if not 0 < len(marked) <= most:
                blank += weight
                continue
            with_choice += weight
            for key in marked:
                votes[key] += weight
        tallies = {key: Fraction(number) for key, number in votes.items()}
        winners, ties = fill_seats(groups=level_groups(tallies), seats=contest.seats, lot=lot)
        return Count(
            tallies=tallies,
            with_choice=with_choice,
            blank=blank,
            winners=winners,
            ties=ties,
            rounds=(Round(number=1, tallies=tallies, why=WHY, elected=winners),),
        )


def _too_many(most: int) -> str:
    return ngettext(
        "You can mark only %(number)d choice. Remove the others.",
        "You can mark at most %(number)d choices. Remove some.",
        most,
    ) % {"number": most}
