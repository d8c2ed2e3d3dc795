"""What stands on the page "My membership", in words of the active language."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.correction_words import correction_text
from members.domain.mail_choice import mails_wanted
from members.models import Correction, Member, Membership

_CORRECTIONS_SHOWN = 5


@dataclass(frozen=True)
class ShownPeriod:
    kind: str
    days: str
    note: str


@dataclass(frozen=True)
class ShownCorrection:
    pk: int
    kind: str
    wanted: str
    made: str
    state_text: str
    tag_kind: str
    answer: str
    waits: bool


def shown_periods(member: Member, *, on: date) -> list[ShownPeriod]:
    """Every membership, the newest first."""
    return [_period(row, on) for row in member.memberships.all()]


def _period(row: Membership, on: date) -> ShownPeriod:
    first = _day(row.starts_on)
    if row.expires_on:
        days = _("%(first)s to %(last)s") % {"first": first, "last": _day(row.expires_on)}
    else:
        days = _("since %(first)s") % {"first": first}
    note = ""
    if row.cancelled_on:
        note = _("Canceled on %(day)s.") % {"day": _day(row.cancelled_on)}
    elif row.starts_on > on:
        note = _("Not started yet.")
    return ShownPeriod(kind=row.tier.name, days=days, note=note)


def shown_chapter(member: Member, *, on: date) -> str:
    """The chapters somebody belongs to on a day; "" for none."""
    names = [
        row.chapter.name
        for row in member.chapter_memberships.all()
        if row.starts_on <= on and (row.ends_on is None or on <= row.ends_on)
    ]
    return ", ".join(names)


def shown_mails(member: Member) -> str:
    """Which mails about votes a member gets, in one line."""
    wanted = mails_wanted(member=member)
    chosen = [
        words
        for wants, words in (
            (wanted.invitations, _("when a vote opens")),
            (wanted.reminders, _("a reminder before it closes")),
            (wanted.results, _("the result")),
        )
        if wants
    ]
    return ", ".join(chosen) or _("none")


def shown_corrections(member: Member) -> list[ShownCorrection]:
    """The newest requests, with their answers; what was taken back is left out."""
    rows = member.corrections.exclude(state=Correction.State.WITHDRAWN).order_by("-made_at", "-pk")
    return [_correction(row) for row in rows[:_CORRECTIONS_SHOWN]]


_TAGS = {
    Correction.State.UNPROVED: "warning",
    Correction.State.OPEN: "announced",
    Correction.State.ACCEPTED: "endorsed",
    Correction.State.DECLINED: "not_adopted",
}


def _correction(row: Correction) -> ShownCorrection:
    return ShownCorrection(
        pk=row.pk,
        kind=row.get_kind_display(),
        wanted=correction_text(row),
        made=_day(timezone.localdate(row.made_at)),
        state_text=row.get_state_display(),
        tag_kind=_TAGS[Correction.State(row.state)],
        answer=row.answer,
        waits=row.waits,
    )


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
