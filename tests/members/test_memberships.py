from datetime import UTC, date, datetime, timedelta

import pytest

from members.domain import memberships as verbs
from members.domain.standing import standing_of
from members.models import Chapter, ChapterMembership, Member, MemberChange, MemberEmail, Membership
from tests.factories.members import YEAR_2026, make_member, make_tier, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 3, 12, tzinfo=UTC)
JUNE_3 = date(2026, 6, 3)
DAY = timedelta(days=1)


@pytest.fixture
def member():
    return make_member(name="Ana Silva", email="ana@example.org", periods=[YEAR_2026])


def is_good(member, day):
    """As the one person is told, and as the whole roll is asked."""
    one = standing_of(Member.objects.get(pk=member.pk), day).is_good
    assert Member.objects.in_good_standing(on=day).filter(pk=member.pk).exists() is one
    return one


def history(member):
    return [change.changes for change in MemberChange.objects.filter(member=member).order_by("pk")]


def test_renewing_adds_a_row_and_leaves_the_old_one(member):
    before = Membership.objects.values().get()
    verbs.add_membership(
        member=member,
        tier=make_tier(),
        starts_on=date(2027, 1, 1),
        expires_on=date(2027, 12, 31),
        at=NOW,
        actor=make_user(),
        source="api:shop",
    )
    assert Membership.objects.values().get(pk=before["id"]) == before
    assert is_good(member, date(2027, 12, 31))
    change = MemberChange.objects.get()
    assert (change.source, change.actor.name) == ("api:shop", "Somebody")
    assert change.changes == {"membership": ["", "regular, 2027-01-01 – 2027-12-31"]}


def test_membership_that_is_known_or_impossible_is_not_added(member):
    facts = {"member": member, "tier": make_tier(), "at": NOW}
    with pytest.raises(verbs.PeriodKnown):
        verbs.add_membership(starts_on=YEAR_2026[0], expires_on=YEAR_2026[1], **facts)
    with pytest.raises(verbs.PeriodNegative):
        verbs.add_membership(starts_on=JUNE_3, expires_on=JUNE_3 - DAY, **facts)
    assert Membership.objects.count() == 1


def test_membership_can_be_recorded_again_after_it_was_canceled_as_a_mistake(member):
    verbs.end_membership(membership=Membership.objects.get(), on=date(2020, 1, 1), at=NOW)
    assert Membership.objects.get().cancelled_on == YEAR_2026[0]
    assert not is_good(member, JUNE_3)
    verbs.add_membership(
        member=member, tier=make_tier(), starts_on=YEAR_2026[0], expires_on=YEAR_2026[1], at=NOW
    )
    assert is_good(member, JUNE_3)


def test_ending_a_membership_counts_from_that_day_and_once(member):
    row = Membership.objects.get()
    verbs.end_membership(membership=row, on=JUNE_3, at=NOW)
    assert [is_good(member, JUNE_3 + DAY * days) for days in (-1, 0)] == [True, False]
    assert Membership.objects.get().expires_on == YEAR_2026[1]
    with pytest.raises(verbs.AlreadyCanceled):
        verbs.end_membership(membership=row, on=JUNE_3 + DAY, at=NOW)
    assert history(member) == [{"canceled": ["", "2026-06-03"]}]


def test_suspension_takes_the_vote_and_lifting_gives_it_back(member):
    verbs.suspend_member(member=member, starts_on=JUNE_3, ends_on=None, reason="By the board", at=NOW)
    assert [is_good(member, JUNE_3 + DAY * days) for days in (-1, 0, 99)] == [True, False, False]
    verbs.lift_suspension(member=member, on=JUNE_3 + DAY * 5, at=NOW)
    assert [is_good(member, JUNE_3 + DAY * days) for days in (0, 4, 5)] == [False, False, True]
    assert len(history(member)) == 2


def test_suspension_is_not_recorded_twice_for_one_day(member):
    facts = {"member": member, "reason": "", "at": NOW}
    verbs.suspend_member(starts_on=JUNE_3, ends_on=JUNE_3 + DAY, **facts)
    for first, last in [(JUNE_3 - DAY, JUNE_3), (JUNE_3 + DAY, None), (JUNE_3 - DAY, None)]:
        with pytest.raises(verbs.AlreadySuspended):
            verbs.suspend_member(starts_on=first, ends_on=last, **facts)
    with pytest.raises(verbs.PeriodNegative):
        verbs.suspend_member(starts_on=JUNE_3 + DAY * 9, ends_on=JUNE_3 + DAY * 8, **facts)
    verbs.suspend_member(starts_on=JUNE_3 + DAY * 2, ends_on=None, **facts)
    with pytest.raises(verbs.NotSuspended):
        verbs.lift_suspension(member=member, on=JUNE_3 - DAY, at=NOW)


def test_chapter_is_joined_and_left_and_the_time_stays_known(member):
    north = Chapter.objects.create(code="north", name="North Shore")
    facts = {"member": member, "chapter": north, "at": NOW}
    with pytest.raises(verbs.NotInChapter):
        verbs.leave_chapter(on=JUNE_3, **facts)
    verbs.join_chapter(on=JUNE_3, **facts)
    with pytest.raises(verbs.AlreadyInChapter):
        verbs.join_chapter(on=JUNE_3 + DAY, **facts)
    verbs.leave_chapter(on=JUNE_3 + DAY * 9, **facts)
    verbs.join_chapter(on=JUNE_3 + DAY * 20, **facts)
    periods = ChapterMembership.objects.order_by("starts_on").values_list("starts_on", "ends_on")
    assert list(periods) == [(JUNE_3, JUNE_3 + DAY * 8), (JUNE_3 + DAY * 20, None)]


def test_mail_goes_to_one_address_of_the_member(member):
    MemberEmail.objects.create(member=member, address="new@example.org", is_primary=False)
    verbs.set_primary_address(member=member, address="NEW@example.org", at=NOW)
    assert Member.objects.get().primary_email == "new@example.org"
    assert MemberEmail.objects.filter(is_primary=True).count() == 1
    assert history(member) == [{"primary_email": ["ana@example.org", "new@example.org"]}]
    verbs.set_primary_address(member=member, address="new@example.org", at=NOW)
    assert len(history(member)) == 1
    with pytest.raises(verbs.AddressNotKnown):
        verbs.set_primary_address(member=member, address="other@example.org", at=NOW)


def test_days_of_grace_are_those_of_the_kind_of_membership():
    patient = make_member(periods=[YEAR_2026], tier=make_tier(code="patient", grace_days=30))
    strict = make_member(periods=[YEAR_2026], tier=make_tier(code="strict", grace_days=0))
    late = date(2027, 1, 30)
    assert (is_good(patient, late), is_good(strict, late)) == (True, False)
    assert not is_good(patient, late + DAY)


def test_chapter_says_nothing_about_standing(member):
    before = is_good(member, JUNE_3)
    ChapterMembership.objects.create(
        member=member,
        chapter=Chapter.objects.create(code="north", name="North"),
        starts_on=date(2020, 1, 1),
        ends_on=date(2021, 1, 1),
    )
    assert is_good(member, JUNE_3) is before


@pytest.mark.parametrize("verb", ["end", "suspend", "lift"])
def test_standing_on_a_day_that_has_passed_stays_what_it_was(member, verb):
    past = [JUNE_3 - DAY * days for days in (1, 30, 100)]
    before = [is_good(member, day) for day in past]
    if verb == "end":
        verbs.end_membership(membership=Membership.objects.get(), on=JUNE_3, at=NOW)
    else:
        verbs.suspend_member(member=member, starts_on=JUNE_3, ends_on=None, reason="", at=NOW)
    if verb == "lift":
        verbs.lift_suspension(member=member, on=JUNE_3 + DAY, at=NOW)
    assert [is_good(member, day) for day in past] == before
