"""What goes wrong on the way through a provider is said on the sign-in page."""

import logging

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from social_core.exceptions import SocialAuthBaseException
from social_django.middleware import SocialAuthExceptionMiddleware

from members.domain.errors import LoginSwitchedOff
from members.return_to import is_safe_return

logger = logging.getLogger(__name__)


class SignInErrorMiddleware(SocialAuthExceptionMiddleware):
    """Every failure of social login leads back to the sign-in page, in the reader's language, with
    the way back kept. What the provider said goes into the log by its code alone."""

    def process_exception(self, request, exception):
        match = request.resolver_match
        if match is None or match.namespace != "social":
            return None
        if isinstance(exception, Http404):
            code = "provider_off"
        elif isinstance(exception, SocialAuthBaseException):
            code = exception.code
        else:
            return None
        logger.warning(
            "sign-in by provider failed: code=%s stage=%s", code, getattr(exception, "stage", "begin")
        )
        with translation.override(_language(request)):
            messages.error(request, _message(code))
            address = reverse("members:sign_in")
        next_url = request.session.get("next") or request.POST.get("next")
        if next_url and is_safe_return(request, next_url):
            address += "?" + urlencode({"next": next_url})
        return redirect(address)


def _language(request) -> str:
    chosen = request.session.get("sign_in_language") or request.POST.get("sign_in_language")
    return chosen if chosen in dict(settings.LANGUAGES) else translation.get_language()


def _message(code: str) -> str:
    return {
        "provider_off": _("This site does not offer that sign-in. Choose another one."),
        "backend_missing": _("This site does not offer that sign-in. Choose another one."),
        "authorization_declined": _("You stopped the sign-in. Nothing has changed."),
        "identity_in_use": _(
            "This account already belongs to another login here. Sign out, then sign in with it."
        ),
        "authentication_disallowed": str(LoginSwitchedOff()),
        "connection_failed": _("The sign-in service does not answer. Use the link by e-mail instead."),
        "timeout": _("The sign-in service does not answer. Use the link by e-mail instead."),
        "unavailable": _("The sign-in service does not answer. Use the link by e-mail instead."),
        "http_error": _("The sign-in service does not answer. Use the link by e-mail instead."),
        "session_context_missing": _("This sign-in was already used or took too long. Please start again."),
        "state_mismatch": _("This sign-in was already used or took too long. Please start again."),
        "nonce_mismatch": _("This sign-in was already used or took too long. Please start again."),
    }.get(code, _("That sign-in did not work. Please try again, or use the link by e-mail."))
