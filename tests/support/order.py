"""The order in which `make test` hands files of tests to its parallel processes.

What takes longest must not come last, or the other processes wait for it at
the end. And two processes that begin with the same preparation wait for each
other at once.
"""

import pytest

# The first process migrates a database; this one needs none, and takes as long.
WITHOUT_DATABASE = "tests/voting/contract/test_counting_methods.py"
# By how long they take; every other one of them needs a site that is served.
LONG_IN_A_BROWSER = (
    "tests/browser/test_story.py",
    "tests/browser/test_ballot_types.py",
    "tests/browser/test_editing.py",
    "tests/browser/test_count_pages.py",
    "tests/browser/test_accessibility.py",
    "tests/browser/test_officers_key.py",
    "tests/browser/test_sealing.py",
    "tests/design/test_pattern_page.py",
    "tests/browser/test_surveys.py",
    "tests/browser/test_every_public_page.py",
)
_BROWSER, _DRILL = 2, 3


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """After the other plugins have marked the tests."""
    kinds: dict[str, set[int]] = {}
    for item in items:
        kinds.setdefault(file_of(item), set()).add(_kind(item))
    items.sort(key=lambda item: place(file_of(item), kinds[file_of(item)]))


def file_of(item) -> str:
    return item.nodeid.partition("::")[0]


def place(file: str, kinds: set[int]) -> tuple[int, int]:
    """Where a file stands, by what its tests need; files of one place keep their order."""
    if file == WITHOUT_DATABASE:
        return (0, 0)
    if _BROWSER in kinds:
        known = file in LONG_IN_A_BROWSER
        return (_BROWSER, LONG_IN_A_BROWSER.index(file) if known else len(LONG_IN_A_BROWSER))
    return (_DRILL, 0) if kinds == {_DRILL} else (1, 0)


def _kind(item) -> int:
    if item.get_closest_marker("browser"):
        return _BROWSER
    return _DRILL if item.get_closest_marker("drill") or item.get_closest_marker("postgres") else 1
