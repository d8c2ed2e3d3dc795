"""Joining a login to the member it belongs to: one member, one login, never twice.

An address counts as proof only when we sent a link to it, or when a provider
that the settings trust says it has verified it. Everything else is a claim
(`members.domain.claims`). The caller vouches for that.
"""

import logging
from datetime import datetime

from django.db import IntegrityError, transaction

from members.domain.errors import AddressNotOnRoll, AddressShared, LoginHasMember, MemberHasLogin
from members.domain.notices import tell_joined
from members.domain.sessions import sign_out_everywhere
from members.models import Member, MembershipClaim, User

logger = logging.getLogger(__name__)


def member_at(*, address: str) -> Member:
    """The one member with that address; raises AddressNotOnRoll or AddressShared."""
    found = list(Member.objects.at_address(address).select_related("user")[:2])
    if not found:
        raise AddressNotOnRoll
    if len(found) > 1:
        raise AddressShared
    return found[0]


@transaction.atomic
def join_login(
    *, member: Member, user: User, at: datetime, tell: bool = True, by_office: bool = False
) -> bool:
    """Make `user` the login of `member`; False where it is so already.

    The primary address of the roll is told, unless the proof was a link to
    that very address (`tell=False`). What the login still claimed is settled,
    and its sessions end: one that somebody else holds must not gain a
    membership. Raises MemberHasLogin or LoginHasMember.
    """
    if member.user_id == user.pk:
        return False
    try:
        with transaction.atomic():
            joined = Member.objects.filter(pk=member.pk, user=None).update(user=user)
    except IntegrityError as error:
        raise LoginHasMember from error
    if not joined:
        raise MemberHasLogin
    member.user = user
    settle_claims(member=member, user=user, at=at)
    sign_out_everywhere(user=user)
    if tell:
        tell_joined(member=member, user=user, at=at, by_office=by_office)
    logger.info("login %s joined to member %s", user.pk, member.pk)
    return True


def settle_claims(*, member: Member, user: User, at: datetime) -> None:
    """What the login still waits for is answered: it has its member."""
    MembershipClaim.objects.filter(user=user, state=MembershipClaim.State.PENDING).update(
        state=MembershipClaim.State.VERIFIED, member=member, decided_at=at, link_hash="", link_expires_at=None
    )
