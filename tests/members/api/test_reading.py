"""What a program reads of the roll."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Chapter, ChapterMembership, ExternalId, Member, MergedRecord, Suspension
from tests.factories.members import YEAR_2026, make_member, make_membership, make_tier
from tests.members.api.calling import assert_problem

pytestmark = pytest.mark.django_db
MIDSUMMER = "2026-06-21"


def _numbers(response):
    return [member["member_no"] for member in response.json()["members"]]


def _everyone(program, **query):
    """The numbers on all pages, and how many pages there were."""
    found, pages, cursor = [], 0, None
    while cursor or not pages:
        answer = program.get("members", **query, **({"cursor": cursor} if cursor else {})).json()
        found += [member["member_no"] for member in answer["members"]]
        cursor, pages = answer["next_cursor"], pages + 1
    return found, pages


def test_list_shows_all_that_the_membership_system_keeps(program):
    member = make_member(name="Ana Silveira", email="ana@example.org", periods=[YEAR_2026])
    ExternalId.objects.create(member=member, system="nationbuilder", value="77")
    boston = Chapter.objects.create(code="boston", name="Boston")
    ChapterMembership.objects.create(member=member, chapter=boston, starts_on=date(2026, 2, 1))
    [shown] = program.get("members", on=MIDSUMMER).json()["members"]
    changed_at = shown.pop("changed_at")
    assert changed_at.startswith(timezone.now().date().isoformat()[:4])
    assert shown == {
        "member_no": member.member_no,
        "former_numbers": [],
        "external_ids": [{"system": "nationbuilder", "value": "77"}],
        "first_name": "Ana",
        "last_name": "Silveira",
        "display_name": "",
        "emails": [{"address": "ana@example.org", "is_primary": True}],
        "phone": "",
        "street": "",
        "town": "",
        "postal_code": "",
        "language": "en",
        "do_not_contact": False,
        "memberships": [
            {
                "tier": "regular",
                "starts_on": "2026-01-01",
                "expires_on": "2026-12-31",
                "cancelled_on": None,
                "source": "test",
            }
        ],
        "chapters": [{"chapter": "boston", "starts_on": "2026-02-01", "ends_on": None}],
        "standing": {
            "on": MIDSUMMER,
            "is_good": True,
            "status": "current",
            "until": "2026-12-31",
            "grace_until": None,
        },
    }


def test_list_keeps_the_reason_of_a_suspension_in_the_office(program):
    member = make_member(periods=[YEAR_2026])
    Suspension.objects.create(member=member, starts_on=date(2026, 1, 1), reason="A private matter")
    answer = program.get("members", on=MIDSUMMER)
    assert answer.json()["members"][0]["standing"]["status"] == "suspended"
    assert "private matter" not in answer.content.decode()


def test_pages_hold_everybody_once(program):
    expected = [make_member().member_no for _ in range(7)]
    found, pages = _everyone(program, limit=3)
    assert (found, pages) == (expected, 3)


def test_pages_stay_in_order_while_members_come_and_go(program):
    first, second, third = (make_member() for _ in range(3))
    page = program.get("members", limit=2).json()
    # One that was shown goes, one changes its name, and one comes.
    first.delete()
    third.last_name = "Aaaa"
    third.save()
    newcomer = make_member()
    rest = program.get("members", limit=2, cursor=page["next_cursor"])
    assert [member["member_no"] for member in page["members"]] == [first.member_no, second.member_no]
    assert _numbers(rest) == [third.member_no, newcomer.member_no]
    assert rest.json()["as_of"] == page["as_of"]


def test_last_full_page_says_that_it_is_the_last(program):
    for _ in range(2):
        make_member()
    assert program.get("members", limit=2).json()["next_cursor"] is None


def test_empty_roll_is_one_empty_page(program):
    assert _everyone(program) == ([], 1)


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "MTIz", "LTEgMjAyNg==", "é", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5IDIwMjYtMDEtMDFUMDA6MDA6MDBa"],
)
def test_cursor_of_somebody_else_is_refused(program, cursor):
    assert_problem(program.get("members", cursor=cursor), 422, "not_valid")


def test_standing_filters_as_of_the_day(program):
    good = make_member(periods=[YEAR_2026]).member_no
    grace = make_member(
        periods=[(date(2025, 6, 1), date(2026, 6, 1))], tier=make_tier(code="late", grace_days=30)
    ).member_no
    ended = make_member(periods=[(date(2024, 1, 1), date(2024, 12, 31))]).member_no
    assert _numbers(program.get("members", standing="good", on=MIDSUMMER)) == [good, grace]
    assert _numbers(program.get("members", standing="not_good", on=MIDSUMMER)) == [ended]
    assert _numbers(program.get("members", standing="good", on="2024-03-01")) == [ended]


def test_chapter_filters_as_of_the_day(program):
    boston = Chapter.objects.create(code="boston", name="Boston")
    Chapter.objects.create(code="worcester", name="Worcester")
    member = make_member()
    make_member()
    ChapterMembership.objects.create(
        member=member, chapter=boston, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30)
    )
    for day, expected in (
        ("2025-12-31", []),
        ("2026-01-01", [member.member_no]),
        ("2026-06-30", [member.member_no]),
        ("2026-07-01", []),
    ):
        assert _numbers(program.get("members", chapter="boston", on=day)) == expected
    assert _numbers(program.get("members", chapter="worcester", on="2026-01-01")) == []


def test_unknown_chapter_is_refused_and_not_taken_for_an_empty_one(program):
    answer = program.get("members", chapter="atlantis")
    assert_problem(answer, 422, "not_valid")
    assert answer.json()["errors"][0]["pointer"] == "chapter"


def _settle(days=30):
    """As if everything on the roll had been written long ago."""
    Member.objects.update(changed_at=timezone.now() - timedelta(days=days))


def test_changed_since_finds_who_was_written(program):
    make_member()
    _settle()
    changed = make_member()
    since = (timezone.now() - timedelta(days=1)).isoformat()
    assert _numbers(program.get("members", changed_since=since)) == [changed.member_no]


def _rename(member):
    member.first_name = "New"
    member.save()


def _move(member):
    member.town = "Lynn"
    member.save(update_fields=["town"])


def _renew(member):
    make_membership(member, date(2027, 1, 1), date(2027, 12, 31))


def _cancel(member):
    row = member.memberships.get()
    row.cancelled_on = date(2026, 5, 1)
    row.save()


def _suspend(member):
    Suspension.objects.create(member=member, starts_on=date(2026, 1, 1))


def _change_address(member):
    row = member.emails.get()
    row.address = "new@example.org"
    row.save()


def _lose_address(member):
    member.emails.get().delete()


def _join_chapter(member):
    chapter = Chapter.objects.create(code="lynn", name="Lynn")
    ChapterMembership.objects.create(member=member, chapter=chapter, starts_on=date(2026, 1, 1))


def _number_elsewhere(member):
    ExternalId.objects.create(member=member, system="civicrm", value="1")


def _absorb(member):
    MergedRecord.objects.create(member=member, ref=uuid4(), member_no="OLD-1", at=timezone.now())


@pytest.mark.parametrize(
    "change",
    [
        _absorb,
        _rename,
        _move,
        _renew,
        _cancel,
        _suspend,
        _change_address,
        _lose_address,
        _join_chapter,
        _number_elsewhere,
    ],
)
def test_every_change_to_a_member_is_found(program, change):
    member = make_member(email="old@example.org", periods=[YEAR_2026])
    make_member()
    _settle()
    change(Member.objects.get(pk=member.pk))
    since = (timezone.now() - timedelta(days=1)).isoformat()
    assert _numbers(program.get("members", changed_since=since)) == [member.member_no]


def test_next_sync_begins_before_what_was_being_written(program):
    began = timezone.now()
    as_of = program.get("members").json()["as_of"]
    assert program.get("members", changed_since=as_of).status_code == 200
    assert as_of < (began - timedelta(minutes=9)).isoformat()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "501"),
        ("limit", "ten"),
        ("on", "2026-02-30"),
        ("on", "0001-01-01"),
        ("on", "9999-12-31"),
        ("standing", "maybe"),
        ("changed_since", "2026-06-21T00:00:00"),
        ("changed_since", "yesterday"),
        ("chapter", "bos\0ton"),
        ("chapter", "x" * 201),
    ],
)
def test_parameter_that_is_wrong_is_named(program, name, value):
    answer = program.get("members", **{name: value})
    assert_problem(answer, 422, "not_valid")
    assert [error["pointer"] for error in answer.json()["errors"]] == [name]


def test_list_takes_the_same_queries_for_every_length(program):
    counts = []
    for _ in range(3):
        for _ in range(4):
            member = make_member(email="x@example.org", periods=[YEAR_2026])
            _suspend(member)
            ExternalId.objects.create(member=member, system="civicrm", value=str(member.pk))
            chapter, _ = Chapter.objects.get_or_create(code="lynn", defaults={"name": "Lynn"})
            ChapterMembership.objects.create(member=member, chapter=chapter, starts_on=date(2026, 1, 1))
        with CaptureQueriesContext(connection) as queries:
            program.get("members", standing="not_good", chapter="lynn")
        counts.append(len(queries))
    # The first request of a day notes that the token was used.
    assert counts[1] == counts[2] == counts[0] - 1
    # Token, chapter, members, and six kinds of rows of theirs.
    assert counts[1] == 9


def test_one_member_by_number(program):
    member = make_member(name="Ana Silveira", periods=[YEAR_2026])
    answer = program.get(f"members/{member.member_no}", on="2025-01-01").json()
    assert (answer["last_name"], answer["standing"]["status"]) == ("Silveira", "not_started")


@pytest.mark.parametrize("number", ["2026/17", "nr 5", "Ñ-1", "a?b"])
def test_one_member_by_a_number_of_any_kind(program, number):
    Member.objects.create(member_no=number)
    address = number.replace(" ", "%20").replace("?", "%3F")
    assert program.get(f"members/{address}").json()["member_no"] == number


def test_one_member_by_the_number_of_another_system(program):
    member = make_member()
    ExternalId.objects.create(member=member, system="nationbuilder", value="a/b")
    answer = program.get("members/by-external-id/nationbuilder/a/b")
    assert answer.json()["member_no"] == member.member_no
    assert_problem(program.get("members/by-external-id/civicrm/a/b"), 404, "no_such_member")


def test_number_of_a_record_that_was_merged_finds_who_stayed(program):
    member, other = make_member(), make_member()
    MergedRecord.objects.create(member=member, ref=uuid4(), member_no="OLD-1", at=timezone.now())
    MergedRecord.objects.create(member=other, ref=uuid4(), member_no=member.member_no, at=timezone.now())
    shown = program.get("members/OLD-1").json()
    assert (shown["member_no"], shown["former_numbers"]) == (member.member_no, ["OLD-1"])
    # A number that is in use again is that of its owner.
    assert program.get(f"members/{member.member_no}").json()["member_no"] == member.member_no
    body = {"member": {"member_no": "OLD-1"}, "on": "2026-07-01"}
    assert program.post("memberships/end", body).json()["results"][0]["member_no"] == member.member_no


@pytest.mark.parametrize("number", ["nobody", "x" * 200, "a%20"])
def test_unknown_member_is_404_and_no_page_of_the_site(program, number):
    assert_problem(program.get(f"members/{number}"), 404, "no_such_member")


def test_number_with_a_null_is_refused(program):
    assert_problem(program.get("members/a%00b"), 422, "not_valid")


def test_kinds_and_chapters_are_listed_by_code(program):
    make_tier(code="solidarity", counts_for_voting=False)
    make_tier(code="regular", grace_days=14)
    Chapter.objects.create(code="lynn", name="Lynn", is_active=False)
    assert [
        (tier["code"], tier["grace_days"], tier["counts_for_voting"])
        for tier in program.get("kinds").json()["tiers"]
    ] == [("regular", 14, True), ("solidarity", 0, False)]
    assert program.get("chapters").json() == {
        "chapters": [{"code": "lynn", "name": "Lynn", "is_active": False}]
    }
