"""Files that are named for their place are there, and stand there."""

import pytest

from tests.support import order
from tests.support.fingerprints import ROOT


@pytest.mark.parametrize("file", [order.WITHOUT_DATABASE, *order.AT_ONE_SITE, *order.LONG_IN_A_BROWSER])
def test_named_file_is_there(file):
    assert (ROOT / file).exists()


def test_quick_tests_come_first_then_one_site_then_drills_then_browsers_by_length():
    files = {
        "tests/drill/test_casting.py": {order._DRILL},
        "tests/browser/test_second_factor.py": {order._BROWSER},
        order.AT_ONE_SITE[1]: {order._BROWSER},
        order.AT_ONE_SITE[0]: {order._BROWSER},
        order.LONG_IN_A_BROWSER[1]: {order._BROWSER},
        order.LONG_IN_A_BROWSER[0]: {order._BROWSER, order._DRILL},
        "tests/config/test_settings.py": {1, order._DRILL},
        "tests/home/test_pages.py": {1},
        order.WITHOUT_DATABASE: {1},
    }
    assert sorted(files, key=lambda file: order.place(file, files[file])) == [
        order.WITHOUT_DATABASE,
        "tests/config/test_settings.py",
        "tests/home/test_pages.py",
        order.AT_ONE_SITE[0],
        order.AT_ONE_SITE[1],
        "tests/drill/test_casting.py",
        order.LONG_IN_A_BROWSER[0],
        order.LONG_IN_A_BROWSER[1],
        "tests/browser/test_second_factor.py",
    ]


def test_files_at_one_site_go_together_and_others_alone():
    assert {order.scope_of(file) for file in order.AT_ONE_SITE} == {order.AT_ONE_SITE[0]}
    assert order.scope_of("tests/home/test_pages.py") == "tests/home/test_pages.py"
