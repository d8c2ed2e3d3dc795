from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.domain.standing import standing_of
from members.models import Member, Membership, Suspension
from tests.factories.members import YEAR_2026, make_member, make_membership, make_tier

pytestmark = pytest.mark.django_db
JUNE_3 = date(2026, 6, 3)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2025, 12, 31), "not_started"),
        (date(2026, 1, 1), "current"),
        (date(2026, 12, 31), "current"),
        (date(2027, 1, 1), "grace"),
        (date(2027, 1, 30), "grace"),
        (date(2027, 1, 31), "expired"),
    ],
)
def test_standing_changes_on_the_right_day(day, status):
    member = make_member(periods=[YEAR_2026], tier=make_tier(grace_days=30))
    assert standing_of(member, day).status == status
    assert Member.objects.in_good_standing(on=day).exists() is (status in ("current", "grace"))


def test_standing_without_a_voting_tier_gives_no_vote():
    member = make_member(periods=[YEAR_2026], tier=make_tier(code="friend", counts_for_voting=False))
    assert standing_of(member, JUNE_3).status == "no_voting_tier"
    assert not Member.objects.in_good_standing(on=JUNE_3).exists()


def test_standing_counts_a_renewal_that_follows_on():
    member = make_member(periods=[YEAR_2026, (date(2027, 1, 1), date(2027, 12, 31))])
    assert standing_of(member, JUNE_3).until == date(2027, 12, 31)


def test_standing_does_not_count_past_a_gap():
    member = make_member(periods=[YEAR_2026, (date(2027, 1, 2), date(2027, 12, 31))])
    assert standing_of(member, JUNE_3).until == date(2026, 12, 31)


def test_standing_of_a_canceled_membership_ends_on_that_day():
    member = make_member()
    make_membership(member, *YEAR_2026, cancelled_on=JUNE_3)
    assert standing_of(member, JUNE_3 - timedelta(days=1)).is_good
    assert standing_of(member, JUNE_3).status == "cancelled"


def test_standing_of_a_suspended_member_is_not_good():
    member = make_member(periods=[YEAR_2026])
    Suspension.objects.create(member=member, starts_on=JUNE_3, ends_on=JUNE_3)
    assert [standing_of(member, JUNE_3 + timedelta(days=days)).is_good for days in (-1, 0, 1)] == [
        True,
        False,
        True,
    ]


def test_standing_of_somebody_without_membership_says_so():
    assert "no membership" in standing_of(make_member(), JUNE_3).sentence()


def test_standing_names_the_day_grace_ends():
    member = make_member(periods=[(date(2025, 3, 5), date(2026, 3, 4))], tier=make_tier(grace_days=30))
    sentence = standing_of(member, date(2026, 3, 20)).sentence()
    assert sentence == "Your dues ran out on March 4, 2026. You keep your vote until April 3, 2026."


_days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
_lengths = st.none() | st.integers(0, 500)
_periods = st.lists(
    st.tuples(_days, _lengths, st.integers(0, 60), st.booleans(), st.none() | _days), max_size=4
)
_suspensions = st.lists(st.tuples(_days, _lengths), max_size=2)


def _end(start, length):
    return None if length is None else start + timedelta(days=length)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(periods=_periods, suspensions=_suspensions, day=_days)
def test_standing_and_the_query_agree_on_every_history(periods, suspensions, day):
    member = make_member()
    for start, length, grace, votes, cancelled_on in periods:
        tier = make_tier(code=f"g{grace}-{votes}", grace_days=grace, counts_for_voting=votes)
        make_membership(member, start, _end(start, length), tier=tier, cancelled_on=cancelled_on)
    for start, length in suspensions:
        Suspension.objects.create(member=member, starts_on=start, ends_on=_end(start, length))

    def covers(row):
        start, length, grace, votes, cancelled_on = row
        last = date.max if length is None else _end(start, length) + timedelta(days=grace)
        return votes and start <= day <= last and (cancelled_on is None or day < cancelled_on)

    suspended = any(start <= day <= (_end(start, length) or date.max) for start, length in suspensions)
    expected = any(map(covers, periods)) and not suspended

    standing = standing_of(Member.objects.get(pk=member.pk), day)
    assert standing.is_good is expected
    assert Member.objects.in_good_standing(on=day).filter(pk=member.pk).exists() is expected
    assert standing.sentence()


def test_in_good_standing_is_one_query(django_assert_num_queries):
    for _ in range(3):
        make_member(periods=[YEAR_2026])
    with django_assert_num_queries(1):
        assert len(Member.objects.in_good_standing(on=JUNE_3)) == 3


@pytest.mark.parametrize("people", [1, 4])
def test_standing_of_a_list_is_three_queries(people, django_assert_num_queries):
    for _ in range(people):
        make_member(periods=[YEAR_2026])
    with django_assert_num_queries(3):
        assert all(standing_of(member, JUNE_3).is_good for member in Member.objects.with_standing())


def test_renewing_adds_a_row():
    member = make_member(periods=[YEAR_2026])
    make_membership(member, date(2027, 1, 1), date(2027, 12, 31))
    assert Membership.objects.filter(member=member).count() == 2
