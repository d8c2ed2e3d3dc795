import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from wagtail.models import Collection, CollectionViewRestriction

from core.document_moves import move_files
from core.models import SiteDocument

NAMES = ["documents/one.txt", "documents/deep/two.txt", "documents/lost.txt"]


@pytest.fixture
def folders(tmp_path):
    public, private = tmp_path / "media", tmp_path / "private"
    for name in NAMES[:2]:
        (public / name).parent.mkdir(parents=True, exist_ok=True)
        (public / name).write_text(name)
    return public, private


def files(folder) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_files_are_moved_once_and_missing_ones_do_no_harm(folders):
    public, private = folders
    for _again in range(2):
        assert move_files(NAMES, source=public, target=private) == []
        assert (files(public), files(private)) == (set(), set(NAMES[:2]))


def test_move_that_was_interrupted_goes_on(folders):
    public, private = folders
    (private / "documents").mkdir(parents=True)
    # One was copied and its old file not removed yet, of the other a part was written.
    (private / NAMES[0]).write_text(NAMES[0])
    (private / "documents/deep").mkdir()
    (private / "documents/deep/.two.txt.part").write_text("docu")
    assert move_files(NAMES, source=public, target=private) == []
    assert (files(public), files(private)) == (set(), set(NAMES[:2]))
    assert (private / NAMES[1]).read_text() == NAMES[1]


def test_no_file_is_written_over_another(folders):
    public, private = folders
    (private / "documents").mkdir(parents=True)
    (private / NAMES[0]).write_text("somebody else's")
    assert move_files(NAMES, source=public, target=private) == [NAMES[0]]
    assert (private / NAMES[0]).read_text() == "somebody else's"
    assert (public / NAMES[0]).exists()


@pytest.mark.django_db
def test_migration_moves_documents_and_turns_logins_into_members(settings, tmp_path):
    settings.MEDIA_ROOT, settings.DOCUMENTS_ROOT = tmp_path / "media", tmp_path / "private"
    migration = importlib.import_module("core.migrations.0003_private_documents")
    row = SiteDocument(title="Minutes", collection=Collection.get_first_root_node())
    row.file.save("minutes.txt", ContentFile(b"words"))
    restriction = CollectionViewRestriction.objects.create(
        collection=row.collection, restriction_type="login"
    )
    # All that a migration of rows asks of it.
    editor = SimpleNamespace(connection=connection)
    migration.back_into_the_public_folder(apps, editor)
    assert files(tmp_path / "media") == {row.file.name}
    migration.out_of_the_public_folder(apps, editor)
    migration.only_for_members(apps, editor)
    assert (files(tmp_path / "media"), files(tmp_path / "private")) == (set(), {row.file.name})
    assert SiteDocument.objects.get().file.read() == b"words"
    restriction.refresh_from_db()
    assert restriction.restriction_type == "members"
