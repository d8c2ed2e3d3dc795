"""Joining a login to the member it belongs to: one member, one login, never twice.

An address counts as proof only when we sent a link to it, or when a provider
that the settings trust says it has verified it. The caller vouches for that.
"""

import logging

from django.db import IntegrityError, transaction

from members.domain.errors import AddressNotOnRoll, AddressShared, LoginHasMember, MemberHasLogin
from members.models import Member, User

logger = logging.getLogger(__name__)


def member_at(*, address: str) -> Member:
    """The one member with that address; raises AddressNotOnRoll or AddressShared."""
    found = list(Member.objects.at_address(address).select_related("user")[:2])
    if not found:
        raise AddressNotOnRoll
    if len(found) > 1:
        raise AddressShared
    return found[0]


def join_login(*, member: Member, user: User) -> None:
    """Make `user` the login of `member`; doing it twice changes nothing.

    Raises MemberHasLogin or LoginHasMember.
    """
    if member.user_id == user.pk:
        return
    try:
        with transaction.atomic():
            joined = Member.objects.filter(pk=member.pk, user=None).update(user=user)
    except IntegrityError as error:
        raise LoginHasMember from error
    if not joined:
        raise MemberHasLogin
    member.user = user
    logger.info("login %s joined to member %s", user.pk, member.pk)
