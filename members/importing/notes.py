"""What there is to say about a file as a whole: [{"message": sentence, "rows": [numbers]}]."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.importing.mapping import FIELDS, Mapping, title_key
from members.importing.plan import Plan
from members.importing.readers import Table

# Numbers of rows that are kept with a note; its sentence says how many there are.
_MOST = 1000


def notes_on(plan: Plan, *, table: Table, mapping: Mapping) -> list[dict]:
    notes = [_note(remark) for remark in table.remarks]
    read = {title_key(title) for title in mapping.columns.values()}
    unread = [title for title in table.header if title and title_key(title) not in read]
    if unread:
        notes.append(_note(_("These columns are not read: %(titles)s.") % {"titles": ", ".join(unread)}))
    if number := len(plan.without_address):
        message = ngettext(
            "%(number)s person has no e-mail address and cannot sign in by a link.",
            "%(number)s people have no e-mail address and cannot sign in by a link.",
            number,
        )
        notes.append(_note(message % {"number": number}, plan.without_address))
    if number := len(plan.shared_addresses):
        message = ngettext(
            "%(number)s row has an address that is another member's too. It will sign in neither.",
            "%(number)s rows have an address that is another member's too. It will sign in neither.",
            number,
        )
        notes.append(_note(message % {"number": number}, plan.shared_addresses))
    if number := len(plan.vanished):
        message = ngettext(
            "%(number)s member in good standing is not in the file. Nothing changes for them.",
            "%(number)s members in good standing are not in the file. Nothing changes for them.",
            number,
        )
        notes.append(_note(message % {"number": number}))
    return notes


def field_label(name: str) -> str:
    """The name of a field for the reader, also of one that only a report has."""
    if name in FIELDS:
        return str(FIELDS[name])
    if name.startswith("id:"):
        return _("Number in %(system)s") % {"system": name.removeprefix("id:")}
    return {
        "emails": _("E-mail addresses"),
        "primary_email": _("Mail goes to"),
        "membership": _("Membership"),
        "canceled": _("Canceled on"),
    }.get(name, name)


def _note(message: str, rows: list[int] | None = None) -> dict:
    return {"message": message, "rows": (rows or [])[:_MOST]}
