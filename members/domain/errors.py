"""What can go wrong around members and signing in: each error carries a full sentence for the reader."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class SignInError(Exception):
    """The family; `str(error)` is shown to the reader."""

    message = _("That did not work. Please try again.")

    def __str__(self):
        return str(self.message)


class LinkNotValid(SignInError):
    message = _("This sign-in link is used up or too old. Ask for a new one.")


class LoginSwitchedOff(SignInError):
    message = _("This login is switched off. Please write to the organization.")


class AddressNotOnRoll(SignInError):
    message = _("This address is not on the membership roll.")


class AddressShared(SignInError):
    message = _(
        "Two members share this address, so it cannot sign in either of them. Write to us and we will help."
    )


class MemberHasLogin(SignInError):
    message = _(
        "This membership already has another login. Ask for a sign-in link by e-mail: it opens that login."
    )


class LoginHasMember(SignInError):
    message = _("You are already signed in as another member. Sign out first.")


class LastSignIn(SignInError):
    message = _("This is your only way to sign in, so it stays. Add another one first.")


class WrongCode(SignInError):
    message = _("That code is not right, or it was used before. Wait for the next one and try again.")


class TooManyCodes(SignInError):
    """Too many wrong codes in a row; `seconds`: how long to wait."""

    def __init__(self, *, seconds: int):
        super().__init__()
        self.seconds = seconds

    def __str__(self):
        if self.seconds < 60:
            wait = ngettext("%(count)d second", "%(count)d seconds", self.seconds) % {"count": self.seconds}
        else:
            minutes = -(-self.seconds // 60)
            wait = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
        return _("There were wrong codes before. Wait %(wait)s, then try again.") % {"wait": wait}


class LastSecondFactor(SignInError):
    message = _("This is your only second factor, so it stays. Add another one first.")


class KeyNotAccepted(SignInError):
    message = _("The passkey or security key was not accepted. Please try again.")


class LinkElsewhere(SignInError):
    message = _("Open this link in the browser where you asked for it, and stay signed in there.")


class FrozenDuringVote(SignInError):
    message = _(
        "A vote is open in which this member can take part. "
        "Until it ends, the membership stays with the login it has."
    )


class ClaimDecided(SignInError):
    message = _("This claim was decided or withdrawn in the meantime.")


class OwnClaim(SignInError):
    message = _("This is your own claim. Ask somebody else in the office to decide it.")


class ReasonMissing(SignInError):
    message = _("Write a reason. The person will read it.")


class AccountError(SignInError):
    """The family of what a member or the office cannot do with an entry of the roll."""


class CorrectionWaits(AccountError):
    message = _("The office is already looking at a correction of this. Take it back first.")


class CorrectionSettled(AccountError):
    message = _("This is settled already. Read the page again.")


class CorrectionChangesNothing(AccountError):
    message = _("That is what we have already.")


class CorrectionEmpty(AccountError):
    message = _("Write what is wrong.")


class AnswerMissing(AccountError):
    message = _("Give a reason. The member will read it.")


class OwnCorrection(AccountError):
    message = _("This is your own entry. Somebody else in the office must decide.")


class AddressOfAnother(AccountError):
    message = _(
        "Another member has this address. With it on two entries it would sign in neither of them. "
        "Settle that first."
    )


class AddressLinkNotValid(AccountError):
    message = _("This link is used up or too old. Ask for a new one on your page.")


class AddressLinkOfAnother(AccountError):
    message = _("Sign in as the member who asked for this, then open the link again.")


class StaffLoginStays(AccountError):
    message = _("You work here. Ask an operator to take your roles off this login first.")


class SignedLoginStays(AccountError):
    message = _("You have run a member vote. Its record names you, so this login stays. Write to us.")


class OfficeError(Exception):
    """What the office cannot do; `str(error)` is shown to whoever works there."""

    message = _("That cannot be done.")

    def __init__(self, **words):
        super().__init__()
        self.words = words

    def __str__(self):
        return str(self.message) % self.words if self.words else str(self.message)


class PurposeMissing(OfficeError):
    message = _("Write what the export is for.")


class UnknownColumn(OfficeError):
    message = _("Choose at least one column.")


class MergeError(OfficeError):
    message = _("These two records cannot be merged.")


class SameRecord(MergeError):
    message = _("Choose two different records.")


class RecordGone(MergeError):
    message = _("One of the records is gone: somebody else has just merged it.")


class UnknownChoice(MergeError):
    message = _("The site did not understand the choice. Nothing was changed.")


class OwnRecord(MergeError):
    message = _("One of the records is your own. Somebody else has to merge it.")


class PlaceInVote(MergeError):
    message = _(
        "The vote “%(vote)s” is not over and knows the record that would go. "
        "Keep that record and let the other one go, or wait until the result is final."
    )


class PlacesInVote(MergeError):
    message = _(
        "The vote “%(vote)s” is not over and knows both records. "
        "The tellers can strike one of them off its roll, or wait until the result is final."
    )


class LoginFrozen(MergeError):
    message = _(
        "The member would get another login while a vote is open to her. "
        "Keep her login, or wait until the vote closes."
    )
