"""What a record would change on one member's entry, field by field."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from members.importing.catalog import Catalog
from members.importing.errors import BadValue
from members.importing.mapping import Options
from members.importing.people import FIELDS, ChapterPeriod, Email, Person, number_key
from members.importing.periods import Contradiction, Period, Settled, end_on, settle
from members.importing.record import PersonRecord
from members.importing.rows import Problem
from members.models import MembershipTier, address_key

_DAY = timedelta(days=1)


@dataclass(slots=True)
class Difference:
    """What is to be written. `shown`: {field: [old, new]} as text, for the reader."""

    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    add_emails: list[str] = field(default_factory=list)
    remove_emails: list[Email] = field(default_factory=list)
    primary: str = ""
    old_primary: str = ""
    external_ids: list[tuple[str, str]] = field(default_factory=list)
    add_period: Period | None = None
    cancel: tuple[tuple[Period, date], ...] = ()
    join: list[int] = field(default_factory=list)
    leave: list[tuple[ChapterPeriod, date]] = field(default_factory=list)
    shown: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_about_dues_alone(self) -> bool:
        return set(self.shown) <= {"membership", "canceled"}


class Comparer:
    """Compares records with the roll, all by the same rules and on the same day."""

    def __init__(self, *, on: date, options: Options, catalog: Catalog):
        self.on = on
        self.options = options
        self.catalog = catalog

    def compare(self, person: Person, record: PersonRecord) -> tuple[Difference, list[Problem]]:
        """The difference, and why it cannot be written; `Problem.column` is our name of the field."""
        difference, problems = Difference(), []
        for part in (self._fields, self._emails, self._external_ids, self._membership, self._chapters):
            try:
                part(difference, person, record)
            except _Refusal as refusal:
                problems.append(Problem(refusal.field, str(refusal)))
        return difference, problems

    def _fields(self, difference: Difference, person: Person, record: PersonRecord) -> None:
        for name in FIELDS:
            said, known = getattr(record, name), person.values[name]
            if said is None or said == known:
                continue
            if name == "member_no" and number_key(said) in {number_key(known), *person.old_numbers}:
                continue
            difference.fields[name] = (known, said)
            difference.shown[name] = [_text(known), _text(said)]

    def _emails(self, difference: Difference, person: Person, record: PersonRecord) -> None:
        if not record.emails:
            return
        said = {address_key(address): address for address in reversed(record.emails)}
        said = dict(reversed(said.items()))
        known = set(person.keys)
        difference.add_emails = [address for key, address in said.items() if key not in known]
        if self.options.addresses == "replace":
            difference.remove_emails = [email for email in person.emails if email.key not in said]
        first = next(iter(said))
        primary = person.primary
        if primary is None or primary.key != first:
            difference.primary = first
            difference.old_primary = primary.key if primary else ""
            difference.shown["primary_email"] = [primary.address if primary else "", said[first]]
        if difference.add_emails or difference.remove_emails:
            gone = {email.key for email in difference.remove_emails}
            before = [email.address for email in person.emails]
            after = [email.address for email in person.emails if email.key not in gone]
            difference.shown["emails"] = [", ".join(before), ", ".join(after + difference.add_emails)]

    def _external_ids(self, difference: Difference, person: Person, record: PersonRecord) -> None:
        for system, value in record.external_ids.items():
            if (system, value) not in person.external_ids:
                difference.external_ids.append((system, value))
                difference.shown[f"id:{system}"] = [", ".join(person.ids_in(system)), value]

    def _membership(self, difference: Difference, person: Person, record: PersonRecord) -> None:
        said = self.period_of(record)
        try:
            if said is not None:
                settled = settle(person.periods, said)
            elif record.cancelled_on is not None:
                settled = self._end(person, record)
            else:
                return
        except Contradiction as error:
            raise _Refusal("expires_on", str(error)) from None
        difference.add_period, difference.cancel = settled.add, settled.cancel
        if settled.add:
            difference.shown["membership"] = ["", self._period_text(settled.add)]
        if settled.cancel:
            days = ", ".join(dict.fromkeys(day.isoformat() for _row, day in settled.cancel))
            difference.shown["canceled"] = ["", days]

    def _end(self, person: Person, record: PersonRecord) -> Settled:
        if not person.periods:
            raise _Refusal("cancelled_on", _("There is no membership to cancel."))
        return end_on(person.periods, record.cancelled_on)

    def period_of(self, record: PersonRecord) -> Period | None:
        """The membership that a record says; None where it says none."""
        first, last = record.starts_on, record.expires_on
        if first is None and last is None and not record.has_no_end:
            if record.tier and record.cancelled_on is None:
                raise _Refusal("starts_on", _("The first and the last day of the membership are missing."))
            return None
        tier = self._tier(record)
        if first is None:
            if last is None or self.options.empty_first_day != "tier_period":
                raise _Refusal("starts_on", _("The first day of the membership is missing."))
            first = _add_months(last + _DAY, -tier.period_months)
        if last is None and not record.has_no_end:
            if self.options.empty_last_day == "refuse":
                raise _Refusal("expires_on", _("The last day paid is missing."))
            if self.options.empty_last_day == "tier_period":
                last = _add_months(first, tier.period_months) - _DAY
        if last is not None and last < first:
            raise _Refusal("expires_on", _("The last day paid is before the first day."))
        return Period(tier.pk, first, last, record.cancelled_on)

    def _tier(self, record: PersonRecord) -> MembershipTier:
        code = record.tier or self.options.default_tier
        if not code:
            raise _Refusal("tier", _("The kind of membership is missing."))
        return _known("tier", self.catalog.tier, code)

    def _chapters(self, difference: Difference, person: Person, record: PersonRecord) -> None:
        if record.chapters is None:
            return
        said = {_known("chapter", self.catalog.chapter, code).pk for code in record.chapters}
        running = person.chapters_on(self.on)
        known = {row.chapter_id for row in running}
        difference.join = sorted(said - known)
        difference.leave = [
            (row, max(row.first, self.on - _DAY)) for row in running if row.chapter_id not in said
        ]
        if difference.join or difference.leave:
            difference.shown["chapter"] = [self._chapter_names(known), self._chapter_names(said)]

    def _chapter_names(self, pks) -> str:
        return ", ".join(sorted(self.catalog.chapter_names[pk] for pk in pks))

    def _period_text(self, period: Period) -> str:
        text = f"{self.catalog.tier_names[period.tier_id]}, {period.first} – {period.last or '…'}"
        return f"{text} × {period.canceled}" if period.canceled else text


def carry_out(person: Person, difference: Difference, *, on: date) -> None:
    """Leave the person as the roll will have them after the difference is written."""
    for name, (_old, new) in difference.fields.items():
        person.values[name] = new
    gone = {email.key for email in difference.remove_emails}
    person.emails = [email for email in person.emails if email.key not in gone]
    person.emails += [Email(address, address_key(address), False) for address in difference.add_emails]
    if difference.primary:
        for email in person.emails:
            email.is_primary = email.key == difference.primary
    person.external_ids += difference.external_ids
    ended = dict(difference.cancel)
    person.periods = [replace(row, canceled=ended.get(row, row.canceled)) for row in person.periods]
    if difference.add_period:
        person.periods.append(difference.add_period)
    left = {row.chapter_id for row, _day in difference.leave}
    for row in person.chapters_on(on):
        if row.chapter_id in left:
            row.last = max(row.first, on - _DAY)
    person.chapters += [ChapterPeriod(pk, on) for pk in difference.join]


class _Refusal(Exception):
    def __init__(self, name: str, message: str):
        super().__init__(message)
        self.field = name


def _known(name: str, find: Callable[[str], Any], code: str) -> Any:
    try:
        return find(code)
    except BadValue as error:
        raise _Refusal(name, str(error)) from None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _add_months(day: date, months: int) -> date:
    """The same day of another month, or its last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
