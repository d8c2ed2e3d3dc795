"""Passkeys and security keys (WebAuthn): what the browser is asked, and whether its answer holds."""

import json
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django_otp_webauthn.exceptions import OTPWebAuthnApiError
from django_otp_webauthn.helpers import WebAuthnHelper
from django_otp_webauthn.models import WebAuthnCredential
from webauthn.helpers.exceptions import WebAuthnException

from members.domain.errors import KeyNotAccepted
from members.models import User

# How long a question to the browser may stay open.
ASKED_FOR = timedelta(minutes=10)
_LONGEST_ANSWER = 20_000


class SiteWebAuthnHelper(WebAuthnHelper):
    """The package's helper, for logins that may have no address."""

    def get_credential_name(self, user):
        return str(user)[:64]

    def get_credential_display_name(self, user):
        return str(user)[:64]


def begin_registration(*, user: User, at: datetime) -> tuple[dict, dict]:
    """(what the browser is asked, what the session keeps until it answers), both for JSON."""
    options, state = _helper().register_begin(user=user)
    return options, {**state, "at": at.timestamp()}


def register_key(
    *, user: User, state: dict | None, answer: str, name: str, at: datetime
) -> WebAuthnCredential:
    """Keep the key that answered. Raises KeyNotAccepted."""
    data = _read(answer, state, at)
    try:
        device = _helper().register_complete(user=user, state=state, data=data)
    except (WebAuthnException, OTPWebAuthnApiError, ValueError, TypeError, KeyError) as error:
        raise KeyNotAccepted from error
    device.name = name[:64] or _("Passkey or security key")
    device.confirmed = True
    device.save(update_fields=["name", "confirmed"])
    return device


def begin_check(*, user: User, at: datetime) -> tuple[dict, dict]:
    """As `begin_registration`, to be answered by a key that the person has registered."""
    options, state = _helper().authenticate_begin(user=user, require_user_verification=False)
    return options, {**state, "at": at.timestamp()}


def check_key(*, user: User, state: dict | None, answer: str, at: datetime) -> WebAuthnCredential:
    """The key that answered, if it is this person's. Raises KeyNotAccepted."""
    data = _read(answer, state, at)
    try:
        device = _helper().authenticate_complete(user=user, state=state, data=data)
    except (WebAuthnException, OTPWebAuthnApiError, ValueError, TypeError, KeyError) as error:
        raise KeyNotAccepted from error
    if not device.confirmed:
        raise KeyNotAccepted
    return device


def _read(answer: str, state: dict | None, at: datetime) -> dict:
    if not state or at.timestamp() - state["at"] > ASKED_FOR.total_seconds() or len(answer) > _LONGEST_ANSWER:
        raise KeyNotAccepted
    try:
        data = json.loads(answer)
    except ValueError as error:
        raise KeyNotAccepted from error
    if not isinstance(data, dict):
        raise KeyNotAccepted
    return data


def _helper() -> SiteWebAuthnHelper:
    # Its settings name host and site; the request is asked for nothing.
    return SiteWebAuthnHelper(request=None)
