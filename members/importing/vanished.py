"""Members whom a list does not name although it should."""

from collections.abc import Container
from datetime import date

from members.models import ExternalId, Member


def members_not_among(named: Container[int], *, on: date, system: str = "") -> list[int]:
    """Primary keys of members in good standing that day who are not in `named`.

    Where the list is that of a `system`, only those who have a number there.
    """
    members = Member.objects.in_good_standing(on=on).filter(is_demo=False)
    if system:
        members = members.filter(pk__in=ExternalId.objects.filter(system=system).values("member"))
    pks = members.order_by("pk").values_list("pk", flat=True)
    return [pk for pk in pks.iterator(chunk_size=2000) if pk not in named]
