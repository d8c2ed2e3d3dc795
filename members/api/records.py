"""What a program says about people, and how it becomes the records that imports are made of."""

from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from members.importing import values
from members.importing.checking import problems_in
from members.importing.errors import BadValue
from members.importing.record import PersonRecord
from members.importing.rows import Problem, RefusedRow

# What is too long for the roll is refused with its record; this only bounds what is read.
Words = Annotated[str, StringConstraints(max_length=1000)]
System = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,50}$")]
MOST_RECORDS = 500
_MOST_PARTS = 20
_WORDS = ("first_name", "last_name", "display_name", "phone", "street", "town", "postal_code")
_DAYS = ("starts_on", "expires_on", "cancelled_on")


class Body(Schema):
    """A body says what openapi.json has, and nothing else: a name that is misspelled is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class PersonIn(Body):
    """A field that is missing or null says nothing: what the roll has stays. An empty text empties a field.

    A record needs a member number, a number of another system or an address: by them the member is found,
    in this order. Nobody is ever merged by guess.
    """

    member_no: Words | None = Field(None, description="If a new member has none, we give one.")
    external_ids: dict[System, Words] = Field(
        {}, max_length=_MOST_PARTS, description="How other systems name this member: {system: number}."
    )
    emails: list[Words] | None = Field(
        None, max_length=_MOST_PARTS, description="Mail goes to the first one. See also `replace_addresses`."
    )
    first_name: Words | None = None
    last_name: Words | None = None
    display_name: Words | None = Field(None, description="If it is not first and last name.")
    phone: Words | None = None
    street: Words | None = None
    town: Words | None = None
    postal_code: Words | None = None
    language: Words | None = Field(None, description="A code, as `en` or `pt-BR`.")
    do_not_contact: bool | None = Field(
        None, description="true switches it on. false changes nothing: only the member and the office may."
    )
    chapters: list[Words] | None = Field(
        None, max_length=_MOST_PARTS, description="Codes: those, and no others, from today on. []: none."
    )
    tier: Words | None = Field(None, description="Code of the kind of membership.")
    starts_on: Words | None = Field(None, description="First day of a membership, as 2026-01-01.")
    expires_on: Words | None = Field(None, description="The last day paid. A later one is a renewal.")
    has_no_end: bool = Field(False, description="The membership does not end; instead of `expires_on`.")
    cancelled_on: Words | None = Field(None, description="From this day on the membership does not count.")


class Records(Body):
    records: list[PersonIn] = Field(min_length=1, max_length=MOST_RECORDS)
    dry_run: bool = Field(False, description="Only report what would be done.")
    replace_addresses: bool = Field(
        False, description="Remove addresses that a record with `emails` does not name."
    )


def record_of(person: PersonIn, *, number: int) -> PersonRecord | RefusedRow:
    """The record, or why it cannot be understood. `number`: its place in the request, from 1."""
    problems: list[Problem] = []

    def read(name, look, said):
        try:
            return look(said)
        except BadValue as error:
            problems.append(Problem(name, str(error)))
            return None

    record = PersonRecord(
        number=number,
        member_no=values.text(person.member_no) or None,
        external_ids={
            system: text for system, said in person.external_ids.items() if (text := values.text(said))
        },
        emails=tuple(filter(None, map(values.text, person.emails or ()))) or None,
        language=read("language", values.language, person.language),
        do_not_contact=person.do_not_contact or None,
        chapters=None if person.chapters is None else tuple(map(values.text, person.chapters)),
        tier=values.text(person.tier) or None,
        has_no_end=person.has_no_end,
        **{name: _said(getattr(person, name)) for name in _WORDS},
        **{name: read(name, values.day, getattr(person, name)) for name in _DAYS},
    )
    if not (record.member_no or record.external_ids or record.emails):
        problems.append(
            Problem("", _("A record needs a member number, a number of another system, or an address."))
        )
    problems += problems_in(record)
    return RefusedRow(number, tuple(problems)) if problems else record


def _said(words: str | None) -> str | None:
    return None if words is None else values.text(words)
