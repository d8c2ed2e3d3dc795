"""Pages that stay in order while rows are added and taken away: each begins after a row, not at a number."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta

from members.api.problems import ApiProblem, FieldProblem, not_valid

# An import may write for a minute, and its rows bear the time of its beginning.
BEING_WRITTEN = timedelta(minutes=10)
_LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the member with that key, in a walk that began at `as_of`."""

    after: int
    as_of: datetime

    def cursor(self) -> str:
        return base64.urlsafe_b64encode(f"{self.after} {self.as_of.isoformat()}".encode()).decode()


def place_of(cursor: str | None, *, at: datetime) -> Place:
    """Raises ApiProblem for a cursor that is none of ours."""
    if cursor is None:
        return Place(after=0, as_of=at - BEING_WRITTEN)
    try:
        key, _, as_of = base64.b64decode(cursor, altchars=b"-_", validate=True).decode("ascii").partition(" ")
        place = Place(after=int(key), as_of=datetime.fromisoformat(as_of))
    except (binascii.Error, ValueError):
        raise _not_ours() from None
    if place.as_of.tzinfo is None or not 0 <= place.after <= _LARGEST_KEY:
        raise _not_ours()
    return place


def _not_ours() -> ApiProblem:
    return not_valid(
        [FieldProblem(pointer="cursor", detail="It is not one of ours. Begin again without one.")]
    )
