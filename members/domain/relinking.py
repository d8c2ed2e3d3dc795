"""Moving a membership from one login to another: after a link to the roll, or by the office.

Not while a vote is open in which the member can take part: until then the
membership stays with the login it has, whoever asks. The member can vote all
the same, since a link by e-mail opens that login.
"""

import logging
from datetime import datetime

from django.db import IntegrityError, transaction

from members.domain.errors import FrozenDuringVote, LoginHasMember, MemberHasLogin
from members.domain.history import record_change
from members.domain.joining import settle_claims
from members.domain.notices import tell_moved
from members.domain.sessions import sign_out_everywhere
from members.models import Member, User
from voting.domain.queries import open_votes_of

logger = logging.getLogger(__name__)


def is_frozen(member: Member) -> bool:
    """Whether a vote is open in which the member can take part."""
    return open_votes_of(voter_ref=str(member.ref)).exists()


@transaction.atomic
def move_login(*, member: Member, user: User, replaces: User, at: datetime, by: User | None = None) -> None:
    """Make `user` the login of `member` in place of `replaces`, and tell every address that is known.

    The sessions of both logins end. `by`: who in the office decided it; None where a link to the roll did.
    Raises FrozenDuringVote, MemberHasLogin (it has another login than
    `replaces` by now), LoginHasMember.
    """
    if is_frozen(member):
        raise FrozenDuringVote
    try:
        with transaction.atomic():
            moved = Member.objects.filter(pk=member.pk, user=replaces).update(user=user)
    except IntegrityError as error:
        raise LoginHasMember from error
    if not moved:
        raise MemberHasLogin
    member.user = user
    sign_out_everywhere(user=replaces)
    settle_claims(member=member, user=user, at=at)
    for login in (user, replaces):
        sign_out_everywhere(user=login)
    record_change(
        member=member,
        at=at,
        actor=by,
        source="office" if by else "link",
        changes={"login": (f"#{replaces.pk}", f"#{user.pk}")},
    )
    tell_moved(member=member, old=replaces, new=user, at=at, by_office=by is not None)
    logger.info(
        "member %s moved from login %s to %s by %s",
        member.pk,
        replaces.pk,
        user.pk,
        by.pk if by else "a link",
    )
