"""From the rows of a table to records of people; a row that cannot be understood says why."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from members.importing import values
from members.importing.errors import BadValue
from members.importing.mapping import FIELDS, Mapping, title_key
from members.importing.readers import Row, Table
from members.importing.record import PersonRecord
from members.models import ExternalId, Member


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused or ambiguous. `column`: its title in the file, or "" for the whole row."""

    column: str
    message: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """`identity`: whom the row is about, where that much of it can be read."""

    number: int
    problems: tuple[Problem, ...]
    identity: PersonRecord | None = None


LONGEST = {
    name: Member._meta.get_field(name).max_length
    for name in (
        "member_no",
        "first_name",
        "last_name",
        "display_name",
        "phone",
        "street",
        "town",
        "postal_code",
    )
}
LONGEST_ID = ExternalId._meta.get_field("value").max_length
_IDENTITY = ("member_no", "external_ids", "emails", "first_name", "last_name")
_EMAILS = ("email", "email_2", "email_3", "email_4")
# How newsletter systems say whether somebody wants mail; all else is read as yes or no.
_UNSUBSCRIBED = {"unsubscribed", "bouncing", "bounced", "spam complaint", "spam complaint (bouncing)"}
_SUBSCRIBED = {"subscribed", "never subscribed", "none", "previously bounced"}


def records_of(table: Table, mapping: Mapping) -> Iterator[PersonRecord | RefusedRow]:
    """Each row of the table as a record. Raises UnusableFile where the file breaks off."""
    read = RowReader(table.header, mapping)
    for row in table.rows():
        yield read(row)


class RowReader:
    """Reads the rows below one header by one mapping."""

    def __init__(self, header: list[str], mapping: Mapping):
        places: dict[str, int] = {}
        for place, title in enumerate(header):
            places.setdefault(title_key(title), place)
        self.place = {name: places[title_key(title)] for name, title in mapping.columns.items()}
        self.options = mapping.options
        self.tiers = {_key(text): code for text, code in self.options.tiers.items()}
        self.chapters = {_key(text): code for text, code in self.options.chapters.items()}
        # In the order of the fields of a form: a second phone is read after the first.
        order = list(FIELDS)
        names = sorted(mapping.columns, key=lambda name: order.index(name) if name in order else 0)
        self.steps = [(mapping.columns[name], self.place[name], self._step(name)) for name in names]

    def __call__(self, row: Row) -> PersonRecord | RefusedRow:
        problems = []
        if row.has_too_many:
            problems.append(
                Problem("", _("The row has more cells than the header. Look for a stray delimiter."))
            )
        said: dict[str, Any] = {}
        for title, place, read in self.steps:
            try:
                read(row.cells[place], said)
            except BadValue as error:
                problems.append(Problem(title, str(error)))
        if problems:
            identity = {name: said[name] for name in _IDENTITY if name in said}
            return RefusedRow(row.number, tuple(problems), PersonRecord(number=row.number, **identity))
        return PersonRecord(number=row.number, **said)

    def _step(self, name: str) -> Callable[[Any, dict[str, Any]], None]:
        if name.startswith("id:"):
            return partial(self._external_id, name.removeprefix("id:"))
        if name in _EMAILS:
            return self._email
        special = {
            "member_no": self._member_no,
            "phone_2": self._second_phone,
            "street_2": self._second_line,
            "postal_code": self._postal_code,
            "language": self._language,
            "do_not_contact": self._do_not_contact,
            "may_contact": self._may_contact,
            "chapter": self._chapters,
            "tier": self._tier,
            "starts_on": partial(self._day, "starts_on"),
            "expires_on": partial(self._day, "expires_on"),
            "cancelled_on": partial(self._day, "cancelled_on"),
        }
        return special.get(name) or partial(self._text, name, LONGEST[name])

    def _text(self, name, longest, cell, said):
        text = values.text(cell, longest=longest)
        if text or self.options.blank_clears:
            said[name] = text

    def _member_no(self, cell, said):
        if text := values.text(cell, longest=LONGEST["member_no"]):
            said["member_no"] = text

    def _external_id(self, system, cell, said):
        if text := values.text(cell, longest=LONGEST_ID):
            said["external_ids"] = {**said.get("external_ids", {}), system: text}

    def _email(self, cell, said):
        if found := values.addresses(cell):
            said["emails"] = (*said.get("emails", ()), *found)

    def _second_phone(self, cell, said):
        # An empty first phone is no reason to clear the field where there is a second one.
        if not said.get("phone") and (text := values.text(cell, longest=LONGEST["phone"])):
            said["phone"] = text

    def _second_line(self, cell, said):
        if text := values.text(cell):
            street = ", ".join(filter(None, (said.get("street"), text)))
            said["street"] = values.text(street, longest=LONGEST["street"])

    def _postal_code(self, cell, said):
        text = values.postal_code(cell, longest=LONGEST["postal_code"], us=self.options.us_postal_codes)
        if text or self.options.blank_clears:
            said["postal_code"] = text

    def _language(self, cell, said):
        if code := values.language(cell):
            said["language"] = code

    def _do_not_contact(self, cell, said):
        # A list only ever switches this on: it may be older than what the member told us.
        if values.yes_or_no(cell):
            said["do_not_contact"] = True

    def _may_contact(self, cell, said):
        status = values.text(cell).casefold()
        if status in _SUBSCRIBED:
            return
        if status in _UNSUBSCRIBED or values.yes_or_no(cell) is False:
            said["do_not_contact"] = True

    def _chapters(self, cell, said):
        words = [word.strip() for word in values.text(cell).split(";")]
        if names := [word for word in words if word]:
            said["chapters"] = tuple(dict.fromkeys(self.chapters.get(_key(name), name) for name in names))
        elif self.options.blank_clears:
            said["chapters"] = ()

    def _tier(self, cell, said):
        if text := values.text(cell):
            said["tier"] = self.tiers.get(_key(text), text)

    def _day(self, name, cell, said):
        if found := values.day(cell, order=self.options.dates):
            said[name] = found


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
