"""Bringing a list into the roll, by the screens of the office."""

import csv
import logging
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from members.importing.background import Work, begin, work_on
from members.importing.errors import RollHasChanged
from members.models import ImportMapping, ImportRun, ImportUpload, Member
from tests.factories.members import make_member, make_tier

pytestmark = pytest.mark.django_db

LIST = (
    "Number,Given name,Family name,Mail,Level,Starts,Paid until\r\n"
    "77,Ana,Silveira,ana@example.org,regular,2026-01-01,2026-12-31\r\n"
    "78,Bo,=1+1,not an address,regular,2026-01-01,2026-12-31\r\n"
)


@pytest.fixture(autouse=True)
def kinds():
    make_tier()


def _file(text=LIST, name="list.csv"):
    return SimpleUploadedFile(name, text.encode())


def _upload(client, **data):
    response = client.post("/admin/member-imports/new/", {"file": _file(), **data})
    assert response.status_code == 302, response.content.decode()
    return ImportRun.objects.latest("pk")


def _columns(client, run, **changes):
    """What the form of the columns shows, sent back with some changes."""
    form = client.get(f"/admin/member-imports/{run.pk}/columns/").context["form"]
    data = {name: field.initial or "" for name, field in form.fields.items()}
    return {name: value for name, value in {**data, **changes}.items() if value is not False}


def _plan(client, **changes):
    run = _upload(client)
    data = _columns(client, run, **changes)
    response = client.post(f"/admin/member-imports/{run.pk}/columns/", data)
    assert response.status_code == 302, response.context["form"].errors
    run.refresh_from_db()
    return run


def test_file_becomes_a_report_and_then_the_roll(as_staff):
    client = as_staff("Operators")
    run = _plan(client)
    assert run.counts == {"new": 1, "refused": 1}
    assert not Member.objects.exists()
    page = client.get(f"/admin/member-imports/{run.pk}/").content.decode()
    for text in ("Refused", "New", "Silveira", "Apply"):
        assert text in page, text

    assert client.post(f"/admin/member-imports/{run.pk}/apply/").status_code == 302
    run.refresh_from_db()
    assert run.state == "applied"
    assert Member.objects.get().name == "Ana Silveira"
    assert not ImportUpload.objects.exists()
    assert "Undo this import" in client.get(f"/admin/member-imports/{run.pk}/").content.decode()


def test_applied_import_is_undone(as_staff):
    client = as_staff("Operators")
    run = _plan(client)
    client.post(f"/admin/member-imports/{run.pk}/apply/")
    page = client.get(f"/admin/member-imports/{run.pk}/undo/").content.decode()
    assert "New: 1" in page
    assert Member.objects.exists()
    client.post(f"/admin/member-imports/{run.pk}/undo/")
    run.refresh_from_db()
    assert run.state == "undone"
    assert not Member.objects.exists()


def test_report_shows_one_outcome_and_gives_it_as_a_file_without_formulas(as_staff):
    client = as_staff("Operators")
    run = _plan(client)
    page = client.get(f"/admin/member-imports/{run.pk}/", {"outcome": "refused"}).content.decode()
    assert "not an address" in page or "Mail" in page
    assert "Silveira" not in page
    response = client.get(f"/admin/member-imports/{run.pk}/rows.csv", {"outcome": "refused"})
    text = b"".join(response.streaming_content).decode()
    head, row = csv.reader(StringIO(text.removeprefix("\ufeff")))
    assert row[0] == "3"
    assert row[3] == "Mail"
    assert not any(cell.startswith("=") for cell in row)


def test_columns_are_saved_under_a_name_and_used_again(as_staff):
    client = as_staff("Operators")
    _plan(client, **{"save_as": "Office list", "column-phone": "Number", "column-member_no": ""})
    mapping = ImportMapping.objects.get()
    assert mapping.name == "Office list"
    assert mapping.columns["phone"] == "Number"
    run = _upload(client, mapping=mapping.pk)
    assert run.mapping == mapping
    assert _columns(client, run)["column-phone"] == "Number"


def test_mapping_that_does_not_fit_is_not_saved(as_staff):
    client = as_staff("Operators")
    run = _upload(client)
    nobody = {"column-member_no": "", "column-email": "", "save_as": "Bad"}
    response = client.post(f"/admin/member-imports/{run.pk}/columns/", _columns(client, run, **nobody))
    assert response.status_code == 200
    assert "who a row is about" in response.content.decode()
    assert not ImportMapping.objects.exists()


def test_codes_of_the_file_are_read_and_unknown_ones_refused(as_staff):
    client = as_staff("Operators")
    run = _plan(client, tiers="Full = member = regular")
    assert run.options["tiers"] == {"Full = member": "regular"}
    response = client.post(
        f"/admin/member-imports/{run.pk}/columns/", _columns(client, run, tiers="Full = nothing")
    )
    assert "names no code that we know" in response.content.decode()


@pytest.mark.parametrize("name", ["list.pdf", "list.csv"])
def test_file_that_cannot_be_read_says_why_and_leaves_nothing(as_staff, name):
    client = as_staff("Operators")
    response = client.post("/admin/member-imports/new/", {"file": _file("%PDF-1.7", name)})
    assert "This is a PDF" in response.content.decode()
    assert not ImportRun.objects.exists()


def test_dry_run_is_discarded_with_its_file(as_staff):
    client = as_staff("Operators")
    run = _plan(client)
    client.post(f"/admin/member-imports/{run.pk}/discard/")
    assert not ImportUpload.objects.exists()
    assert client.get("/admin/member-imports/").status_code == 200
    # What is discarded is not applied any more.
    client.post(f"/admin/member-imports/{run.pk}/apply/")
    assert not Member.objects.exists()


def test_roll_that_changed_since_the_dry_run_is_told_and_left_alone(as_staff):
    client = as_staff("Operators")
    run = _plan(client)
    make_member(name="Ana Silveira", email="ana@example.org")
    client.post(f"/admin/member-imports/{run.pk}/apply/")
    assert Member.objects.count() == 1
    page = client.get(f"/admin/member-imports/{run.pk}/").content.decode()
    assert str(RollHasChanged()) in page


def test_unplanned_run_is_not_applied(as_staff):
    client = as_staff("Operators")
    run = _upload(client)
    client.post(f"/admin/member-imports/{run.pk}/apply/")
    run.refresh_from_db()
    assert run.state == "planned"


def test_page_tells_how_far_the_work_has_come(as_staff):
    client = as_staff("Operators")
    run = _plan(client)
    cache.set(f"members.import:{run.pk}", {"step": "apply", "told": 4e9, "done": 1500, "total": 6000})
    page = client.get(f"/admin/member-imports/{run.pk}/").content.decode()
    assert "1,500 of 6,000 rows" in page
    assert "Apply:" not in page


def test_step_that_is_under_way_is_not_begun_twice(as_staff, operator):
    run = _plan(as_staff("Operators"))
    cache.set(f"members.import:{run.pk}", {"step": "plan", "told": 4e9})
    begin(run=run, step="apply", actor=operator)
    run.refresh_from_db()
    assert run.state == "planned"


def test_work_that_stopped_with_its_worker_is_not_waited_for(as_staff):
    client = as_staff("Operators")
    run = _plan(client)
    cache.set(f"members.import:{run.pk}", {"step": "apply", "told": 1.0})
    assert isinstance(work_on(run), Work)
    page = client.get(f"/admin/member-imports/{run.pk}/").content.decode()
    assert "The last step was interrupted." in page


@pytest.mark.parametrize("groups", [["Editors"], ["Publishers"], ["Tellers"]], ids="+".join)
def test_others_are_refused_and_it_is_logged(client, as_staff, operator, groups, caplog):
    client.force_login(operator, backend="members.roles.RolesBackend")
    run = _plan(client)
    client = as_staff(*groups)
    base = f"/admin/member-imports/{run.pk}/"
    reading = [
        "/admin/member-imports/",
        "/admin/member-imports/new/",
        base,
        f"{base}columns/",
        f"{base}rows.csv",
    ]
    with caplog.at_level(logging.WARNING, logger="members"):
        for path in [*reading, f"{base}undo/"]:
            assert client.get(path).status_code == 403, path
        for name in ("columns", "apply", "undo", "discard"):
            assert client.post(f"{base}{name}/").status_code == 403, name
        assert client.post("/admin/member-imports/new/", {"file": _file()}).status_code == 403
    refusals = [record for record in caplog.records if "refused: login" in record.getMessage()]
    assert len(refusals) == 11
    run.refresh_from_db()
    assert run.state == "planned"
    assert not Member.objects.exists()
    assert ImportRun.objects.count() == 1
