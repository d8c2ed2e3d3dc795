"""Whom a record is about: by member number, then by a number elsewhere, then by address.

Nobody is merged by guess: where two members match, or where what is said does not
go together, the record is ambiguous and a person decides.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from members.importing.people import Directory, Person, number_key
from members.importing.record import PersonRecord
from members.models import address_key


@dataclass(frozen=True, slots=True)
class Match:
    """`person` None and no `why`: nobody on the roll.

    `why`: why it is ambiguous, in a sentence; `among`: whom it may be about.
    """

    person: Person | None = None
    why: str = ""
    among: tuple[Person, ...] = ()


def match(
    record: PersonRecord,
    directory: Directory,
    people: Mapping[int, Person],
    *,
    address_is_enough: bool = False,
) -> Match:
    """Find the member. `people`: everybody whom `directory` knows for these records."""
    named = _named_by_number(record, directory, people)
    if len(named) > 1:
        return _unclear(_("The numbers are of two members: %(members)s.") % {"members": _list(named)}, *named)
    keys = {address_key(address) for address in record.emails or ()}
    holders = [
        people[target]
        for target in dict.fromkeys(target for key in keys for target in directory.at(key))
        if keys & set(people[target].keys)
    ]
    if named:
        return _by_number(record, named[0], holders)
    if len(holders) > 1:
        return _unclear(
            _("The address is of two members: %(members)s.") % {"members": _list(holders)}, *holders
        )
    if holders:
        return _by_address(record, holders[0], address_is_enough=address_is_enough)
    return Match()


def _unclear(why: str, *among: Person) -> Match:
    return Match(why=why, among=among)


def _named_by_number(
    record: PersonRecord, directory: Directory, people: Mapping[int, Person]
) -> list[Person]:
    targets = [directory.by_number(record.member_no)] if record.member_no else []
    targets += [directory.by_id(system, value) for system, value in record.external_ids.items()]
    return [people[target] for target in dict.fromkeys(targets) if target is not None]


def _by_number(record: PersonRecord, person: Person, holders: list[Person]) -> Match:
    if other := _other_number(record, person):
        return _unclear(other, person)
    others = [holder for holder in holders if holder is not person]
    # One address for two people is possible, but then the names have to say so.
    if others and person not in holders and not _is_clearly(record, person, others):
        return _unclear(
            _("The number is of %(member)s, but the address is of %(others)s.")
            % {"member": _list([person]), "others": _list(others)},
            *(person, *others),
        )
    return Match(person)


def _by_address(record: PersonRecord, holder: Person, *, address_is_enough: bool) -> Match:
    differs = names_differ(record, holder)
    if other := _other_number(record, holder):
        # Another number and another name: two people who share an address.
        return Match() if differs else _unclear(other, holder)
    if differs and not address_is_enough:
        return _unclear(
            _("The address is of %(member)s, whose name is another. A member number would tell them apart.")
            % {"member": _list([holder])},
            holder,
        )
    return Match(holder)


def _other_number(record: PersonRecord, person: Person) -> str:
    """Why the numbers of the record cannot be this person's; "" where they can."""
    if record.member_no and not person.has_own_number:
        number = person.member_no
        if number_key(record.member_no) not in {number_key(number), *person.old_numbers}:
            return _("On the roll this person has the number %(number)s.") % {"number": number}
    for system, value in record.external_ids.items():
        known = person.ids_in(system)
        if known and value not in known:
            return _("On the roll %(member)s has the %(system)s number %(number)s.") % {
                "member": _list([person]),
                "system": system,
                "number": known[0],
            }
    return ""


def _is_clearly(record: PersonRecord, person: Person, others: list[Person]) -> bool:
    has_name = bool(record.first_name or record.last_name)
    return (
        has_name and not names_differ(record, person) and all(names_differ(record, other) for other in others)
    )


def names_differ(record: PersonRecord, person: Person) -> bool:
    """Whether the names cannot be one person's. "Rob" and "Robert" can, and so can two last names."""
    ours, theirs = _folded(person.values["first_name"]), _folded(record.first_name)
    if ours and theirs:
        return not (ours.startswith(theirs) or theirs.startswith(ours))
    ours, theirs = _folded(person.values["last_name"]), _folded(record.last_name)
    return bool(ours and theirs) and ours != theirs


def _folded(name: str | None) -> str:
    """Letters and digits alone, without case and accents."""
    decomposed = unicodedata.normalize("NFKD", (name or "").casefold())
    return "".join(letter for letter in decomposed if letter.isalnum())


def _list(people: list[Person]) -> str:
    return ", ".join(_label(person) for person in people)


def _label(person: Person) -> str:
    name = (
        person.values["display_name"] or f"{person.values['first_name']} {person.values['last_name']}".strip()
    )
    number = person.member_no or _("a new member of this file")
    return f"{name} ({number})" if name else number
