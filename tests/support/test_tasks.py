import pytest
from wagtail.models import Page

pytestmark = pytest.mark.django_db


def found():
    Page.objects.get(depth=2).add_child(instance=Page(title="Rentcontrol", slug="rent"))
    return [page.title for page in Page.objects.search("rentcontrol")]


def test_search_is_not_kept_up_unless_asked_for():
    assert found() == []


def test_search_finds_what_was_saved_with_the_fixture(search_index):
    assert found() == ["Rentcontrol"]
