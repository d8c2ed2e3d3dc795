"""What voting refuses, each with a full sentence for the person it refuses.

Callers catch `VotingError` once and show its message.
"""

from django.utils.translation import gettext_lazy as _


class VotingError(Exception):
    """The family; `message` is a translatable sentence."""

    message = _("This cannot be done now.")

    def __init__(self, message=None):
        if message is not None:
            self.message = message
        super().__init__(self.message)

    def __str__(self):
        return str(self.message)


class WrongState(VotingError):
    message = _("The vote is not at the step where this can be done.")


class NotReady(VotingError):
    """Something is missing before the vote can be announced; `problems` lists it."""

    message = _("Some things are missing before this vote can be announced.")

    def __init__(self, problems):
        super().__init__()
        self.problems = list(problems)


class TooEarly(VotingError):
    message = _("It is too early for this.")


class TooFewVoters(VotingError):
    message = _("Too few people may vote: a result would show how single people voted.")


class NotOpen(VotingError):
    message = _("This vote is not open yet. Nothing was stored.")


class VoteClosed(VotingError):
    message = _("This vote is closed. Your ballot was not stored.")


class NotEligible(VotingError):
    message = _("You are not on the roll of this vote. Nothing was stored.")


class BallotRefused(VotingError):
    """The ballot is malformed or names what this vote does not offer."""

    message = _("This ballot does not fit this vote. Nothing was stored.")


class TryAgain(VotingError):
    message = _("The site is busy. Nothing was stored: please cast your ballot again.")


class NotATeller(VotingError):
    message = _("Only a teller of this vote can do this.")


class SameTeller(VotingError):
    message = _("This needs two different tellers. You have done your part.")


class ReasonMissing(VotingError):
    message = _("Give a reason. Members will read it.")


class CountsDiffer(VotingError):
    """Participations and ballots do not match: nothing goes on before people have looked."""

    message = _("The number of voters and the number of ballots differ. The vote was stopped.")
