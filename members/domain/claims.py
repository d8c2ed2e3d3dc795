"""Somebody who signed in says: I am on your roll. The member's side of it.

Whoever claims learns nothing about the roll: the answer is the same, and takes
as long, whether or not what was given stands there. A task looks it up. Where
one member has the address, a link goes there. It joins only the login and the
browser that asked: opened by anybody else it can but say no. So nobody can be
talked into opening a link that gives a stranger the membership.
"""

import hashlib
import logging
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.domain.errors import LinkElsewhere, LinkNotValid, LoginHasMember, LoginSwitchedOff, SignInError
from members.domain.joining import join_login, member_at
from members.domain.notices import ways_in
from members.domain.relinking import move_login
from members.mails import send_now, supported
from members.models import Member, MembershipClaim, User
from members.rate_limits import is_allowed

logger = logging.getLogger(__name__)

GOOD_FOR = timedelta(minutes=30)
# However many logins somebody makes, a member is not flooded with mails.
_LINKS_PER_MEMBER_AND_DAY = 5
_DAY = 86_400
_PENDING = MembershipClaim.State.PENDING


def claim_of(user: User) -> MembershipClaim | None:
    """The newest claim of a login, with its state; None where it never made one."""
    if not user.is_authenticated:
        return None
    return MembershipClaim.objects.filter(user=user).order_by("-made_at", "-pk").first()


@transaction.atomic
def make_claim(
    *, user: User, number: str, address: str, name: str, language: str, session_secret: str, at: datetime
) -> MembershipClaim:
    """Write down what somebody gives; a claim that still waits is given anew.

    `number`, `address`: one of them at least. `session_secret`: what the
    browser holds in its session. Raises LoginHasMember.
    """
    if Member.objects.filter(user=user).exists():
        raise LoginHasMember
    given = {
        "given_number": number,
        "given_address": address,
        "given_name": name,
        "language": language,
        "made_at": at,
        "session_hash": _hash(session_secret),
        "link_hash": "",
        "link_expires_at": None,
        "link_member": None,
        "link_replaces": None,
    }
    claim, _made = MembershipClaim.objects.update_or_create(user=user, state=_PENDING, defaults=given)
    return claim


def withdraw_claim(*, user: User) -> bool:
    """Forget what a login still claims; False where there is nothing."""
    gone, _tables = MembershipClaim.objects.filter(user=user, state=_PENDING).delete()
    return bool(gone)


def look_up_claim(*, claim_id: int, made_at: datetime, at: datetime) -> None:
    """Send a link, if one member of the roll has what was given; else the office decides.

    Nothing is done for a claim that was changed, withdrawn or decided since.
    """
    claim = (
        MembershipClaim.objects.filter(pk=claim_id, made_at=made_at, state=_PENDING)
        .select_related("user")
        .first()
    )
    if claim is None:
        return
    member, address = _place_on_roll(claim)
    if member is None or not _may_write_to(member, at):
        return
    # The office switched that login off: no link gets around it.
    if member.user and not member.user.is_active:
        return
    token = secrets.token_urlsafe(16)
    claim.link_hash = _hash(token)
    claim.link_expires_at = at + GOOD_FOR
    claim.link_member = member
    claim.link_replaces = member.user
    claim.save(update_fields=["link_hash", "link_expires_at", "link_member", "link_replaces"])
    language = supported(claim.language)
    with translation.override(language):
        context = {
            "ways": ways_in(claim.user),
            "replaces": ways_in(member.user) if member.user else "",
            "token": token,
            "minutes": int(GOOD_FOR.total_seconds() // 60),
        }
    send_now(
        address=address,
        language=language,
        subject=gettext_lazy("Is this you? Your membership in %(site)s"),
        template="claim_link.txt",
        context=context,
    )


def _place_on_roll(claim: MembershipClaim) -> tuple[Member | None, str]:
    """The one member whom a link may reach, and at which of the member's addresses."""
    numbered = member_with_number(claim.given_number)
    if not claim.given_address:
        address = numbered.primary_email if numbered else ""
        return (numbered, address) if address else (None, "")
    try:
        member = member_at(address=claim.given_address)
    except SignInError:
        return None, ""
    if claim.given_number and numbered != member:
        return None, ""
    return member, claim.given_address


def member_with_number(number: str) -> Member | None:
    found = list(Member.objects.filter(member_no__iexact=number).select_related("user")[:2]) if number else []
    return found[0] if len(found) == 1 else None


def _may_write_to(member: Member, at: datetime) -> bool:
    return is_allowed(
        what="claim-member", who=str(member.pk), times=_LINKS_PER_MEMBER_AND_DAY, seconds=_DAY, at=at
    )


def find_claim_by_link(*, token: str, at: datetime) -> MembershipClaim:
    """The claim that a link belongs to, as long as it can be used; raises LinkNotValid."""
    claim = (
        MembershipClaim.objects.filter(link_hash=_hash(token), link_expires_at__gt=at, state=_PENDING)
        .select_related("user", "link_member", "link_replaces")
        .first()
    )
    if claim is None or claim.link_member is None:
        raise LinkNotValid
    return claim


def is_asked_here(claim: MembershipClaim, *, user: User, session_secret: str) -> bool:
    """Whether this is the login and the browser that asked."""
    return claim.user_id == user.pk and constant_time_compare(claim.session_hash, _hash(session_secret))


@transaction.atomic
def use_claim_link(*, token: str, user: User, session_secret: str, at: datetime) -> Member:
    """Join the login that asked to the member the link was sent to, and use the link up.

    Raises LinkNotValid, LinkElsewhere, LoginSwitchedOff, MemberHasLogin (it
    got another login since the link was sent), LoginHasMember,
    FrozenDuringVote.
    """
    claim = find_claim_by_link(token=token, at=at)
    if not is_asked_here(claim, user=user, session_secret=session_secret):
        raise LinkElsewhere
    # One statement decides who was first; a second use finds nothing to change.
    if not MembershipClaim.objects.filter(pk=claim.pk, link_hash=claim.link_hash, state=_PENDING).update(
        link_hash="", link_expires_at=None
    ):
        raise LinkNotValid
    member = claim.link_member
    if claim.link_replaces is None:
        join_login(member=member, user=user, at=at)
    elif not claim.link_replaces.is_active:
        raise LoginSwitchedOff
    else:
        move_login(member=member, user=user, replaces=claim.link_replaces, at=at)
    return member


def refuse_claim_by_link(*, token: str, at: datetime) -> None:
    """Whoever reads the mail says: that was not me. Raises LinkNotValid."""
    claim = find_claim_by_link(token=token, at=at)
    with translation.override(supported(claim.language)):
        reason = _("The person who reads mail at that address says that it is not you.")
    MembershipClaim.objects.filter(pk=claim.pk, state=_PENDING).update(
        state=MembershipClaim.State.REJECTED,
        reason=reason,
        decided_at=at,
        link_hash="",
        link_expires_at=None,
    )
    logger.warning("claim %s was refused by the owner of the address", claim.pk)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
