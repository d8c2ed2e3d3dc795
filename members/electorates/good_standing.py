from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.prepared import prepared_cursor
from members.domain import standing as standings
from members.domain.mail_choice import refs_not_wanting
from members.domain.standing import Standing, dues_of, standing_of
from members.models import Member, MemberEmail, MergedRecord
from voting.api import Check, Contact, Electorate

# SQLite takes a limited number of values in one query.
_REFS_AT_A_TIME = 500
_MEMBERS_AT_A_TIME = 2000
# Why somebody is not on a roll, as tellers count it.
_LEFT_OUT = {
    standings.EXPIRED: lambda: _("dues ran out"),
    standings.CANCELLED: lambda: _("membership canceled"),
    standings.NOT_STARTED: lambda: _("membership begins later"),
    standings.NO_VOTING_TIER: lambda: _("a kind of membership without a vote"),
    standings.NONE: lambda: _("no membership recorded"),
    standings.SUSPENDED: lambda: _("suspended"),
}


class GoodStanding(Electorate):
    slug = "good_standing"
    label = gettext_lazy("Members in good standing")
    explanation = gettext_lazy("Everybody whose dues are paid, or within grace, on the cut-off day.")

    def sentence(self, *, cutoff):
        return _("Members in good standing on %(day)s may vote.") % {"day": _day(cutoff)}

    def voter_refs(self, *, cutoff):
        return [str(ref) for ref in Member.objects.in_good_standing(on=cutoff).values_list("ref", flat=True)]

    def members(self, *, cutoff):
        return Member.objects.in_good_standing(on=cutoff).count()

    def left_out(self, *, cutoff):
        good = Member.objects.in_good_standing(on=cutoff).values("pk")
        others = Member.objects.exclude(pk__in=good).with_standing()
        counts = Counter(
            standing_of(member, cutoff).status for member in others.iterator(chunk_size=_MEMBERS_AT_A_TIME)
        )
        return [(_LEFT_OUT[status](), number) for status, number in counts.most_common()]

    def ref_for(self, *, user):
        if not getattr(user, "is_authenticated", False):
            return None
        # Asked with every ballot: it came with the session, or nothing but it is looked up.
        if user.member_ref:
            return user.member_ref
        with prepared_cursor() as cursor:
            cursor.execute(f"SELECT ref FROM {Member._meta.db_table} WHERE user_id = %s", [user.pk])
            row = cursor.fetchone()
        return str(UUID(str(row[0]))) if row else None

    def earlier_refs_for(self, *, user):
        member = _member_of(user)
        if member is None:
            return []
        return [str(ref) for ref in member.merged_records.values_list("ref", flat=True)]

    def checks(self, *, user, cutoff):
        return _checks(user, _member_of(user), cutoff)

    def checks_of(self, *, ref, cutoff):
        member = Member.objects.with_standing().filter(ref=ref).first()
        return _checks(None, member, cutoff) if member else []

    def names(self, *, refs):
        found = {}
        for some in _some_at_a_time(refs):
            found.update({str(member.ref): member.name for member in Member.objects.filter(ref__in=some)})
            found.update({str(row.ref): row.member.name for row in _merged(some)})
        return found

    def find(self, *, text, limit):
        members = Member.objects.matching(text).order_by("last_name", "first_name", "member_no")
        return [
            (str(member.ref), member.name, _("Member number %(number)s") % {"number": member.member_no})
            for member in members[:limit]
        ]

    def contacts(self, *, refs):
        found = {}
        for some in _some_at_a_time(refs):
            emails = MemberEmail.objects.filter(is_primary=True, member__ref__in=some).select_related(
                "member"
            )
            for email in emails:
                found[str(email.member.ref)] = Contact(
                    name=email.member.name, email=email.address, language=email.member.language
                )
        return found

    def wanting(self, *, refs, kind):
        refs = set(refs)
        for some in _some_at_a_time(refs):
            refs = refs - refs_not_wanting(refs=some, kind=kind)
        return refs


def _some_at_a_time(refs):
    refs = list(refs)
    for start in range(0, len(refs), _REFS_AT_A_TIME):
        yield refs[start : start + _REFS_AT_A_TIME]


def _merged(refs):
    """The records among them that became part of another member: past votes know them by that name."""
    return MergedRecord.objects.filter(ref__in=refs).select_related("member")


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _member_of(user) -> Member | None:
    return getattr(user, "member", None) if getattr(user, "is_authenticated", False) else None


def _checks(user, member: Member | None, cutoff: date) -> list[Check]:
    if member is None:
        return [_known(user, None)]
    return [_known(user, member), _paid(member, cutoff), _not_suspended(standing_of(member, cutoff))]


def _known(user, member: Member | None) -> Check:
    rule = _("You are signed in as somebody on the membership roll.")
    if member:
        return Check(rule=rule, passed=True)
    if not getattr(user, "is_authenticated", False):
        return Check(rule=rule, passed=False, detail=_("You are not signed in."))
    return Check(
        rule=rule,
        passed=False,
        detail=_(
            "We cannot find you on the roll. "
            "Ask for a sign-in link to the address you joined with, and open it here."
        ),
    )


def _paid(member: Member, cutoff: date) -> Check:
    rule = _("Your membership covers %(day)s.") % {"day": _day(cutoff)}
    # Dues are a question of their own, also for somebody who is suspended.
    paid = dues_of(member, cutoff)
    if paid.is_good:
        detail = ""
        if paid.status == standings.GRACE:
            detail = _("Your dues ran out on %(day)s; you are within the days of grace.") % {
                "day": _day(paid.until)
            }
        return Check(rule=rule, passed=True, detail=detail)
    today = timezone.localdate()
    sentence, passes_from = _why_unpaid(paid, cutoff, today)
    return Check(rule=rule, passed=False, detail=sentence, passes_from=passes_from)


def _why_unpaid(paid: Standing, cutoff: date, today: date) -> tuple[str, date | None]:
    if paid.status == standings.NO_VOTING_TIER:
        return _("Your kind of membership does not include a vote."), None
    if paid.status == standings.NOT_STARTED:
        why = _("Your membership starts on %(start)s; this vote needs membership on %(cutoff)s.") % {
            "start": _day(paid.starts_on),
            "cutoff": _day(cutoff),
        }
    elif paid.status == standings.NONE:
        why = _("We have no paid membership for you; this vote needs membership on %(cutoff)s.") % {
            "cutoff": _day(cutoff)
        }
    elif paid.status == standings.CANCELLED:
        why = _("Your membership was canceled on %(end)s; this vote needs membership on %(cutoff)s.") % {
            "end": _day(paid.until),
            "cutoff": _day(cutoff),
        }
    elif paid.until < today:
        why = _("Your dues ran out on %(end)s; this vote needs membership on %(cutoff)s.") % {
            "end": _day(paid.until),
            "cutoff": _day(cutoff),
        }
    else:
        why = _("Your dues run out on %(end)s; this vote needs membership on %(cutoff)s.") % {
            "end": _day(paid.until),
            "cutoff": _day(cutoff),
        }
    if paid.starts_on:
        later = _("You can take part in votes with a cut-off on %(day)s or later.") % {
            "day": _day(paid.starts_on)
        }
        return f"{why} {later}", paid.starts_on
    if today <= cutoff:
        return f"{why} " + _("Renew by %(day)s to vote.") % {"day": _day(cutoff)}, None
    later = _("If you renew today, you can take part in votes with a cut-off on %(day)s or later.") % {
        "day": _day(today)
    }
    return f"{why} {later}", today


def _not_suspended(standing: Standing) -> Check:
    rule = _("Your membership is not suspended.")
    if standing.status != standings.SUSPENDED:
        return Check(rule=rule, passed=True)
    passes_from = standing.until + timedelta(days=1) if standing.until else None
    return Check(rule=rule, passed=False, detail=standing.sentence(), passes_from=passes_from)
