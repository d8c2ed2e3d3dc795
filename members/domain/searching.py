"""Finding members in the whole roll: by words, by standing, and those that may be one person twice."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import (
    CharField,
    Count,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Concat, Lower

from members.domain import standing as standings
from members.models import (
    ChapterMembership,
    ExternalId,
    Member,
    MemberEmail,
    Membership,
    MergedRecord,
    Suspension,
    address_key,
)

# More words than this tell nothing new, and each of them reads the whole roll.
_WORDS_AT_MOST = 8


def search_members(*, members: QuerySet[Member], text: str) -> QuerySet[Member]:
    """Members of whom each word is a part of the name, an address (mail or post), the town, the member
    number or a chapter; or whose number elsewhere, or before a merge, is the whole text.

    Nothing to look for finds everybody.
    """
    words = text.split()[:_WORDS_AT_MOST]
    if not words:
        return members
    by_words = Q()
    for word in words:
        by_words &= _has_word(word)
    whole = text.strip()
    by_number = Q(Exists(ExternalId.objects.filter(member=OuterRef("pk"), value=whole))) | Q(
        Exists(MergedRecord.objects.filter(member=OuterRef("pk"), member_no__iexact=whole))
    )
    return members.filter(by_words | by_number)


def _has_word(word: str) -> Q:
    addressed = MemberEmail.objects.filter(member=OuterRef("pk"), key__contains=address_key(word))
    in_chapter = ChapterMembership.objects.filter(
        member=OuterRef("pk"), ends_on=None, chapter__name__icontains=word
    )
    return (
        Q(first_name__icontains=word)
        | Q(last_name__icontains=word)
        | Q(display_name__icontains=word)
        | Q(member_no__icontains=word)
        | Q(street__icontains=word)
        | Q(town__icontains=word)
        | Q(postal_code__istartswith=word)
        | Q(Exists(addressed))
        | Q(Exists(in_chapter))
    )


def with_status(*, members: QuerySet[Member], status: str, on: date) -> QuerySet[Member]:
    """Members of whom `standing_of(member, on).status` is `status`, as a query over the whole roll."""
    suspended = Exists(
        Suspension.objects.filter(member=OuterRef("pk"), starts_on__lte=on).filter(
            Q(ends_on=None) | Q(ends_on__gte=on)
        )
    )
    if status == standings.SUSPENDED:
        return members.filter(suspended)
    return members.filter(~suspended, *_DUES[status](on))


def _memberships() -> QuerySet[Membership]:
    # Without its kind, which a subquery does not need.
    return Membership.objects.select_related(None).filter(member=OuterRef("pk"))


def _voting() -> QuerySet[Membership]:
    return _memberships().filter(tier__counts_for_voting=True)


def _valid(on: date) -> QuerySet[Membership]:
    return _voting().filter(Q(cancelled_on=None) | Q(cancelled_on__gt=on))


def _begun(on: date) -> QuerySet[Membership]:
    return _valid(on).filter(starts_on__lte=on)


def _paid(on: date) -> QuerySet[Membership]:
    return _begun(on).filter(Q(expires_on=None) | Q(expires_on__gte=on))


def _in_grace(on: date) -> QuerySet[Membership]:
    # SQLite multiplies durations by plain integers alone.
    grace = ExpressionWrapper(
        Cast("tier__grace_days", IntegerField()) * Value(timedelta(days=1)), DurationField()
    )
    return (
        _begun(on)
        .annotate(covers_until=ExpressionWrapper(F("expires_on") + grace, DateField()))
        .filter(covers_until__gte=on)
    )


# What follows from dues alone, in the order in which `dues_of` decides.
_DUES: dict[str, Callable[[date], list]] = {
    standings.NONE: lambda on: [~Exists(_memberships())],
    standings.NO_VOTING_TIER: lambda on: [Exists(_memberships()), ~Exists(_voting())],
    standings.CURRENT: lambda on: [Exists(_paid(on))],
    standings.GRACE: lambda on: [~Exists(_paid(on)), Exists(_in_grace(on))],
    standings.EXPIRED: lambda on: [Exists(_begun(on)), ~Exists(_paid(on)), ~Exists(_in_grace(on))],
    standings.NOT_STARTED: lambda on: [Exists(_valid(on)), ~Exists(_begun(on))],
    standings.CANCELLED: lambda on: [Exists(_voting()), ~Exists(_valid(on))],
}


def memberships_on(day: date) -> QuerySet[Membership]:
    """The periods that cover the day and were not canceled by then; grace does not count."""
    return (
        Membership.objects.select_related(None)
        .filter(starts_on__lte=day)
        .filter(Q(expires_on=None) | Q(expires_on__gte=day))
        .filter(Q(cancelled_on=None) | Q(cancelled_on__gt=day))
    )


def chapter_memberships_on(day: date) -> QuerySet[ChapterMembership]:
    """Who belongs to which chapter on the day."""
    return (
        ChapterMembership.objects.select_related(None)
        .filter(starts_on__lte=day)
        .filter(Q(ends_on=None) | Q(ends_on__gte=day))
    )


def possible_duplicates(*, limit: int) -> list[list[Member]]:
    """Groups of members that may be one person, at most `limit`: same e-mail address, or same name and
    postal code (both given). A family may share an address: only people can tell."""
    found: dict[tuple, list[Member]] = {}
    for pks in [*_sharing_an_address(limit), *_sharing_name_and_place(limit)]:
        found.setdefault(tuple(pks), [])
    wanted = list(found)[:limit]
    members = Member.objects.with_standing().prefetch_related("emails").select_related("user")
    by_pk = members.in_bulk({pk for pks in wanted for pk in pks})
    return [[by_pk[pk] for pk in pks] for pks in wanted]


def duplicates_of(member: Member) -> list[Member]:
    """Others that may be the same person; see `possible_duplicates`."""
    keys = [email.key for email in member.emails.all()]
    alike = Q(pk__in=MemberEmail.objects.filter(key__in=keys).values("member"))
    if member.last_name and member.postal_code:
        alike |= Q(
            first_name__iexact=member.first_name,
            last_name__iexact=member.last_name,
            postal_code=member.postal_code,
        )
    return list(Member.objects.filter(alike).exclude(pk=member.pk).order_by("pk")[:10])


def _sharing_an_address(limit: int) -> list[list[int]]:
    shared = (
        MemberEmail.objects.order_by()
        .values("key")
        .annotate(number=Count("member", distinct=True))
        .filter(number__gt=1)
        .order_by("key")
        .values_list("key", flat=True)[:limit]
    )
    groups: dict[str, list[int]] = {key: [] for key in shared}
    rows = (
        MemberEmail.objects.filter(key__in=list(groups)).order_by("member_id").values_list("key", "member_id")
    )
    for key, pk in rows:
        groups[key].append(pk)
    return list(groups.values())


def _sharing_name_and_place(limit: int) -> list[list[int]]:
    named = (
        Member.objects.exclude(last_name="")
        .exclude(postal_code="")
        .annotate(
            likeness=Concat(
                Lower("first_name"),
                Value("\n"),
                Lower("last_name"),
                Value("\n"),
                "postal_code",
                output_field=CharField(),
            )
        )
        .order_by()
    )
    shared = (
        named.values("likeness")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
        .order_by("likeness")
        .values_list("likeness", flat=True)[:limit]
    )
    groups: dict[str, list[int]] = {likeness: [] for likeness in shared}
    rows = named.filter(likeness__in=list(groups)).order_by("pk").values_list("likeness", "pk")
    for likeness, pk in rows:
        groups[likeness].append(pk)
    return list(groups.values())
