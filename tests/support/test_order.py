"""Files that are named for their place are there, and stand there."""

import pytest

from tests.support import order
from tests.support.fingerprints import ROOT


@pytest.mark.parametrize("file", [order.WITHOUT_DATABASE, *order.LONG_IN_A_BROWSER])
def test_named_file_is_there(file):
    assert (ROOT / file).exists()


def test_quick_tests_come_first_then_browsers_by_length_then_drills():
    files = {
        "tests/drill/test_casting.py": {order._DRILL},
        "tests/browser/test_reading.py": {order._BROWSER},
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
        order.LONG_IN_A_BROWSER[0],
        order.LONG_IN_A_BROWSER[1],
        "tests/browser/test_reading.py",
        "tests/drill/test_casting.py",
    ]
