"""What a member may change on the roll at once, without asking anybody."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from members.domain.history import record_change
from members.models import Member, User

# The name that is shown, and where the organization reaches a person. Legal name,
# e-mail addresses and chapter decide about rights: those the office changes.
OWN_FIELDS = ("display_name", "language", "phone", "street", "town", "postal_code")


@transaction.atomic
def change_own_data(*, member: Member, wanted: Mapping[str, str], actor: User, at: datetime) -> bool:
    """Change some of OWN_FIELDS, with a line in the history; False where nothing was new.

    Whatever else `wanted` names is passed over.
    """
    member = Member.objects.select_for_update().get(pk=member.pk)
    changes = {}
    for field in OWN_FIELDS:
        if field in wanted and getattr(member, field) != wanted[field]:
            changes[field] = (getattr(member, field), wanted[field])
            setattr(member, field, wanted[field])
    if not changes:
        return False
    member.save(update_fields=list(changes))
    record_change(member=member, at=at, actor=actor, source="correction", changes=changes)
    return True
