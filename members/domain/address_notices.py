"""Whoever owns an address of a membership can sign in with it: the addresses of before hear of a change."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext_lazy

from members.domain.notices import day_of
from members.mails import supported, write_to
from members.models import Member, MemberEmail, address_key
from voting.domain.queries import on_open_rolls

_AT_A_TIME = 500
_Changes = Mapping[str, Iterable[str]]


def tell_of_changed_addresses(*, member: Member, changes: _Changes, at: datetime) -> int:
    """Write to the addresses that a membership had before a change; how many mails.

    `changes`: as the history has it, {field: (old, new)}; of interest are
    "email:<row>" (one address, with a star where it is the primary one) and
    "emails" (all of them, with commas between). A member who had no address
    before is not written to, nor anybody where only the star moved.
    """
    added, removed = _added_and_removed(changes)
    if not added and not removed:
        return 0
    # Asked anew: the record at hand may have been read before the change.
    rows = MemberEmail.objects.filter(member=member)
    now = {email.key: email.address for email in rows}
    before = {key: address for key, address in {**now, **removed}.items() if key not in added}
    with translation.override(supported(member.language)):
        context = {"day": day_of(at)}
    for address in before.values():
        write_to(
            member=member,
            address=address,
            subject=gettext_lazy("The addresses of your membership in %(site)s have changed"),
            template="addresses_changed.txt",
            context=context,
        )
    return len(before)


def tell_voters_of_changed_addresses(*, changes: Iterable[tuple[int, _Changes]], at: datetime) -> int:
    """The same for an import: only members who can vote just now, so that a list of thousands that
    moved to another domain does not write to thousands. `changes`: (primary key, {field: (old, new)})."""
    touched = {pk: fields for pk, fields in changes if any(_added_and_removed(fields))}
    told = 0
    keys = list(touched)
    for start in range(0, len(keys), _AT_A_TIME):
        members = Member.objects.filter(pk__in=keys[start : start + _AT_A_TIME])
        voters = on_open_rolls(voter_refs=[str(ref) for ref in members.values_list("ref", flat=True)])
        for member in members.filter(ref__in=voters):
            told += tell_of_changed_addresses(member=member, changes=touched[member.pk], at=at)
    return told


def _added_and_removed(changes: _Changes) -> tuple[dict[str, str], dict[str, str]]:
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    for field, (before, after) in changes.items():
        if field == "emails" or field.startswith("email:"):
            old.update(_addresses(before))
            new.update(_addresses(after))
    added = {key: address for key, address in new.items() if key not in old}
    removed = {key: address for key, address in old.items() if key not in new}
    return added, removed


def _addresses(text: str) -> dict[str, str]:
    addresses = [address.removesuffix(" *") for address in text.split(", ") if address]
    return {address_key(address): address for address in addresses}
