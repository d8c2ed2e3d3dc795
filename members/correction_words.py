"""A correction in words: what stands on the roll, and what the member wants there."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from members.domain.corrections import current_chapter
from members.models import Chapter, Correction


@dataclass(frozen=True)
class CorrectionRow:
    label: str
    now: str
    wanted: str


def correction_rows(correction: Correction, *, on: date) -> list[CorrectionRow]:
    """Field by field, as the roll is on that day; empty for something that the note alone tells, and
    once the words were forgotten (`members.retention`)."""
    member, wanted = correction.member, correction.wanted
    if not wanted:
        return []
    match correction.kind:
        case Correction.Kind.NAME:
            return [
                CorrectionRow(_("First name"), member.first_name, wanted["first_name"]),
                CorrectionRow(_("Last name"), member.last_name, wanted["last_name"]),
            ]
        case Correction.Kind.ADDRESS:
            rows = [CorrectionRow(_("Mail goes to"), member.primary_email, wanted["address"])]
            if wanted.get("old_address") == "remove" and member.primary_email:
                rows.append(CorrectionRow(_("Old address"), member.primary_email, _("off the list")))
            return rows
        case Correction.Kind.CHAPTER:
            now = _chapter_name(current_chapter(member, on=on))
            return [CorrectionRow(_("Chapter"), now, _chapter_name(wanted["chapter"]))]
    return []


def correction_text(correction: Correction) -> str:
    """What the member wants, on one line; "" once that was forgotten."""
    if not correction.wanted:
        return correction.note
    match correction.kind:
        case Correction.Kind.NAME:
            return f"{correction.wanted['first_name']} {correction.wanted['last_name']}".strip()
        case Correction.Kind.ADDRESS:
            return correction.wanted["address"]
        case Correction.Kind.CHAPTER:
            return _chapter_name(correction.wanted["chapter"])
    return correction.note


def _chapter_name(code: str) -> str:
    if not code:
        return _("no chapter")
    return Chapter.objects.filter(code=code).values_list("name", flat=True).first() or code
