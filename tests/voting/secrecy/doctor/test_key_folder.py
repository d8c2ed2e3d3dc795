import os
import uuid

import pytest

from voting.plugins.secret.doctor import key_folder
from voting.plugins.secret.keys import make_outer_key, make_tally_key, tally_key_path


@pytest.fixture
def folder(settings, tmp_path):
    """A folder of keys on its own, with the keys of a vote, and a backup of something else."""
    home = tmp_path / "home"
    settings.VOTING_KEY_DIR = home / "keys"
    settings.VOTING_BACKUP_PATHS = [str(tmp_path / "media")]
    settings.MEDIA_ROOT, settings.STATIC_ROOT = tmp_path / "media", tmp_path / "static"
    settings.STATICFILES_DIRS = []
    vote_id = str(uuid.uuid4())
    make_tally_key(vote_id)
    make_outer_key(vote_id)
    settings.VOTE = vote_id
    return settings.VOTING_KEY_DIR


@pytest.fixture(autouse=True)
def on_a_disk(monkeypatch, tmp_path):
    """Wherever the tests themselves run."""
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sda1 / ext4 rw 0 0\ntmpfs /run tmpfs rw 0 0\n")
    monkeypatch.setattr(key_folder, "_MOUNTS", mounts)
    return mounts


def found():
    return {finding.code: finding.blocks for finding in key_folder.findings()}


def test_a_folder_as_the_site_makes_it_is_well(folder):
    assert found() == {}


def test_a_missing_folder_is_told(folder, settings, tmp_path):
    settings.VOTING_KEY_DIR = tmp_path / "nothing"
    assert found() == {"keys-folder-missing": False}


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o711, 0o770])
def test_a_folder_that_others_can_enter_is_found(folder, mode):
    folder.chmod(mode)
    assert found() == {"keys-folder-open": True}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_file_that_others_can_read_is_found(folder, settings, mode):
    tally_key_path(settings.VOTE).chmod(mode)
    assert found() == {"keys-files-open": True}


def test_files_of_another_owner_are_found(folder, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert found() == {"keys-owner": True}


@pytest.mark.parametrize("setting", ["MEDIA_ROOT", "STATIC_ROOT", "STATICFILES_DIRS"])
def test_a_folder_that_is_handed_out_is_found(folder, settings, setting):
    setattr(settings, setting, [folder.parent] if setting == "STATICFILES_DIRS" else folder.parent)
    assert found() == {"keys-folder-public": True}


def test_a_link_out_of_a_public_folder_and_back_is_seen_through(folder, settings, tmp_path):
    settings.MEDIA_ROOT = folder.parent
    (tmp_path / "innocent").symlink_to(folder)
    settings.VOTING_KEY_DIR = tmp_path / "innocent"
    assert found() == {"keys-folder-public": True}


def test_a_folder_in_a_checkout_is_found_unless_git_ignores_it(folder):
    (folder.parent / ".git").mkdir()
    assert found() == {"keys-folder-in-checkout": True}
    (folder.parent / ".gitignore").write_text("*.pyc\n/keys/\n")
    assert found() == {}


def test_a_folder_that_is_backed_up_is_found(folder, settings):
    settings.VOTING_BACKUP_PATHS = ["/srv/elsewhere", str(folder.parent)]
    assert found() == {"keys-folder-backed-up": True}


def test_backups_that_nobody_named_are_asked_for(folder, settings):
    settings.VOTING_BACKUP_PATHS = []
    assert found() == {"backups-unknown": False}


def test_a_folder_that_anybody_can_move_away_is_found(folder):
    folder.parent.chmod(0o777)
    assert found() == {"keys-folder-replaceable": True}
    folder.parent.chmod(0o1777)
    assert found() == {}


def test_a_folder_in_memory_is_told(folder, on_a_disk):
    on_a_disk.write_text(f"/dev/sda1 / ext4 rw 0 0\ntmpfs {folder.parent} tmpfs rw 0 0\n")
    assert found() == {"keys-in-memory": False}


def test_a_host_without_a_list_of_mounts_is_asked_no_further(folder, on_a_disk):
    on_a_disk.unlink()
    assert found() == {}
