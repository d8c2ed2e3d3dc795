"""What can go wrong around signing in: each error carries a full sentence for the reader."""

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
