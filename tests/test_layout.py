"""Traps that the shape of this project could fall into."""

import sys
import tomllib

import pytest

from tests.support.fingerprints import APPS, ROOT

PACKAGES = (*(app.rpartition("/")[2] for app in APPS), "config")


def test_site_is_a_plain_folder():
    """A package named "site" would lose to the standard library's module, or hide it."""
    assert not (ROOT / "site" / "__init__.py").exists()


@pytest.mark.parametrize("name", PACKAGES)
def test_no_package_hides_a_module_of_the_standard_library(name):
    assert name not in sys.stdlib_module_names


def test_every_folder_of_tests_is_a_package():
    """Otherwise two test files of one name collide, or `tests/voting` is taken for the app."""
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    parents = {
        parent for folder in folders for parent in folder.parents if parent.is_relative_to(ROOT / "tests")
    }
    assert [path for path in folders | parents if not (path / "__init__.py").exists()] == []


def test_every_app_is_installed_with_the_wheel():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert packages == {*APPS, "site/config"}


def test_templates_of_an_app_are_in_the_common_folder():
    """One place to look for a template; plugins bring their own."""
    stray = [path for app in APPS for path in (ROOT / app).glob("templates")]
    assert stray == []
