from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from members.domain import standing as standings
from members.domain.searching import possible_duplicates, search_members, with_status
from members.domain.standing import standing_of
from members.models import (
    Chapter,
    ChapterMembership,
    ExternalId,
    Member,
    MemberEmail,
    MergedRecord,
    Suspension,
)
from tests.factories.members import make_member, make_membership, make_tier

ALL = [
    standings.CURRENT,
    standings.GRACE,
    standings.SUSPENDED,
    standings.EXPIRED,
    standings.CANCELLED,
    standings.NOT_STARTED,
    standings.NO_VOTING_TIER,
    standings.NONE,
]
DAY = date(2026, 6, 1)
OFFSETS = st.integers(-4, 4)
PERIODS = st.lists(
    st.tuples(OFFSETS, st.none() | st.integers(0, 4), st.none() | OFFSETS, st.sampled_from(["vote", "none"])),
    max_size=3,
)
SUSPENSIONS = st.lists(st.tuples(OFFSETS, st.none() | st.integers(0, 3)), max_size=1)


class StandingFilterTest(TestCase):
    @given(PERIODS, SUSPENSIONS)
    @hypothesis_settings(max_examples=60, deadline=None)
    def test_filter_says_what_the_standing_of_each_member_says(self, periods, suspensions):
        tiers = {
            "vote": make_tier(code="vote", grace_days=2),
            "none": make_tier(code="none", counts_for_voting=False),
        }
        member = make_member()
        for start, length, cancelled, tier in periods:
            first = DAY + timedelta(start)
            make_membership(
                member,
                first,
                None if length is None else first + timedelta(length),
                tier=tiers[tier],
                cancelled_on=None if cancelled is None else DAY + timedelta(cancelled),
            )
        for start, length in suspensions:
            first = DAY + timedelta(start)
            last = None if length is None else first + timedelta(length)
            Suspension.objects.create(member=member, starts_on=first, ends_on=last)
        found = [
            status
            for status in ALL
            if with_status(members=Member.objects.filter(pk=member.pk), status=status, on=DAY)
        ]
        assert found == [standing_of(member, DAY).status]


@pytest.fixture
def ana(db):
    member = make_member(name="Ana Silveira-Knox", email="ana@example.org")
    Member.objects.filter(pk=member.pk).update(street="12 Elm Street", town="Lowell", postal_code="01852")
    chapter = Chapter.objects.create(code="merrimack", name="Merrimack Valley")
    ChapterMembership.objects.create(member=member, chapter=chapter, starts_on=date(2026, 1, 1))
    ExternalId.objects.create(member=member, system="nationbuilder", value="4711")
    MergedRecord.objects.create(
        member=member, ref="0b3c1c5e-0000-4000-8000-000000000001", member_no="OLD-9", at="2026-01-01T00:00Z"
    )
    make_member(name="Zoe Unrelated", email="zoe@example.net")
    return Member.objects.get(pk=member.pk)


@pytest.mark.parametrize(
    "text",
    [
        "ana",
        "knox ana",
        "ANA@EXAMPLE",
        "elm",
        "lowell silveira",
        "01852",
        "merrimack",
        "4711",
        "old-9",
        "12 Elm Street",
    ],
)
def test_search_finds_by_every_part(ana, text):
    assert list(search_members(members=Member.objects.all(), text=text)) == [ana]


@pytest.mark.parametrize("text", ["ana zoe", "852", "nobody"])
def test_search_needs_every_word(ana, text):
    assert not search_members(members=Member.objects.all(), text=text)


def test_search_without_words_finds_everybody(ana):
    assert search_members(members=Member.objects.all(), text="  ").count() == 2


def test_search_finds_a_member_of_two_matching_addresses_once(ana):
    MemberEmail.objects.create(member=ana, address="ana.knox@example.org", is_primary=False)
    assert list(search_members(members=Member.objects.all(), text="example.org")) == [ana]


def test_duplicates_by_address_and_by_name_with_place(db):
    one = make_member(name="Ana Silveira", email="ana@example.org")
    two = make_member(name="A. Silveira", email="Ana@Example.org")
    three = make_member(name="Bo Lee")
    four = make_member(name="bo lee")
    Member.objects.filter(pk__in=(three.pk, four.pk)).update(postal_code="01852")
    make_member(name="Bo Lee")
    assert possible_duplicates(limit=10) == [[one, two], [three, four]]
