"""Corrections that a member asks for and the office decides: name, addresses, chapter, anything else.

A new address must first be proved: a link goes there, and only the login of
the same member can use it up. The old address hears of it at that moment, so
that nobody who holds a stolen session takes a membership over unseen.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from members.domain.errors import (
    AddressLinkNotValid,
    AddressLinkOfAnother,
    CorrectionChangesNothing,
    CorrectionEmpty,
    CorrectionSettled,
    CorrectionWaits,
)
from members.mails import send_now, write_to
from members.models import Correction, Member, User, address_key

GOOD_FOR = timedelta(hours=24)
_KIND, _STATE = Correction.Kind, Correction.State
WAITING = (_STATE.UNPROVED, _STATE.OPEN)


def current_chapter(member: Member, *, on) -> str:
    """The code of the chapter that a member belongs to on a day; "" for none."""
    for row in member.chapter_memberships.all():
        if row.starts_on <= on and (row.ends_on is None or on <= row.ends_on):
            return row.chapter.code
    return ""


@transaction.atomic
def ask_for_correction(
    *, member: Member, kind: str, wanted: Mapping[str, str], note: str, at: datetime
) -> Correction:
    """Ask the office. `wanted`: as `Correction.wanted` for that kind; `note`: for the office.

    Raises CorrectionWaits (one of a kind waits already), CorrectionEmpty,
    CorrectionChangesNothing.
    """
    wanted = {field: str(text).strip() for field, text in wanted.items()}
    _check_it_says_something(member, kind, wanted, note.strip(), at)
    try:
        with transaction.atomic():
            return Correction.objects.create(
                member=member,
                kind=kind,
                wanted=wanted,
                note=note.strip(),
                state=_STATE.UNPROVED if kind == _KIND.ADDRESS else _STATE.OPEN,
                made_at=at,
            )
    except IntegrityError as error:
        raise CorrectionWaits from error


def withdraw_correction(*, member: Member, correction_id: int, at: datetime) -> None:
    """Take one's own request back. Raises CorrectionSettled."""
    gone = member.corrections.filter(pk=correction_id, state__in=WAITING).update(
        state=_STATE.WITHDRAWN, settled_at=at, link_hash=""
    )
    if not gone:
        raise CorrectionSettled


def send_address_link(*, correction_id: int, at: datetime) -> bool:
    """Write to the new address: the token is in that mail alone. False where nothing waits for it."""
    correction = (
        Correction.objects.filter(pk=correction_id, state=_STATE.UNPROVED).select_related("member").first()
    )
    if correction is None:
        return False
    token = secrets.token_urlsafe(16)
    correction.link_hash = _hash(token)
    correction.link_expires_at = at + GOOD_FOR
    correction.save(update_fields=["link_hash", "link_expires_at"])
    return send_now(
        address=correction.wanted["address"],
        language=correction.member.language,
        subject=gettext_lazy("Is this your address? Your membership in %(site)s"),
        template="address_link.txt",
        context={"token": token, "hours": int(GOOD_FOR.total_seconds() // 3600)},
    )


def find_address_link(*, token: str, user: User, at: datetime) -> Correction:
    """The request that a link proves, for the member who made it. Looking uses nothing up.

    Raises AddressLinkNotValid, AddressLinkOfAnother.
    """
    correction = (
        Correction.objects.filter(link_hash=_hash(token), state=_STATE.UNPROVED, link_expires_at__gt=at)
        .select_related("member")
        .first()
    )
    if correction is None:
        raise AddressLinkNotValid
    if correction.member.user_id != user.pk:
        raise AddressLinkOfAnother
    return correction


@transaction.atomic
def prove_address(*, token: str, user: User, at: datetime) -> Correction:
    """Hand a request over to the office, and tell every address the roll has now.

    Raises AddressLinkNotValid, AddressLinkOfAnother.
    """
    correction = find_address_link(token=token, user=user, at=at)
    proved = Correction.objects.filter(pk=correction.pk, state=_STATE.UNPROVED).update(
        state=_STATE.OPEN, link_hash=""
    )
    if not proved:
        raise AddressLinkNotValid
    correction.refresh_from_db()
    for email in correction.member.emails.all():
        write_to(
            member=correction.member,
            address=email.address,
            subject=gettext_lazy("A new address was given for your membership in %(site)s"),
            template="address_asked.txt",
            context={"address": correction.wanted["address"]},
        )
    return correction


def _check_it_says_something(member, kind, wanted, note, at) -> None:
    match kind:
        case _KIND.NAME:
            if not (wanted["first_name"] or wanted["last_name"]):
                raise CorrectionEmpty
            same = (wanted["first_name"], wanted["last_name"]) == (member.first_name, member.last_name)
        case _KIND.ADDRESS:
            primary = next((email for email in member.emails.all() if email.is_primary), None)
            same = primary is not None and primary.key == address_key(wanted["address"])
        case _KIND.CHAPTER:
            same = wanted["chapter"] == current_chapter(member, on=timezone.localdate(at))
        case _:
            if not note:
                raise CorrectionEmpty
            same = False
    if same:
        raise CorrectionChangesNothing


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
