"""Sign-in links: sent to an address, good once and for half an hour."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.domain.errors import (
    AddressNotOnRoll,
    AddressShared,
    LinkNotValid,
    LoginSwitchedOff,
    SignInError,
)
from members.domain.joining import join_login, member_at
from members.mails import send_now
from members.models import Member, SignInLink, User, address_key

GOOD_FOR = timedelta(minutes=30)


@dataclass(frozen=True)
class SignIn:
    """Who is signed in by a link, and where to go then."""

    user: User
    next_url: str


def send_sign_in_link(*, address: str, language: str, next_url: str, at: datetime) -> None:
    """Write to the address: a link where it is known, and where it is not, that it is not.

    So whoever asks learns nothing, and whoever owns the address learns why no
    link came.
    """
    SignInLink.objects.filter(expires_at__lt=at - timedelta(days=1)).delete()
    context = {"minutes": int(GOOD_FOR.total_seconds() // 60)}
    if _is_known(address):
        context["token"] = _make_link(address=address, next_url=next_url, at=at)
        subject = _("Your sign-in link for %(site)s")
        template = "sign_in_link.txt"
    else:
        subject = _("You asked for a sign-in link for %(site)s")
        template = "address_not_known.txt"
    send_now(address=address, subject=subject, template=template, context=context, language=language)


def make_link_without_mail(*, address: str, at: datetime) -> str:
    """The whole address of a link, for somebody who can hand it over in another way.

    Raises AddressNotOnRoll where the address opens no login.
    """
    if not _is_known(address):
        raise AddressNotOnRoll
    token = _make_link(address=address, next_url="", at=at)
    return settings.SITE_URL + reverse("members:sign_in_link", args=[token])


def login_at(*, address: str) -> User | None:
    """The login that a link to this address opens; None where it would make one, or open none."""
    try:
        member = member_at(address=address)
    except SignInError:
        return _user_at(address)
    return member.user or _unjoined(_user_at(address))


def find_link(*, token: str, at: datetime) -> SignInLink:
    """The link, as long as it can be used; raises LinkNotValid. Looking uses nothing up."""
    link = SignInLink.objects.filter(token_hash=_hash(token), used_at=None, expires_at__gt=at).first()
    if link is None:
        raise LinkNotValid
    return link


@transaction.atomic
def use_sign_in_link(*, token: str, at: datetime, join: User | None = None) -> SignIn:
    """Use a link up and say whom it signs in.

    The member at the address is signed in with the login it has. A member
    without one gets `join` where the reader wished that, else a new login.
    Raises LinkNotValid, LoginSwitchedOff, AddressNotOnRoll, AddressShared.
    """
    link = find_link(token=token, at=at)
    # One statement decides who was first; a second use finds nothing to change.
    if not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise LinkNotValid
    user = _login_for(address=link.address, join=join, at=at)
    if not user.is_active:
        raise LoginSwitchedOff
    return SignIn(user=user, next_url=link.next_url)


def _login_for(*, address: str, join: User | None, at: datetime) -> User:
    try:
        member = member_at(address=address)
    except SignInError:
        # Not one member's address: it may still be that of a login the office made.
        user = _user_at(address)
        if user is None:
            raise
        return user
    if member.user:
        return member.user
    user = join or _unjoined(_user_at(address)) or _new_login(member)
    # Where nothing but mail to the primary address opens the login, that address has nothing to hear.
    known = join is None and address_key(address) == address_key(member.primary_email)
    join_login(member=member, user=user, at=at, tell=not known)
    return user


def _new_login(member: Member) -> User:
    return User.objects.create_user(name=member.name[:150], is_demo=member.is_demo)


def _unjoined(user: User | None) -> User | None:
    return None if hasattr(user, "member") else user


def _user_at(address: str) -> User | None:
    """The login that the office made with that address."""
    key = address_key(address)
    for user in User.objects.filter(email__iexact=address).select_related("member"):
        # The database may fold more letters than we do.
        if address_key(user.email) == key:
            return user
    return None


def _is_known(address: str) -> bool:
    try:
        member_at(address=address)
    except (AddressNotOnRoll, AddressShared):
        return _user_at(address) is not None
    return True


def _make_link(*, address: str, next_url: str, at: datetime) -> str:
    token = secrets.token_urlsafe(16)
    SignInLink.objects.create(
        token_hash=_hash(token), address=address, next_url=next_url, expires_at=at + GOOD_FOR
    )
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
