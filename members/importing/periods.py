"""What a record says about a membership, held against the periods on the roll: nothing, a new period,
the end of one, or a contradiction. No period is ever overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A membership on the roll; `last` None has no end. `pk` is None for one that is about to be written."""

    tier_id: int
    first: date
    last: date | None
    canceled: date | None = None
    pk: int | None = None

    @property
    def is_void(self) -> bool:
        """Canceled on or before its first day: it never counted."""
        return self.canceled is not None and self.canceled <= self.first

    @property
    def counts_until(self) -> date:
        last = self.last or date.max
        return last if self.canceled is None else min(last, self.canceled - _DAY)


@dataclass(frozen=True, slots=True)
class Settled:
    """`add`: a period to write. `cancel`: periods of the roll, each with the day from which it ends."""

    add: Period | None = None
    cancel: tuple[tuple[Period, date], ...] = ()


NOTHING = Settled()


class Contradiction(Exception):
    """The roll and the record cannot both be right; `str(error)` is a sentence about it."""


def settle(periods: Sequence[Period], said: Period) -> Settled:
    """What follows from a record that says this period. Raises Contradiction.

    A record that goes on from the first day of a known period and ends later is a renewal:
    only the days after the known ones are new.
    """
    same = [
        row for row in periods if (row.first, row.last, row.tier_id) == (said.first, said.last, said.tier_id)
    ]
    if same:
        return _settle_known(same, said)
    begun = [row for row in periods if row.first == said.first]
    valid = sorted((row for row in periods if not row.is_void), key=lambda row: (row.first, row.counts_until))
    if any(not row.is_void for row in begun):
        return _settle_renewal(_chain(valid, said.first), valid, said)
    if said.is_void:
        return NOTHING
    if begun:
        raise Contradiction(_known_as(begun[0], said))
    end = said.last or date.max
    for row in valid:
        if row.first <= said.first and end <= row.counts_until or said.first < row.first <= end:
            raise Contradiction(_known_as(row, said))
    return Settled(add=said)


def end_on(periods: Sequence[Period], day: date) -> Settled:
    """End whatever counts on that day or later; nothing where nothing does."""
    return Settled(
        cancel=tuple(
            (row, max(day, row.first)) for row in periods if row.canceled is None and row.counts_until >= day
        )
    )


def _days_and_kind(row: Period) -> tuple:
    return row.first, row.last, row.tier_id


def _settle_known(same: Sequence[Period], said: Period) -> Settled:
    """The very period is on the roll; what is left is whether it was canceled."""
    if any(row.canceled == said.canceled or row.is_void and said.is_void for row in same):
        return NOTHING
    running = next((row for row in same if row.canceled is None), None)
    if running is None:
        raise Contradiction(_known_as(same[0], said))
    return Settled(cancel=((running, max(said.canceled, running.first)),))


def _settle_renewal(chain: Sequence[Period], valid: Sequence[Period], said: Period) -> Settled:
    until = max(row.counts_until for row in chain)
    end = said.last or date.max
    # An end that the roll has too: what the record says is known, in parts.
    known_end = [row for row in chain if row.tier_id == said.tier_id and (row.last or date.max) == end]
    if any(row.canceled == said.canceled for row in known_end):
        return NOTHING
    if said.canceled is not None and said.canceled - _DAY <= until:
        return end_on(chain, said.canceled)
    if end <= until or any(row.canceled for row in chain):
        raise Contradiction(_known_as(max(chain, key=lambda row: row.counts_until), said))
    for row in valid:
        if until < row.first <= end:
            raise Contradiction(_known_as(row, said))
    return Settled(add=Period(said.tier_id, until + _DAY, said.last, said.canceled))


def _chain(valid: Sequence[Period], first: date) -> list[Period]:
    """The periods that follow on each other from the ones that begin on that day."""
    chain: list[Period] = []
    until = first - _DAY
    for row in valid:
        if row.first >= first and (until == date.max or row.first <= until + _DAY):
            chain.append(row)
            until = max(until, row.counts_until)
    return chain


def _known_as(row: Period, said: Period) -> str:
    words = {"first": row.first, "last": row.last or "…", "day": row.canceled}
    if row.canceled is not None:
        return _("On the roll this membership begins on %(first)s and was canceled on %(day)s.") % words
    if row.tier_id != said.tier_id:
        return _("On the roll this membership, from %(first)s to %(last)s, is of another kind.") % words
    return _("On the roll this membership goes from %(first)s to %(last)s.") % words
