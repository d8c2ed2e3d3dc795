"""Folders that are named as slow are there, and nothing else counts as one of them."""

import pytest

from tests.support.fingerprints import ROOT
from tests.support.slow import SLOW_FOLDERS, is_slow


@pytest.mark.parametrize("folder", SLOW_FOLDERS)
def test_folder_is_there(folder):
    assert (ROOT / folder).is_dir()


def test_files_below_slow_folders_are_slow_and_others_not():
    assert is_slow("tests/voting/views/test_ballot.py")
    assert not is_slow("tests/voting/views_of_others/test_ballot.py")
    assert not is_slow("tests/voting/domain/test_casting.py")
