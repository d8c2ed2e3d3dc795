"""Putting the demo's people on the membership roll, and giving its staff their logins."""

import secrets

from home.demo.calendar import Calendar
from home.demo.people import CHAPTERS, CLAIMED_NUMBER, GRACE_DAYS, NOTABLE, Person, others
from members.demo_people import CLAIMANT, DEMO_PEOPLE
from members.domain.claims import claim_of, make_claim
from members.domain.demo_logins import make_demo_login
from members.domain.groups import ensure_groups
from members.models import (
    Chapter,
    ChapterMembership,
    Member,
    MemberEmail,
    Membership,
    MembershipTier,
    Suspension,
)


def load_members(calendar: Calendar) -> int:
    """Add the people who are missing; gives how many were added."""
    present = set(Member.objects.filter(is_demo=True).values_list("member_no", flat=True))
    missing = [person for person in [*NOTABLE, *others()] if person.member_no not in present]
    if not missing:
        return 0
    voting = _tier("demo-member", "Member", grace_days=GRACE_DAYS, counts_for_voting=True)
    supporting = _tier("demo-supporter", "Supporter", grace_days=0, counts_for_voting=False)
    members = {person.member_no: _member(person) for person in missing}
    Member.objects.bulk_create(members.values())
    MemberEmail.objects.bulk_create(
        MemberEmail(member=members[person.member_no], address=person.email)
        for person in missing
        if person.email
    )
    Membership.objects.bulk_create(
        Membership(
            member=members[person.member_no],
            tier=voting if period.voting else supporting,
            starts_on=calendar.day(period.first),
            expires_on=None if period.last is None else calendar.day(period.last),
            cancelled_on=None if period.canceled is None else calendar.day(period.canceled),
            source="demo",
        )
        for person in missing
        for period in person.periods
    )
    Suspension.objects.bulk_create(
        Suspension(
            member=members[person.member_no],
            starts_on=calendar.day(person.suspended[0]),
            ends_on=None if person.suspended[1] is None else calendar.day(person.suspended[1]),
            reason="Demo",
        )
        for person in missing
        if person.suspended
    )
    chapters = _chapters_by_town()
    ChapterMembership.objects.bulk_create(
        ChapterMembership(
            member=members[person.member_no],
            chapter=chapters[person.town],
            starts_on=calendar.day(min(period.first for period in person.periods)),
        )
        for person in missing
        if person.town in chapters
    )
    return len(missing)


def load_staff() -> int:
    """Make the logins of editors, tellers and operators."""
    ensure_groups()
    staff = [person for person in DEMO_PEOPLE if person.groups]
    for person in staff:
        make_demo_login(person=person)
    return len(staff)


def load_claim(calendar: Calendar) -> None:
    """Somebody whose address we do not have asks for his place: it waits in the operator's queue."""
    user = make_demo_login(person=CLAIMANT)
    if claim_of(user) or hasattr(user, "member"):
        return
    make_claim(
        user=user,
        number=CLAIMED_NUMBER,
        address=CLAIMANT.email,
        name=CLAIMANT.name,
        language=CLAIMANT.language,
        session_secret=secrets.token_urlsafe(16),
        at=calendar.moment(-1, 15),
    )


def _tier(code: str, name: str, **rules) -> MembershipTier:
    tier, _created = MembershipTier.objects.get_or_create(
        code=code, defaults={"name": name, "is_demo": True, **rules}
    )
    return tier


def _chapters_by_town() -> dict[str, Chapter]:
    chapters = {}
    for (code, name), towns in CHAPTERS.items():
        chapter, _created = Chapter.objects.get_or_create(code=code, defaults={"name": name, "is_demo": True})
        chapters.update(dict.fromkeys(towns, chapter))
    return chapters


def _member(person: Person) -> Member:
    return Member(
        member_no=person.member_no,
        first_name=person.first_name,
        last_name=person.last_name,
        display_name=person.display_name,
        town=person.town,
        language=person.language,
        is_demo=True,
    )
