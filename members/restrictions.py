"""Who may read the pages and documents that are for members, or for groups."""

from django.utils import timezone
from django.utils.translation import gettext as _

from core.member_only.readers import VISITOR, Reader
from members.domain.second_factor import is_staff
from members.domain.standing import CANCELLED, EXPIRED, NO_VOTING_TIER, NONE, standing_of
from members.models import Member
from members.models.settings import MembershipSettings

# Dues end no suspension, and make no membership begin earlier.
_PAYING_HELPS = (EXPIRED, CANCELLED, NO_VOTING_TIER, NONE)


def reader_of_request(request) -> Reader:
    """Standing today, days of grace included. No role of staff and no group takes its place."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return VISITOR
    member = Member.objects.filter(user=user).with_standing().first()
    if member is None:
        return Reader(is_signed_in=True, reason=_("We cannot find you on our list of members."))
    standing = standing_of(member, timezone.localdate())
    if standing.is_good:
        return Reader(is_member=True, is_signed_in=True)
    renewal_url = (
        MembershipSettings.for_request(request).renewal_url if standing.status in _PAYING_HELPS else ""
    )
    return Reader(is_signed_in=True, reason=standing.sentence(), renewal_url=renewal_url)


def groups_count(request) -> bool:
    """Staff read what is for their groups once they have shown the second factor, and are led to it."""
    user = request.user
    if not getattr(user, "awaits_second_factor", False) or not is_staff(user):
        return True
    user.missed_second_factor = True
    return False
