"""The office's screens: who reaches them, and what they do."""

import csv
import logging
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from members.domain.history import record_change
from members.models import (
    Chapter,
    ChapterMembership,
    ImportRow,
    ImportRun,
    Member,
    MemberExport,
    Suspension,
)
from tests.factories.members import YEAR_2026, make_member, make_user

pytestmark = pytest.mark.django_db

ALLOWED = ["Operators"]
REFUSED = [["Editors"], ["Publishers"], ["Tellers"], ["Editors", "Publishers", "Tellers"]]


@pytest.fixture
def ana():
    return make_member(name="Ana Silveira-Knox", email="ana@example.org", periods=[YEAR_2026])


@pytest.fixture
def twin():
    return make_member(name="Ana Silveira-Knox", email="ana@example.org")


def _paths(ana, twin):
    return [
        "/admin/members/",
        f"/admin/members/inspect/{ana.pk}/",
        f"/admin/members/history/{ana.pk}/",
        "/admin/members/export/",
        "/admin/members/exports/",
        "/admin/members/duplicates/",
        f"/admin/members/merge/{ana.pk}/",
        f"/admin/members/merge/{ana.pk}/{twin.pk}/",
        "/admin/chapters/",
        "/admin/chapters/new/",
        "/admin/membership-tiers/",
    ]


def test_operators_read_every_screen(as_staff, ana, twin):
    client = as_staff(*ALLOWED)
    codes = {path: client.get(path).status_code for path in _paths(ana, twin)}
    assert set(codes.values()) == {200}, codes


@pytest.mark.parametrize("groups", REFUSED, ids="+".join)
def test_everybody_else_is_refused_and_it_is_logged(as_staff, ana, twin, groups, caplog):
    client = as_staff(*groups)
    with caplog.at_level(logging.WARNING, logger="members"):
        for path in _paths(ana, twin):
            response = client.get(path)
            assert response.status_code == 403, path
            assert "Silveira" not in response.content.decode()
    refusals = [record for record in caplog.records if "refused: login" in record.getMessage()]
    assert len(refusals) == len(_paths(ana, twin))


@pytest.mark.parametrize("groups", REFUSED, ids="+".join)
def test_everybody_else_changes_nothing(as_staff, ana, twin, groups):
    client = as_staff(*groups)
    for path in (
        f"/admin/members/merge/{ana.pk}/{twin.pk}/",
        "/admin/members/export/",
        "/admin/chapters/new/",
    ):
        assert client.post(path, {"purpose": "x", "form": "csv"}).status_code == 403
    assert Member.objects.count() == 2
    assert not MemberExport.objects.exists()
    assert not Chapter.objects.exists()


@pytest.mark.parametrize(
    ("codename", "path"),
    [
        ("export_member", "/admin/members/export/"),
        ("export_member", "/admin/members/exports/"),
        ("merge_member", "/admin/members/duplicates/"),
    ],
)
def test_each_right_opens_its_own_screen_alone(as_staff, operator, codename, path):
    group = operator.groups.get()
    group.permissions.remove(group.permissions.get(codename=codename))
    client = as_staff("Operators")
    assert client.get(path).status_code == 403
    assert client.get("/admin/members/").status_code == 200


@pytest.mark.parametrize("groups", [["Editors"], ["Publishers"], ["Tellers"]], ids="+".join)
def test_menu_shows_nothing_of_the_office_to_others(as_staff, groups):
    page = as_staff(*groups).get("/admin/").content.decode()
    assert "/admin/members/" not in page
    assert "/admin/chapters/" not in page


# --- the list -----------------------------------------------------------------------------------


def test_list_narrows_by_standing_chapter_and_login(as_staff, ana):
    make_member(name="Zoe Unrelated", user=make_user())
    chapter = Chapter.objects.create(code="boston", name="Boston")
    ChapterMembership.objects.create(member=ana, chapter=chapter, starts_on=date(2026, 1, 1))
    client = as_staff("Operators")
    for query in ({"chapter": chapter.pk}, {"login": "no"}, {"tier": ana.memberships.get().tier_id}):
        page = client.get("/admin/members/results/", query).content.decode()
        assert "Silveira" in page, query
        assert "Unrelated" not in page, query
    page = client.get("/admin/members/results/", {"standing": "none"}).content.decode()
    assert "Unrelated" in page
    assert "Silveira" not in page


def test_list_has_no_export_of_its_own(as_staff, ana):
    response = as_staff("Operators").get("/admin/members/", {"export": "csv"})
    assert response["Content-Type"].startswith("text/html")
    assert not MemberExport.objects.exists()


# --- the record ---------------------------------------------------------------------------------


def test_record_tells_all_that_is_known(as_staff, operator, ana):
    ana.user = make_user()
    ana.save()
    Suspension.objects.create(member=ana, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 2), reason="Fees")
    run = ImportRun.objects.create(format="csv", started_at=timezone.now())
    ImportRow.objects.create(run=run, number=7, outcome="changed", member=ana)
    record_change(
        member=ana,
        at=timezone.now(),
        actor=operator,
        source=f"import:{run.pk}",
        changes={"town": ("Lynn", "Lowell")},
    )
    page = as_staff("Operators").get(f"/admin/members/inspect/{ana.pk}/").content.decode()
    for text in ("Fees", "Lynn", "Lowell", "Isolde", "row 7", ana.member_no, f"Login {ana.user.pk}"):
        assert text in page, text


def test_record_takes_the_same_queries_whatever_it_holds(as_staff, ana):
    client = as_staff("Operators")
    counts = []
    for year in (2020, 2021, 2022):
        for _time in range(3):
            make_member(name="Ana Silveira-Knox", email="ana@example.org")
            Suspension.objects.create(member=ana, starts_on=date(year, 1, 1), reason="Fees")
            record_change(
                member=ana, at=timezone.now(), actor=None, source="office", changes={"town": ("", str(year))}
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/admin/members/inspect/{ana.pk}/")
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_history_pages(as_staff, ana):
    for number in range(60):
        record_change(
            member=ana,
            at=timezone.now(),
            actor=None,
            source="office",
            changes={"town": ("", f"Town{number}")},
        )
    client = as_staff("Operators")
    assert "Town59" in client.get(f"/admin/members/history/{ana.pk}/").content.decode()
    assert "Town3<" in client.get(f"/admin/members/history/{ana.pk}/", {"p": 2}).content.decode()


# --- merging ------------------------------------------------------------------------------------


def test_preview_changes_nothing_and_merging_leads_to_the_record(as_staff, ana, twin):
    client = as_staff("Operators")
    path = f"/admin/members/merge/{ana.pk}/{twin.pk}/"
    assert client.get(path).status_code == 200
    assert Member.objects.count() == 2
    response = client.post(path, {"member_no": "keep"})
    assert response["Location"] == f"/admin/members/inspect/{ana.pk}/"
    assert [member.pk for member in Member.objects.all()] == [ana.pk]


def test_merge_takes_the_choice_of_the_form(as_staff, ana, twin):
    number = twin.member_no
    as_staff("Operators").post(f"/admin/members/merge/{ana.pk}/{twin.pk}/", {"member_no": "absorb"})
    assert Member.objects.get().member_no == number


def test_merge_without_a_choice_asks_for_it(as_staff, ana, twin):
    response = as_staff("Operators").post(f"/admin/members/merge/{ana.pk}/{twin.pk}/", {})
    assert response.status_code == 200
    assert Member.objects.count() == 2


def test_merge_of_somebody_unknown_is_not_found(as_staff, ana):
    response = as_staff("Operators").get(f"/admin/members/merge/{ana.pk}/999999/", follow=True)
    assert response.status_code == 404


# --- exports ------------------------------------------------------------------------------------

ORDER = {"purpose": "Mailing", "form": "csv", "columns": ["member_no", "last_name", "email", "standing"]}


def _rows(response):
    return list(csv.reader(StringIO(b"".join(response.streaming_content).decode())))


def test_export_is_what_the_list_shows_and_is_written_down(as_staff, ana):
    make_member(name="Zoe Unrelated")
    client = as_staff("Operators")
    response = client.post("/admin/members/export/?q=silveira&standing=yes", ORDER)
    head, *rows = _rows(response)
    assert head == ["member_no", "last_name", "email", "standing"]
    assert rows == [[ana.member_no, "Silveira-Knox", "ana@example.org", "current"]]
    assert "no-store" in response["Cache-Control"]
    export = MemberExport.objects.get()
    assert (export.count, export.form, export.purpose) == (1, "csv", "Mailing")
    assert export.filters == {"q": "silveira", "standing": "yes"}
    page = client.get("/admin/members/exports/").content.decode()
    for text in ("Mailing", "silveira", "Good standing", "Somebody"):
        assert text in page, text


def test_export_as_excel_file(as_staff, ana):
    response = as_staff("Operators").post("/admin/members/export/", {**ORDER, "form": "xlsx"})
    rows = load_workbook(BytesIO(b"".join(response.streaming_content))).active.values
    assert next(rows) == ("member_no", "last_name", "email", "standing")
    assert next(rows)[1] == "Silveira-Knox"


def test_export_has_no_formula(as_staff):
    member = make_member(name="X")
    Member.objects.filter(pk=member.pk).update(last_name='=HYPERLINK("http://example.net")')
    [_head, row] = _rows(as_staff("Operators").post("/admin/members/export/", ORDER))
    assert row[1] == '\'=HYPERLINK("http://example.net")'


@pytest.mark.parametrize("missing", ["purpose", "columns"])
def test_export_needs_a_purpose_and_columns(as_staff, ana, missing):
    order = {name: value for name, value in ORDER.items() if name != missing}
    response = as_staff("Operators").post("/admin/members/export/", order)
    assert response["Content-Type"].startswith("text/html")
    assert not MemberExport.objects.exists()


def test_export_log_names_nobody(as_staff, ana, caplog):
    with caplog.at_level(logging.INFO, logger="members"):
        as_staff("Operators").post("/admin/members/export/?q=ana@example.org", ORDER)
    [record] = [record for record in caplog.records if "exported" in record.getMessage()]
    assert "@" not in record.getMessage()
    assert "1 rows" in record.getMessage()


def test_export_reads_a_constant_number_of_times(as_staff):
    client = as_staff("Operators")
    counts = []
    for _time in range(2):
        for _member in range(3):
            make_member(email="x@example.org", periods=[YEAR_2026])
        with CaptureQueriesContext(connection) as queries:
            _rows(
                client.post(
                    "/admin/members/export/", {**ORDER, "columns": ["tier", "chapters", "external_ids"]}
                )
            )
        counts.append(len(queries))
    assert counts[0] == counts[1]
