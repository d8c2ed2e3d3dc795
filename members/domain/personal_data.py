"""Everything the site knows about one person, for her to take along.

Of votes it is what `voting.domain.personal_data` gives: sealed ballots are in
nobody's file. What the office wrote for itself about a suspension is not in
it either; the days are.
"""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from members.domain.mail_choice import mails_wanted
from members.domain.providers import provider_title
from members.domain.sessions import sessions_of
from members.domain.standing import standing_of
from members.models import Member, User
from voting.domain.personal_data import voting_data_of

FORMAT = "member-data/1"


def personal_data_of(*, user: User, at: datetime, on: date) -> dict[str, Any]:
    """JSON values; docs/personal-data.md has every key.

    `format`, `made_at`, `about` (each part in one sentence, in the active
    language), `login`, `linked_sign_ins`, `devices`, `claims`, `member` (None for a
    login that belongs to nobody on the roll) and `votes`.
    """
    member = _member_of(user)
    return {
        "format": FORMAT,
        "made_at": at.isoformat(timespec="seconds"),
        "about": _about(),
        "login": _login(user),
        "linked_sign_ins": [_linked(row) for row in user.social_auth.order_by("pk")],
        "devices": [_device(row) for row in sessions_of(user)],
        "claims": [_claim(row) for row in user.claims.order_by("made_at", "pk")],
        "member": _member(member, on) if member else None,
        "votes": voting_data_of(user=user)["votes"],
    }


def _about() -> dict[str, str]:
    return {
        "login": _("How you sign in here."),
        "linked_sign_ins": _("Accounts elsewhere that sign you in, with their numbers for you."),
        "devices": _("Where you are signed in."),
        "claims": _("How you asked us to find you on the membership list."),
        "member": _("Your entry on the membership list, with its history."),
        "votes": _(
            "Votes you could take part in, and your appeals. A choice is here only where votes carry names."
        ),
        "not_here": _(
            "Secret ballots are not here: nobody can say which one is yours. "
            "Notes that the office wrote for itself are not here either: ask for them in writing."
        ),
    }


def _member_of(user: User) -> Member | None:
    return (
        Member.objects.filter(user=user)
        .with_standing()
        .prefetch_related("emails", "external_ids", "chapter_memberships", "changes", "corrections")
        .first()
    )


def _login(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "email": user.email or "",
        "first_sign_in": user.date_joined.isoformat(timespec="seconds"),
        "last_sign_in": user.last_login.isoformat(timespec="seconds") if user.last_login else None,
        "roles": sorted(user.groups.values_list("name", flat=True)),
    }


def _linked(association) -> dict[str, Any]:
    return {
        "provider": str(provider_title(association.provider)),
        "number": association.uid,
        "linked_on": association.created.date().isoformat(),
    }


def _device(session) -> dict[str, Any]:
    return {
        "device": session.device,
        "first_seen_on": session.first_seen_on.isoformat(),
        "last_seen_on": session.last_seen_on.isoformat(),
    }


def _claim(claim) -> dict[str, Any]:
    return {
        "made_at": claim.made_at.isoformat(timespec="seconds"),
        "state": str(claim.state),
        "given_number": claim.given_number,
        "given_address": claim.given_address,
        "given_name": claim.given_name,
        "reason": claim.reason,
        "decided_at": claim.decided_at.isoformat(timespec="seconds") if claim.decided_at else None,
    }


def _member(member: Member, on: date) -> dict[str, Any]:
    wanted = mails_wanted(member=member)
    return {
        "member_number": member.member_no,
        "reference": str(member.ref),
        "first_name": member.first_name,
        "last_name": member.last_name,
        "name_to_show": member.display_name,
        "street": member.street,
        "postal_code": member.postal_code,
        "town": member.town,
        "phone": member.phone,
        "language": member.language,
        "do_not_contact": member.do_not_contact,
        "standing": {"on": on.isoformat(), "sentence": standing_of(member, on).sentence()},
        "email_addresses": [
            {"address": email.address, "mail_goes_here": email.is_primary} for email in member.emails.all()
        ],
        "numbers_elsewhere": [
            {"system": each.system, "number": each.value} for each in member.external_ids.all()
        ],
        "chapters": [
            {"chapter": row.chapter.name, "starts_on": _day(row.starts_on), "ends_on": _day(row.ends_on)}
            for row in member.chapter_memberships.all()
        ],
        "memberships": [
            {
                "kind": row.tier.name,
                "starts_on": _day(row.starts_on),
                "expires_on": _day(row.expires_on),
                "canceled_on": _day(row.cancelled_on),
                "source": row.source,
            }
            for row in member.memberships.all()
        ],
        "suspensions": [
            {"starts_on": _day(row.starts_on), "ends_on": _day(row.ends_on)}
            for row in member.suspensions.all()
        ],
        "mails_wanted": {
            "vote_opens": wanted.invitations,
            "reminder_before_it_closes": wanted.reminders,
            "result": wanted.results,
        },
        "corrections": [_correction(row) for row in member.corrections.all()],
        "history": [
            {"at": row.at.isoformat(timespec="seconds"), "source": row.source, "changes": row.changes}
            for row in member.changes.all()
        ],
    }


def _correction(correction) -> dict[str, Any]:
    return {
        "made_at": correction.made_at.isoformat(timespec="seconds"),
        "kind": str(correction.kind),
        "wanted": correction.wanted,
        "note": correction.note,
        "state": str(correction.state),
        "answer": correction.answer,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
