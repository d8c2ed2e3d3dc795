"""Whether a reader is a member in good standing, for pages and documents that are for members."""

from django.utils import timezone
from django.utils.translation import gettext as _

from core.member_only.readers import VISITOR, Reader
from members.domain.standing import standing_of
from members.models import Member


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
    return Reader(is_signed_in=True, reason=standing.sentence())
