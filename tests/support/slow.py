"""Folders that `make test-fast` leaves out: pages and whole lives of votes, many examples, other programs.

What it keeps are the rules themselves, within a minute. Single files mark themselves as slow.
"""

import pytest

from tests.support.fingerprints import ROOT
from tests.support.order import file_of

SLOW_FOLDERS = (
    "tests/members/api",
    "tests/members/claims",
    "tests/members/office",
    "tests/members/staff",
    "tests/tools",
    "tests/voting/appeals",
    "tests/voting/contract",
    "tests/voting/erasing",
    "tests/voting/evidence",
    "tests/voting/mails",
    "tests/voting/officers",
    "tests/voting/permissions",
    "tests/voting/properties",
    "tests/voting/roll_call",
    "tests/voting/secrecy",
    "tests/voting/surveys",
    "tests/voting/views",
)


def pytest_ignore_collect(collection_path, config):
    """What is left out is not even read."""
    if "not slow" in config.option.markexpr and collection_path.is_relative_to(ROOT):
        return is_slow(f"{collection_path.relative_to(ROOT).as_posix()}/") or None
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if is_slow(file_of(item)):
            item.add_marker("slow")


def is_slow(file: str) -> bool:
    return file.startswith(tuple(f"{folder}/" for folder in SLOW_FOLDERS))
