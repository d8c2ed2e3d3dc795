"""The second factor of staff: an app with codes, a passkey or security key, recovery codes."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_otp.models import Device
from django_otp_webauthn.models import WebAuthnCredential
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from members.domain import at_rest
from members.domain.errors import LastSecondFactor, TooManyCodes, WrongCode
from members.models import User
from members.models.second_factor import AuthenticatorApp, RecoveryCodes

NUMBER_OF_CODES = 10
# No letters that are taken for digits, and no vowels that make words.
_LETTERS = "bcdfghjkmnpqrstvwxz23456789"
_CODE_LENGTH = 10
_DIGITS = 6


@dataclass(frozen=True)
class SecondFactor:
    """One device as its owner sees it. `id`: names it in forms; `is_key`: a passkey or security key."""

    id: str
    name: str
    is_key: bool
    added_at: datetime | None
    used_at: datetime | None


def is_staff(user: User) -> bool:
    """Whether any right of staff is given to the login: a rank, a permission, or a group with one."""
    if user.is_superuser or user.is_staff:
        return True
    if not user.is_authenticated:
        return False
    groups = user.groups.all()
    return (
        Permission.objects.filter(Q(user=user) | Q(group__in=groups)).exists()
        or GroupPagePermission.objects.filter(group__in=groups).exists()
        or GroupCollectionPermission.objects.filter(group__in=groups).exists()
    )


def second_factors_of(user: User) -> list[SecondFactor]:
    """The devices that can be asked for, without recovery codes; oldest first."""
    return [
        SecondFactor(
            id=device.persistent_id,
            name=device.name,
            is_key=isinstance(device, WebAuthnCredential),
            added_at=device.created_at,
            used_at=device.last_used_at,
        )
        for device in (*_apps(user), *_keys(user))
    ]


def has_second_factor(user: User) -> bool:
    return _apps(user).exists() or _keys(user).exists()


def codes_left(user: User) -> int:
    return sum(device.token_set.count() for device in RecoveryCodes.objects.filter(user=user))


def device_of(user: User, device_id: str) -> Device | None:
    """The confirmed device with that id, if it is this person's."""
    device = Device.from_persistent_id(device_id)
    return device if device and device.user_id == user.pk and device.confirmed else None


# --- adding and removing -----------------------------------------------------------------------


@transaction.atomic
def begin_app(*, user: User) -> AuthenticatorApp:
    """A new secret, which counts from its first right code on. Only the newest one can be confirmed."""
    AuthenticatorApp.objects.filter(user=user, confirmed=False).delete()
    key = at_rest.close(secrets.token_bytes(at_rest.SECRET_BYTES))
    return AuthenticatorApp.objects.create(user=user, confirmed=False, key=key)


def app_to_confirm(user: User) -> AuthenticatorApp | None:
    return AuthenticatorApp.objects.filter(user=user, confirmed=False).order_by("-pk").first()


def confirm_app(*, app: AuthenticatorApp, code: str, name: str, at: datetime) -> None:
    """The app counts once it has shown a right code. Raises WrongCode or TooManyCodes."""
    with transaction.atomic():
        locked = AuthenticatorApp.objects.select_for_update().get(pk=app.pk)
        error = _wrong(locked, _digits(code), at)
        if error is None:
            locked.confirmed = True
            locked.name = name[:64] or _("Authenticator app")
            locked.save()
    if error is not None:
        raise error
    app.refresh_from_db()


@transaction.atomic
def make_recovery_codes(*, user: User) -> list[str]:
    """Ten new codes, which make the old ones worthless. Nobody can show them again."""
    RecoveryCodes.objects.filter(user=user).delete()
    device = RecoveryCodes.objects.create(user=user, name="recovery")
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH)) for _ in range(NUMBER_OF_CODES)]
    for code in codes:
        device.token_set.create(token=device.hash_of(code, key=settings.SECRET_KEY))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic
def remove_second_factor(*, user: User, device_id: str) -> str | None:
    """Take a device away and return its name; None where the person has no such device.

    Raises LastSecondFactor where staff would be left without one.
    """
    device = device_of(user, device_id)
    if device is None or isinstance(device, RecoveryCodes):
        return None
    if len(second_factors_of(user)) == 1 and is_staff(user):
        raise LastSecondFactor
    device.delete()
    return device.name


@transaction.atomic
def clear_second_factors(*, user: User) -> int:
    """Take everything away and say how many devices there were.

    The person sets up a new one at the next sign-in.
    """
    gone = 0
    for model in (AuthenticatorApp, RecoveryCodes, WebAuthnCredential):
        devices = model.objects.filter(user=user)
        gone += devices.count()
        devices.delete()
    return gone


# --- asking ------------------------------------------------------------------------------------


def check_code(*, user: User, code: str, at: datetime) -> Device:
    """The device that the code belongs to, and the code is used up.

    Six digits are a code of an app, everything else a recovery code. Raises
    WrongCode, or TooManyCodes while the person has to wait. A wrong code makes
    the devices of this person wait and nobody else's, and only somebody who has
    already signed in as this person gets here.
    """
    cleaned = _digits(code)
    is_app = cleaned.isdigit() and len(cleaned) == _DIGITS
    with transaction.atomic():
        if is_app:
            devices = list(_apps(user).select_for_update())
        else:
            cleaned = cleaned.lower()
            devices = list(RecoveryCodes.objects.filter(user=user).select_for_update())
        errors = []
        for device in devices:
            error = _wrong(device, cleaned, at)
            if error is None:
                return device
            errors.append(error)
    waits = [error for error in errors if isinstance(error, TooManyCodes)]
    if waits and len(waits) == len(errors):
        raise min(waits, key=lambda error: error.seconds)
    raise WrongCode


def failures_of(user: User) -> int:
    """How many wrong codes in a row the person's devices have seen, at most."""
    counts = [
        *_apps(user).values_list("throttling_failure_count", flat=True),
        *RecoveryCodes.objects.filter(user=user).values_list("throttling_failure_count", flat=True),
    ]
    return max(counts, default=0)


def _wrong(device, code: str, at: datetime) -> WrongCode | TooManyCodes | None:
    """What is wrong about the code; None when it is right."""
    allowed, why = device.verify_is_allowed()
    if not allowed:
        left = why["locked_until"] - at
        return TooManyCodes(seconds=max(1, -(-left // timedelta(seconds=1))))
    return None if device.verify_token(code) else WrongCode()


def _digits(code: str) -> str:
    """As it was meant: people type the spaces and hyphens that they see."""
    return "".join(letter for letter in code if letter.isalnum() and letter.isascii())


def _apps(user: User):
    return AuthenticatorApp.objects.filter(user=user, confirmed=True).order_by("pk")


def _keys(user: User):
    return WebAuthnCredential.objects.filter(user=user, confirmed=True).order_by("pk")
