"""Who is reading, as far as member-only content has to know.

The roll and the logins belong to the members app, which core knows nothing of:
the settings MEMBER_READER and GROUP_READER name the functions that ask it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Reader:
    """`is_member`: a member in good standing today.

    `reason`: what keeps somebody who is signed in from being one, in a full
    sentence in the active language; empty for members and for visitors.
    `renewal_url`: where dues are paid, for somebody whom paying would help.
    """

    is_member: bool = False
    is_signed_in: bool = False
    reason: str = ""
    renewal_url: str = ""


VISITOR = Reader()


def reader_of(request) -> Reader:
    """Asked once a request, and only where something is for members."""
    if not hasattr(request, "_member_reader"):
        request._member_reader = import_string(settings.MEMBER_READER)(request)
    return request._member_reader


def may_use_groups(request) -> bool:
    """Whether the groups of this login count in this session."""
    return import_string(settings.GROUP_READER)(request)
