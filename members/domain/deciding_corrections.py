"""The office's side of corrections: yes or no, with a reason, and the member is told."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from members.domain.corrections import current_chapter
from members.domain.errors import AddressOfAnother, AnswerMissing, CorrectionSettled, OwnCorrection
from members.domain.history import record_change
from members.mails import write_to
from members.models import Chapter, ChapterMembership, Correction, Member, MemberEmail, User, address_key

_KIND, _STATE = Correction.Kind, Correction.State


def corrections_waiting() -> QuerySet[Correction]:
    """What the office has to decide, the oldest first."""
    return Correction.objects.filter(state=_STATE.OPEN).select_related("member")


def accept_correction(*, correction_id: int, actor: User, answer: str, at: datetime) -> Correction:
    """Change the roll as the member asked, with a line in the history, and tell the member.

    Something else (`Kind.OTHER`) is done by hand; this says that it is.
    Raises CorrectionSettled, OwnCorrection, AddressOfAnother.
    """
    with transaction.atomic():
        correction = _locked(correction_id, actor)
        member = correction.member
        changes = _APPLY[_KIND(correction.kind)](member, correction.wanted, at)
        record_change(member=member, at=at, actor=actor, source="correction", changes=changes)
        _settle(correction, _STATE.ACCEPTED, actor=actor, answer=answer, at=at)
        return correction


def decline_correction(*, correction_id: int, actor: User, answer: str, at: datetime) -> Correction:
    """Leave the roll as it is, and say why. Raises AnswerMissing, CorrectionSettled, OwnCorrection."""
    if not answer.strip():
        raise AnswerMissing
    with transaction.atomic():
        correction = _locked(correction_id, actor)
        _settle(correction, _STATE.DECLINED, actor=actor, answer=answer, at=at)
        return correction


def _locked(correction_id: int, actor: User) -> Correction:
    correction = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("member")
        .filter(pk=correction_id, state=_STATE.OPEN)
        .first()
    )
    if correction is None:
        raise CorrectionSettled
    if correction.member.user_id == actor.pk:
        raise OwnCorrection
    return correction


def _settle(correction: Correction, state, *, actor: User, answer: str, at: datetime) -> None:
    correction.state = state
    correction.answer = answer.strip()
    correction.decided_by = actor
    correction.settled_at = at
    correction.save(update_fields=["state", "answer", "decided_by", "settled_at"])
    write_to(
        # Read anew: its addresses may have changed just now.
        member=Member.objects.get(pk=correction.member_id),
        subject=gettext_lazy("Your correction: an answer from %(site)s"),
        template="correction_settled.txt",
        context={
            "kind": _KIND(correction.kind).label,
            "accepted": state == _STATE.ACCEPTED,
            "answer": correction.answer,
        },
    )


def _apply_name(member: Member, wanted, at: datetime) -> dict[str, tuple[str, str]]:
    changes = {field: (getattr(member, field), wanted[field]) for field in ("first_name", "last_name")}
    member.first_name, member.last_name = wanted["first_name"], wanted["last_name"]
    member.save(update_fields=["first_name", "last_name"])
    return changes


def _apply_address(member: Member, wanted, at: datetime) -> dict[str, tuple[str, str]]:
    """The new address becomes the one mail goes to; the old one stays for signing in, or goes."""
    address = wanted["address"]
    if MemberEmail.objects.filter(key=address_key(address)).exclude(member=member).exists():
        raise AddressOfAnother
    before = _addresses(member)
    old = MemberEmail.objects.filter(member=member, is_primary=True).exclude(key=address_key(address))
    if wanted.get("old_address") == "remove":
        old.delete()
    else:
        old.update(is_primary=False)
    row = MemberEmail.objects.filter(member=member, key=address_key(address)).first()
    row = row or MemberEmail(member=member, address=address)
    row.is_primary = True
    row.save()
    return {"emails": (before, _addresses(member))}


def _addresses(member: Member) -> str:
    rows = MemberEmail.objects.filter(member=member).order_by("-is_primary", "pk")
    return ", ".join(row.address for row in rows)


def _apply_chapter(member: Member, wanted, at: datetime) -> dict[str, tuple[str, str]]:
    """The old chapter ends the day before; a row that began today never counted."""
    today: date = timezone.localdate(at)
    before = current_chapter(member, on=today)
    running = ChapterMembership.objects.filter(member=member).filter(Q(ends_on=None) | Q(ends_on__gte=today))
    running.filter(starts_on__gte=today).delete()
    running.update(ends_on=today - timedelta(days=1))
    if wanted["chapter"]:
        chapter = Chapter.objects.get(code=wanted["chapter"])
        ChapterMembership.objects.create(member=member, chapter=chapter, starts_on=today)
    return {"chapters": (before, wanted["chapter"])}


def _apply_nothing(member: Member, wanted, at: datetime) -> dict[str, tuple[str, str]]:
    return {}


_APPLY = {
    _KIND.NAME: _apply_name,
    _KIND.ADDRESS: _apply_address,
    _KIND.CHAPTER: _apply_chapter,
    _KIND.OTHER: _apply_nothing,
}
