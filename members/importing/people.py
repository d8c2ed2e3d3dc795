"""Members as a plan sees them: as the roll has them, and as earlier rows of the same plan leave them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from members.importing.periods import Period
from members.importing.record import PersonRecord
from members.models import (
    ChapterMembership,
    ExternalId,
    Member,
    MemberEmail,
    Membership,
    address_key,
)
from members.models.office import MergedRecord

# Columns of the roll that a record can say, by the same names.
FIELDS = (
    "member_no", "first_name", "last_name", "display_name", "phone", "street", "town", "postal_code",
    "language", "do_not_contact",
)  # fmt: skip
# Numbers that we gave: a number of the organization's own may take their place.
OWN_NUMBERS = "R-"


@dataclass(slots=True)
class Email:
    address: str
    key: str
    is_primary: bool
    pk: int | None = None


@dataclass(slots=True)
class ChapterPeriod:
    chapter_id: int
    first: date
    last: date | None = None
    pk: int | None = None


@dataclass(slots=True, eq=False)
class Person:
    """`target`: the primary key of a member on the roll; -1, -2 ... for the new ones of a plan."""

    target: int
    values: dict[str, Any]
    emails: list[Email] = field(default_factory=list)
    external_ids: list[tuple[str, str]] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    chapters: list[ChapterPeriod] = field(default_factory=list)
    # Of records that were merged into this one; keys of `number_key`.
    old_numbers: set[str] = field(default_factory=set)

    @property
    def member_no(self) -> str:
        return self.values["member_no"]

    @property
    def has_own_number(self) -> bool:
        return not self.member_no or self.member_no.startswith(OWN_NUMBERS)

    @property
    def keys(self) -> list[str]:
        return [email.key for email in self.emails]

    @property
    def primary(self) -> Email | None:
        return next((email for email in self.emails if email.is_primary), None)

    def ids_in(self, system: str) -> list[str]:
        return [value for each, value in self.external_ids if each == system]

    def chapters_on(self, day: date) -> list[ChapterPeriod]:
        """Those that the member belongs to and is not leaving today."""
        return [row for row in self.chapters if row.last is None or row.last > day]


EMPTY_VALUES = {name: Member._meta.get_field(name).get_default() for name in FIELDS}


def new_person(target: int) -> Person:
    return Person(target, dict(EMPTY_VALUES))


def people_on_roll(pks: Iterable[int]) -> dict[int, Person]:
    """Everything a plan compares, in six queries."""
    pks = list(pks)
    found = {
        pk: Person(pk, dict(zip(FIELDS, values, strict=True)))
        for pk, *values in Member.objects.filter(pk__in=pks).order_by().values_list("pk", *FIELDS)
    }
    emails = MemberEmail.objects.filter(member__in=pks).order_by("pk")
    for owner, pk, address, key, is_primary in emails.values_list(
        "member_id", "pk", "address", "key", "is_primary"
    ):
        found[owner].emails.append(Email(address, key, is_primary, pk))
    ids = ExternalId.objects.filter(member__in=pks).order_by("pk")
    for owner, system, value in ids.values_list("member_id", "system", "value"):
        found[owner].external_ids.append((system, value))
    periods = Membership.objects.filter(member__in=pks).order_by("pk")
    for owner, *values in periods.values_list(
        "member_id", "tier_id", "starts_on", "expires_on", "cancelled_on", "pk"
    ):
        found[owner].periods.append(Period(*values))
    chapters = ChapterMembership.objects.filter(member__in=pks).order_by("pk")
    for owner, *values in chapters.values_list("member_id", "chapter_id", "starts_on", "ends_on", "pk"):
        found[owner].chapters.append(ChapterPeriod(*values))
    merged = MergedRecord.objects.filter(member__in=pks).order_by()
    for owner, number in merged.values_list("member_id", "member_no"):
        found[owner].old_numbers.add(number_key(number))
    return found


def digest_of(values: Mapping[str, Any]) -> str:
    """Tells whether the fields of a member are still what an import wrote, without keeping them twice."""
    return hashlib.sha256(repr([values[name] for name in FIELDS]).encode()).hexdigest()[:32]


def number_key(member_no: str) -> str:
    return member_no.strip().casefold()


class Directory:
    """Who a number or an address stands for: on the roll, and in the rows planned so far."""

    def __init__(self):
        self._numbers: dict[str, int] = {}
        self._ids: dict[tuple[str, str], int] = {}
        self._keys: dict[str, int | tuple[int, ...]] = {}
        self._roll_numbers: dict[str, int] = {}
        self._roll_ids: dict[tuple[str, str], int] = {}
        self._roll_keys: dict[str, list[int]] = {}

    def look_up(self, records: Iterable[PersonRecord]) -> set[int]:
        """Fetch what these records name, in one query for each kind of name; gives the targets found."""
        numbers, ids, keys = set(), defaultdict(set), set()
        for record in records:
            if record.member_no:
                numbers.add(record.member_no)
            for system, value in record.external_ids.items():
                ids[system].add(value)
            keys.update(map(address_key, record.emails or ()))
        spellings = {each for number in numbers for each in (number, number.upper(), number.lower())}
        merged = MergedRecord.objects.filter(member_no__in=spellings).order_by()
        roll = Member.objects.filter(member_no__in=spellings).order_by()
        self._roll_numbers = {
            number_key(number): pk
            for number, pk in [
                *merged.values_list("member_no", "member_id"),
                *roll.values_list("member_no", "pk"),
            ]
        }
        self._roll_ids = {
            (system, value): pk
            for system, values in ids.items()
            for value, pk in ExternalId.objects.filter(system=system, value__in=values)
            .order_by()
            .values_list("value", "member_id")
        }
        self._roll_keys = defaultdict(list)
        for key, pk in (
            MemberEmail.objects.filter(key__in=keys).order_by("member_id").values_list("key", "member_id")
        ):
            self._roll_keys[key].append(pk)
        found = set(self._roll_numbers.values()) | set(self._roll_ids.values())
        found.update(pk for pks in self._roll_keys.values() for pk in pks)
        found.update(self._numbers[key] for key in map(number_key, numbers) if key in self._numbers)
        for system, values in ids.items():
            found.update(self._ids[system, value] for value in values if (system, value) in self._ids)
        for key in keys:
            found.update(self._planned_at(key))
        return found

    def add(self, target: int, *, member_no: str = "", ids: Iterable[tuple[str, str]] = (), keys=()) -> None:
        """Know what a planned row gives to a person."""
        if member_no:
            self._numbers[number_key(member_no)] = target
        for each in ids:
            self._ids[each] = target
        for key in keys:
            known = self._planned_at(key)
            if target not in known:
                self._keys[key] = (*known, target) if known else target

    def by_number(self, member_no: str) -> int | None:
        key = number_key(member_no)
        return self._numbers.get(key) or self._roll_numbers.get(key)

    def by_id(self, system: str, value: str) -> int | None:
        return self._ids.get((system, value)) or self._roll_ids.get((system, value))

    def at(self, key: str) -> list[int]:
        return list(dict.fromkeys([*self._roll_keys.get(key, ()), *self._planned_at(key)]))

    def _planned_at(self, key: str) -> tuple[int, ...]:
        found = self._keys.get(key, ())
        return (found,) if isinstance(found, int) else found
