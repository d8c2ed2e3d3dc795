"""The order in which `make test` hands files of tests to its parallel processes, and which go to one of them.

What takes longest must not come last, or the other processes wait for it at
the end. Two processes that begin with the same preparation wait for each
other at once. And a site that is served costs ten seconds to start: whoever
looks at the same one is in the same process.
"""

import pytest
from xdist.scheduler import LoadFileScheduling

# The first process migrates a database; this one needs none, and takes as long.
WITHOUT_DATABASE = "tests/voting/contract/test_counting_methods.py"
# They all look at the site of the fixture `live_site`.
AT_ONE_SITE = (
    "tests/browser/test_editing.py",
    "tests/browser/test_accessibility.py",
    "tests/browser/test_every_public_page.py",
    "tests/browser/test_claim.py",
    "tests/browser/test_reading.py",
    "tests/browser/test_without_javascript.py",
    "tests/browser/test_weight.py",
)
# By how long they take.
LONG_IN_A_BROWSER = (
    "tests/browser/test_story.py",
    "tests/browser/test_ballot_types.py",
    "tests/browser/test_sealing.py",
    "tests/browser/test_count_pages.py",
    "tests/browser/test_check_result.py",
    "tests/browser/test_surveys.py",
    "tests/design/test_pattern_page.py",
    "tests/browser/test_officers_key.py",
)
# Drills wait much. Beside the site of the browsers, processors have something to do meanwhile.
_AT_ONE_SITE, _DRILL, _BROWSER = 2, 3, 4


class Scheduling(LoadFileScheduling):
    """File after file, and the files at one site as if they were one."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(super()._split_scope(nodeid))


def scope_of(file: str) -> str:
    """What files have in common that are handed out together."""
    return AT_ONE_SITE[0] if file in AT_ONE_SITE else file


def pytest_xdist_make_scheduler(config, log):
    return Scheduling(config, log) if config.getvalue("dist") == "loadfile" else None


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
    if file in AT_ONE_SITE:
        return (_AT_ONE_SITE, AT_ONE_SITE.index(file))
    if _BROWSER in kinds:
        known = file in LONG_IN_A_BROWSER
        return (_BROWSER, LONG_IN_A_BROWSER.index(file) if known else len(LONG_IN_A_BROWSER))
    return (_DRILL, 0) if kinds == {_DRILL} else (1, 0)


def _kind(item) -> int:
    if item.get_closest_marker("browser"):
        return _BROWSER
    return _DRILL if item.get_closest_marker("drill") or item.get_closest_marker("postgres") else 1
