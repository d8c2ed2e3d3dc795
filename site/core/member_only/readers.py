"""Who is reading, as far as member-only content has to know.

The roll belongs to the members app, which core knows nothing of: the setting
MEMBER_READER names the function that asks it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Reader:
    """`is_member`: a member in good standing today.

    `reason`: what keeps somebody who is signed in from being one, in a full
    sentence in the active language; empty for members and for visitors.
    """

    is_member: bool = False
    is_signed_in: bool = False
    reason: str = ""


VISITOR = Reader()


def reader_of(request) -> Reader:
    """Asked once a request, and only where something is for members."""
    if not hasattr(request, "_member_reader"):
        request._member_reader = import_string(settings.MEMBER_READER)(request)
    return request._member_reader
