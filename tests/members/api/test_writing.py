"""What a program changes on the roll, and what it is told about it."""

from datetime import date, timedelta
from unittest.mock import ANY

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.importing.undoing import undo_run
from members.models import (
    Chapter,
    ChapterMembership,
    ExternalId,
    ImportRun,
    Member,
    MemberChange,
    MemberEmail,
    Membership,
)
from tests.factories.members import YEAR_2026, make_member, make_tier, make_user
from tests.members.api.calling import Program, assert_problem, make_token

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ANA = {
    "member_no": "A-7",
    "external_ids": {"nationbuilder": "77"},
    "emails": ["ana@example.org", "ana@work.example.org"],
    "first_name": "Ana",
    "last_name": "Silveira",
    "phone": "617-555-0100",
    "street": "1 Main St",
    "town": "Lynn",
    "postal_code": "01901",
    "language": "pt-BR",
    "do_not_contact": True,
    "chapters": ["lynn"],
    "tier": "regular",
    "starts_on": "2026-01-01",
    "expires_on": "2026-12-31",
}


@pytest.fixture(autouse=True)
def kinds():
    make_tier(code="regular")
    for code in ("boston", "lynn", "salem"):
        Chapter.objects.create(code=code, name=code.title())


def _send(program, *records, **more):
    answer = program.post("members", {"records": list(records), **more})
    assert answer.status_code == 200, answer.content
    return answer.json()


def _changes(result):
    return {change["field"]: (change["old"], change["new"]) for change in result["changes"]}


def test_new_member_gets_all_that_is_said(program):
    report = _send(program, ANA)
    [result] = report["results"]
    assert (result["outcome"], result["member_no"]) == ("new", "A-7")
    assert report["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "ambiguous": 0, "refused": 0}
    assert _changes(result)["town"] == ("", "Lynn")
    shown = program.get("members/A-7", on="2026-06-21").json()
    assert shown["external_ids"] == [{"system": "nationbuilder", "value": "77"}]
    assert shown["emails"] == [
        {"address": "ana@example.org", "is_primary": True},
        {"address": "ana@work.example.org", "is_primary": False},
    ]
    assert shown["standing"]["is_good"]
    assert [row["chapter"] for row in shown["chapters"]] == ["lynn"]
    assert (shown["language"], shown["do_not_contact"], shown["postal_code"]) == ("pt-br", True, "01901")
    assert shown["memberships"][0]["source"] == "api:sync"


def test_same_request_twice_changes_nothing(program):
    first = _send(program, ANA)
    runs = list(ImportRun.objects.values())
    written = Member.objects.get().changed_at
    again = _send(program, ANA)
    assert [result["outcome"] for result in again["results"]] == ["unchanged"]
    assert again["results"][0]["member_no"] == "A-7"
    assert (first["run"] is not None, again["run"]) == (True, None)
    assert list(ImportRun.objects.values()) == runs
    assert Member.objects.get().changed_at == written
    assert (Membership.objects.count(), MemberEmail.objects.count(), ChapterMembership.objects.count()) == (
        1,
        2,
        1,
    )


def test_change_is_reported_field_by_field_and_kept_in_the_history(program):
    _send(program, ANA)
    report = _send(program, {"external_ids": {"nationbuilder": "77"}, "town": "Salem", "phone": ""})
    [result] = report["results"]
    assert (result["outcome"], result["member_no"]) == ("changed", "A-7")
    assert _changes(result) == {"town": ("Lynn", "Salem"), "phone": ("617-555-0100", "")}
    change = MemberChange.objects.get()
    assert (change.source, change.actor) == ("api:sync", None)
    assert change.changes == {"town": ["Lynn", "Salem"], "phone": ["617-555-0100", ""]}
    run = ImportRun.objects.get(pk=report["run"])
    assert (run.format, run.file_name, run.state, run.counts["changed"]) == ("api", "sync", "applied", 1)


def test_what_a_program_wrote_can_be_undone_as_an_import_can(program):
    first = _send(program, ANA)["run"]
    before = program.get("members/A-7").json()
    second = _send(program, {"member_no": "A-7", "town": "Salem", "chapters": []})["run"]
    for number in (second, first):
        if number == first:
            assert program.get("members/A-7").json() == before | {"changed_at": ANY}
        undone = undo_run(run=ImportRun.objects.get(pk=number), at=timezone.now())
        assert undone.kept == []
    assert not Member.objects.exists()
    assert set(ImportRun.objects.values_list("state", flat=True)) == {"undone"}


def test_operators_see_what_a_program_wrote_among_the_imports(program, client):
    run = _send(program, ANA)["run"]
    operator = make_user(email="staff@example.org", groups=["Operators"])
    client.force_login(operator, backend="members.roles.RolesBackend")
    listed = client.get(reverse("member_imports:index")).content.decode()
    assert reverse("member_imports:run", args=[run]) in listed
    page = client.get(reverse("member_imports:run", args=[run])).content.decode()
    assert "sync" in page and "Silveira" in page


def test_what_is_not_said_stays(program):
    _send(program, ANA)
    before = program.get("members/A-7").json()
    _send(program, {"member_no": "A-7", "first_name": None})
    assert program.get("members/A-7").json() == before


def test_renewal_is_another_period(program):
    _send(program, ANA)
    [result] = _send(
        program,
        {"member_no": "A-7", "tier": "regular", "starts_on": "2027-01-01", "expires_on": "2027-12-31"},
    )["results"]
    assert set(_changes(result)) == {"membership"}
    assert Membership.objects.count() == 2


def test_membership_without_end(program):
    _send(program, {"member_no": "L-1", "tier": "regular", "starts_on": "2020-02-29", "has_no_end": True})
    assert program.get("members/L-1").json()["memberships"][0]["expires_on"] is None


def test_dry_run_says_the_same_and_writes_nothing(program):
    _send(program, ANA)
    change = {"member_no": "A-7", "town": "Salem"}
    said = _send(program, change, {**ANA, "member_no": "B-1", "external_ids": {}}, dry_run=True)
    assert (said["dry_run"], said["run"]) == (True, None)
    assert Member.objects.get().town == "Lynn"
    assert ImportRun.objects.count() == 1
    done = _send(program, change, {**ANA, "member_no": "B-1", "external_ids": {}})
    for one, other in zip(said["results"], done["results"], strict=True):
        assert {**one, "member_no": None} == {**other, "member_no": None}


def test_some_records_are_refused_and_the_others_written(program):
    report = _send(
        program,
        {**ANA, "tier": "gold"},
        {"member_no": "B-1", "first_name": "Ben"},
        {"member_no": "C-1", "emails": ["nobody"], "starts_on": "2026-02-30"},
        {"first_name": "Nameless"},
        {"member_no": "D-1", "town": "x" * 101},
    )
    assert [result["outcome"] for result in report["results"]] == [
        "refused",
        "new",
        "refused",
        "refused",
        "refused",
    ]
    assert [result["number"] for result in report["results"]] == [1, 2, 3, 4, 5]
    fields = [[problem["field"] for problem in result["problems"]] for result in report["results"]]
    assert fields[0] == ["tier"]
    assert sorted(fields[2]) == ["email", "starts_on"]
    assert fields[3] == [""]
    assert fields[4] == ["town"]
    assert list(Member.objects.values_list("member_no", flat=True)) == ["B-1"]
    assert all(
        problem["message"].endswith(".") for result in report["results"] for problem in result["problems"]
    )


def test_nobody_is_merged_by_guess(program):
    make_member(name="Ana One", email="shared@example.org")
    make_member(name="Ben Two", email="shared@example.org")
    [result] = _send(program, {"emails": ["shared@example.org"], "town": "Lynn"})["results"]
    assert (result["outcome"], result["member_no"], result["changes"]) == ("ambiguous", None, [])
    assert not Member.objects.filter(town="Lynn").exists()


def test_two_records_about_one_member_may_not_contradict(program):
    report = _send(program, {**ANA}, {"member_no": "A-7", "town": "Salem"})
    assert [result["outcome"] for result in report["results"]] == ["new", "refused"]
    assert Member.objects.get().town == "Lynn"


def test_addresses_are_added_and_removed_only_when_told(program):
    _send(program, ANA)
    change = {"member_no": "A-7", "emails": ["new@example.org"]}
    _send(program, change)
    assert MemberEmail.objects.count() == 3
    assert Member.objects.get().primary_email == "new@example.org"
    _send(program, change, replace_addresses=True)
    assert [row.address for row in MemberEmail.objects.all()] == ["new@example.org"]


def test_wish_for_no_mail_is_not_taken_back_by_a_program(program):
    _send(program, ANA)
    [result] = _send(program, {"member_no": "A-7", "do_not_contact": False})["results"]
    assert result["outcome"] == "unchanged"
    assert Member.objects.get().do_not_contact


def test_new_member_without_a_number_is_given_one(program):
    [result] = _send(program, {"emails": ["ben@example.org"], "first_name": "Ben"})["results"]
    assert result["member_no"] == Member.objects.get().member_no
    assert program.get(f"members/{result['member_no']}").status_code == 200


def test_five_hundred_records_take_few_more_queries_than_five(program):
    counts = []
    for number in (5, 500):
        records = [
            {
                **ANA,
                "member_no": f"N-{number}-{each}",
                "external_ids": {},
                "emails": [f"n{each}@n{number}.org"],
            }
            for each in range(number)
        ]
        with CaptureQueriesContext(connection) as queries:
            report = _send(program, *records)
        assert report["counts"]["new"] == number
        counts.append(len(queries))
    # SQLite takes a limited number of values at a time, so that 500 rows take some statements.
    assert counts[1] <= counts[0] + 20


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/records"),
        ({"records": []}, "/records"),
        ({"records": [{}] * 501}, "/records"),
        ({"records": {}}, "/records"),
        ({"records": [[]]}, "/records/0"),
        ({"records": [{"member_no": 7}]}, "/records/0/member_no"),
        ({"records": [{"memberno": "7"}]}, "/records/0/memberno"),
        ({"records": [{"town": "x" * 1001}]}, "/records/0/town"),
        ({"records": [{"emails": "ana@example.org"}]}, "/records/0/emails"),
        ({"records": [{"emails": ["a@example.org"] * 21}]}, "/records/0/emails"),
        ({"records": [{"has_no_end": "yes"}]}, "/records/0/has_no_end"),
        ({"records": [{"external_ids": {"a/b": "1"}}]}, "/records/0/external_ids/a~1b/[key]"),
        ({"records": [{}], "dryrun": True}, "/dryrun"),
        ({"records": [{}], "dry_run": 1}, "/dry_run"),
        ([], ""),
        (None, ""),
        ("records", ""),
    ],
)
def test_body_that_is_not_as_promised_is_refused_as_a_whole(program, body, pointer):
    answer = program.post("members", body)
    assert_problem(answer, 422, "not_valid")
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"records": [}',
        b'{"records": NaN}',
        b'{"records": [], "records": []}',
        b"\xff\xfe",
        b"[" * 100_000,
        b"1" * 5000,
        b'{"records": ' + b"1" * 5000 + b"}",
    ],
)
def test_body_that_is_no_json_is_refused(program, body):
    answer = program.post("members", body)
    assert answer.status_code in (400, 411)
    assert answer["Content-Type"] == "application/problem+json"


def test_membership_ends_on_the_day(program):
    _send(program, ANA)
    body = {"member": {"external_id": {"system": "nationbuilder", "value": "77"}}, "on": "2026-07-01"}
    report = program.post("memberships/end", body).json()
    assert _changes(report["results"][0]) == {"canceled": ("", "2026-07-01")}
    assert program.get("members/A-7", on="2026-06-30").json()["standing"]["is_good"]
    assert program.get("members/A-7", on="2026-07-01").json()["standing"]["status"] == "cancelled"
    again = program.post("memberships/end", body).json()
    assert (again["results"][0]["outcome"], again["run"]) == ("unchanged", None)


def test_ending_where_no_membership_ever_was_is_refused(program):
    member = make_member()
    body = {"member": {"member_no": member.member_no}, "on": "2026-07-01"}
    report = program.post("memberships/end", body).json()
    assert report["results"][0]["outcome"] == "refused"


def test_ending_in_a_dry_run_ends_nothing(program):
    _send(program, ANA)
    body = {"member": {"member_no": "A-7"}, "on": "2026-07-01", "dry_run": True}
    assert program.post("memberships/end", body).json()["counts"]["changed"] == 1
    assert Membership.objects.get().cancelled_on is None


def test_chapters_are_joined_and_left_on_the_day(program):
    member = make_member()
    whom = {"member_no": member.member_no}
    for path, chapter, day in (
        ("chapters/join", "lynn", "2026-03-01"),
        ("chapters/join", "salem", "2026-04-01"),
        ("chapters/leave", "lynn", "2026-06-01"),
    ):
        body = {"member": whom, "chapter": chapter, "on": day}
        assert program.post(path, body).json()["counts"]["changed"] == 1
        assert program.post(path, body).json()["counts"]["unchanged"] == 1
    shown = program.get(f"members/{member.member_no}").json()["chapters"]
    assert sorted((row["chapter"], row["starts_on"], row["ends_on"]) for row in shown) == [
        ("lynn", "2026-03-01", "2026-05-31"),
        ("salem", "2026-04-01", None),
    ]
    assert ImportRun.objects.count() == 3


def test_chapter_is_joined_today_unless_told(program):
    member = make_member()
    program.post("chapters/join", {"member": {"member_no": member.member_no}, "chapter": "lynn"})
    assert ChapterMembership.objects.get().starts_on == TODAY


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("memberships/end", {}),
        ("chapters/join", {"chapter": "lynn"}),
        ("chapters/leave", {"chapter": "lynn"}),
    ],
)
def test_step_for_nobody_is_404_and_adds_nobody(program, path, more):
    for whom in ({"member_no": "X"}, {"external_id": {"system": "civicrm", "value": "X"}}):
        answer = program.post(path, {"member": whom, "on": "2026-07-01", **more})
        assert_problem(answer, 404, "no_such_member")
    assert not Member.objects.exists()


def test_unknown_chapter_is_404(program):
    member = make_member()
    body = {"member": {"member_no": member.member_no}, "chapter": "atlantis"}
    assert_problem(program.post("chapters/join", body), 404, "no_such_chapter")


@pytest.mark.parametrize(
    "body",
    [
        {"member": {}, "on": "2026-07-01"},
        {"member": {"member_no": "1", "external_id": {"system": "a", "value": "1"}}, "on": "2026-07-01"},
        {"member": {"member_no": "1"}},
        {"member": {"member_no": "1"}, "on": "07/01/2026"},
        {"member": {"member_no": "1"}, "on": "2026-02-30"},
        {"member": {"member_no": "1"}, "on": "9999-12-31"},
        {"member": {"member_no": "1"}, "on": 20260701},
        {"member": {"member_no": "a\u0000b"}, "on": "2026-07-01"},
        {"member": {"external_id": {"system": "a b", "value": "1"}}, "on": "2026-07-01"},
        {"member": {"member_no": "1"}, "on": "2026-07-01", "more": 1},
    ],
)
def test_step_that_is_not_as_promised_is_refused(program, body):
    assert_problem(program.post("memberships/end", body), 422, "not_valid")


def test_what_a_program_wrote_is_found_by_the_next_sync(program):
    member = make_member(periods=[YEAR_2026])
    Member.objects.update(changed_at=timezone.now() - timedelta(days=30))
    since = (timezone.now() - timedelta(days=1)).isoformat()
    assert program.get("members", changed_since=since).json()["members"] == []
    _send(program, {"member_no": member.member_no, "cancelled_on": "2026-07-01"})
    found = program.get("members", changed_since=since).json()["members"]
    assert [row["member_no"] for row in found] == [member.member_no]


def test_database_that_is_busy_is_said_and_nothing_is_changed(program, monkeypatch):
    def busy():
        raise OperationalError("database is locked")

    monkeypatch.setattr("members.domain.syncing.lock_roll", busy)
    answer = program.post("members", {"records": [ANA]})
    assert_problem(answer, 503, "busy")
    assert int(answer["Retry-After"]) > 0
    assert not Member.objects.exists()


def test_failure_in_the_middle_leaves_nothing(program, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("members.domain.syncing._numbers_of", fail)
    assert_problem(program.post("members", {"records": [ANA]}), 500, "failed")
    assert not Member.objects.exists() and not ImportRun.objects.exists()


def test_log_of_a_write_has_no_personal_data(program, caplog):
    with caplog.at_level("INFO"):
        _send(program, ANA)
        program.post("members", {"records": [{"town": 7, "first_name": "Secret"}]})
    for word in ("Ana", "Silveira", "example.org", "A-7", "Secret"):
        assert word not in caplog.text


def test_source_names_the_token(program):
    other = Program(make_token(name="civicrm-of-the-office-in-lynn")[1])
    _send(other, ANA)
    assert Membership.objects.get().source == "api:civicrm-of-the-office-in-lynn"
    assert ExternalId.objects.get().member.member_no == "A-7"


def test_day_at_the_edge_of_the_calendar_is_refused_and_not_a_failure(program):
    record = {"member_no": "A-1", "tier": "regular", "starts_on": "2026-01-01", "expires_on": "9999-12-31"}
    [result] = _send(program, record)["results"]
    assert (result["outcome"], result["problems"][0]["field"]) == ("refused", "expires_on")
    assert date.max.year == 9999
