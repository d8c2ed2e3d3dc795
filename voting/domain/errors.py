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


class CannotOpen(VotingError):
    """Something would betray voters or lose ballots; `problems` lists it."""

    message = _("This vote cannot open yet.")

    def __init__(self, problems):
        super().__init__()
        self.problems = list(problems)

    def __str__(self):
        return " ".join(map(str, (self.message, *self.problems)))


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


class KeyRefused(VotingError):
    """Something about an officers' key, a share of it or the test of it is wrong; the sentence says what."""

    message = _("This vote has no key that officers hold.")


class NotATeller(VotingError):
    message = _("Only a teller of this vote can do this.")


class SameTeller(VotingError):
    message = _("This needs two different tellers. You have done your part.")


class ReasonMissing(VotingError):
    message = _("Give a reason. Members will read it.")


class ChangeWaits(VotingError):
    message = _("Another change of the roll waits for an answer. Settle that one first.")


class RequestGone(VotingError):
    message = _("This request is settled, or another one has taken its place. Read the page again.")


class UnknownPerson(VotingError):
    message = _("Nobody of this kind is known here. Search for the person again.")


class AlreadyOnRoll(VotingError):
    message = _("This person is on the roll already.")


class NotOnRoll(VotingError):
    message = _("This person is not on the roll.")


class TookPart(VotingError):
    """Struck off, a voter would leave a ballot without a person."""

    message = _("This person has voted, and stays on the roll.")


class ReasonNamesPerson(VotingError):
    message = _("Leave the name out of the reason: members will read it.")


class CannotAppeal(VotingError):
    """This person has nothing to appeal against, or nobody to appeal to."""

    message = _("You can appeal while a vote is announced or open, and you are not on its roll.")


class NobodyKnown(CannotAppeal):
    message = _("We cannot find you on the membership list. First let us find you, then appeal.")


class AppealEmpty(VotingError):
    message = _("Write why you should be able to vote.")


class AppealWaits(VotingError):
    message = _("You have appealed already. The tellers will answer.")


class TooManyAppeals(VotingError):
    message = _("You have appealed as often as you can in this vote.")


class AppealSettled(VotingError):
    message = _("This appeal is settled already. Read the page again.")


class OwnAppeal(VotingError):
    message = _("This is your own appeal. Another teller must answer it.")


class AnswerMissing(VotingError):
    message = _("Give a reason. The member will read it.")


class CountsDiffer(VotingError):
    """Participations and ballots do not match: nothing goes on before people have looked."""

    message = _("The number of voters and the number of ballots differ. The vote was stopped.")


class SecondCountDiffers(VotingError):
    """Two programs counted and do not agree. `differences`: the number of a question, and what of it."""

    message = _(
        "Two programs counted this vote and do not agree: %(what)s. Nothing is lost: all ballots are kept. "
        "Do not sign. Tell the operator of this site."
    )

    def __init__(self, differences):
        super().__init__()
        self.differences = tuple(differences)

    def __str__(self):
        return self.message % {"what": "; ".join(dict.fromkeys(map(_difference_text, self.differences)))}


class SecondCountFailed(VotingError):
    """The second program gave no answer, so nobody knows whether the count holds."""

    message = _(
        "The second count of this vote did not work. Nothing is lost: all ballots are kept. "
        "Try again. If it fails again, tell the operator of this site."
    )
    missing = _(
        "The second counting program is missing on this site, so nobody can sign. Nothing is lost. "
        "Tell the operator: the file tools/verify_result.py is not there."
    )
    too_slow = _(
        "The second count of this vote took too long. Nothing is lost: all ballots are kept. "
        "Tell the operator of this site."
    )


_DIFFERING = {
    "turnout": _("the number of ballots"),
    "tallies": _("the votes of each choice"),
    "winners": _("who comes first"),
    "per_ballot": _("what a ballot can give"),
    "rounds": _("the rounds"),
    "quota": _("the votes needed for a seat"),
    "pairwise": _("the choices compared in pairs"),
    "ranking": _("the order of the choices"),
    "distribution": _("how often each score was given"),
    "lot": _("what the lot settled"),
    "decision": _("the decision"),
    "log": _("the result that the log has"),
}


def _difference_text(difference: tuple[int, str]) -> str:
    number, check = difference
    what = _DIFFERING.get(check, _("the result"))
    if not number:
        return str(what)
    return _("question %(number)d, %(what)s") % {"number": number, "what": what}
