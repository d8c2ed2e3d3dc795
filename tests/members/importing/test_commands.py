import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from members.models import ImportMapping, ImportRun, ImportUpload, Member
from tests.factories.members import make_tier

pytestmark = pytest.mark.django_db

GOOD = "member_no,first_name,tier,starts_on,expires_on\n1,Ana,regular,2026-01-01,2026-12-31\n"
BAD = GOOD + "2,Ben,gold,2026-01-01,2026-12-31\n"


@pytest.fixture(autouse=True)
def regular():
    make_tier(code="regular")


@pytest.fixture
def run_command(tmp_path):
    """Gives (exit status, what was printed)."""

    def run(content, *options):
        path = tmp_path / "list.csv"
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return call("import_members", str(path), *options)

    return run


def call(*arguments):
    out = StringIO()
    try:
        call_command(*arguments, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def test_import_of_a_clean_list_ends_with_0(run_command):
    status, said = run_command(GOOD)
    assert status == 0
    assert "New: 1" in said
    assert f"undo_import {ImportRun.objects.get().pk}" in said
    assert Member.objects.get().first_name == "Ana"
    assert not ImportUpload.objects.exists()


def test_import_with_refused_rows_writes_the_others_and_ends_with_1(run_command):
    status, said = run_command(BAD)
    assert status == 1
    assert "Row 3, tier: There is no kind of membership “gold”." in said
    assert Member.objects.count() == 1


def test_dry_run_says_what_would_change_and_writes_nothing(run_command):
    status, said = run_command(GOOD, "--dry-run")
    assert status == 0
    assert "Row 2, First name: Ana" in said
    assert "Nothing was written." in said
    assert not Member.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "No such file"),
        (b"", "The file is empty."),
        ("town\nAyer\n", "No column says who"),
        (GOOD + '2,"Ben', "From line 3 on the file cannot be read"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_unusable_file_ends_with_2_and_writes_nothing(run_command, content, sentence, options):
    status, said = run_command(content, *options)
    assert status == 2
    assert sentence in said
    assert not Member.objects.exists()
    assert not ImportRun.objects.exists()


def test_mapping_is_used_by_its_name(run_command):
    ImportMapping.objects.create(name="cards", columns={"member_no": "Card", "first_name": "Who"})
    status, _said = run_command("Card,Who\n1,Ana\n", "--mapping", "cards")
    assert status == 0
    assert ImportRun.objects.get().mapping.name == "cards"
    assert Member.objects.get().first_name == "Ana"


def test_mapping_that_does_not_exist_ends_with_2(run_command):
    status, said = run_command(GOOD, "--mapping", "none")
    assert status == 2
    assert "There is no mapping" in said


def test_option_of_one_run_is_used(run_command):
    text = "member_no,tier,starts_on,expires_on\n1,regular,01/02/2026,01/01/2027\n"
    assert run_command(text)[0] == 1
    assert run_command(text, "--set", "dates=mdy")[0] == 0
    assert run_command(text, "--set", "colour=red")[0] == 2


def test_report_is_there_for_programs(run_command):
    status, said = run_command(BAD, "--json", "--dry-run")
    report = json.loads(said)
    assert status == 1
    assert report["counts"]["new"] == 1
    assert [row["outcome"] for row in report["rows"]] == ["new", "refused"]


def test_undo_takes_the_import_back(run_command):
    run_command(GOOD)
    number = str(ImportRun.objects.get().pk)
    status, said = call("undo_import", number)
    assert (status, Member.objects.count()) == (0, 0)
    assert "Members removed: 1." in said
    assert call("undo_import", number)[0] == 2
    assert call("undo_import", "999")[0] == 2


def test_undo_names_what_stays_and_ends_with_1(run_command):
    run_command(GOOD)
    Member.objects.update(town="Ayer")
    status, said = call("undo_import", str(ImportRun.objects.get().pk))
    assert status == 1
    assert "Row 2, 1: The member was changed since." in said


def test_names_and_addresses_are_not_logged(run_command, caplog):
    with caplog.at_level("DEBUG", logger="members"):
        run_command(GOOD)
    assert "Ana" not in caplog.text
