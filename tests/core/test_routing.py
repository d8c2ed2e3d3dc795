"""Addresses that the short way answers, and those that it leaves to Wagtail."""

import pytest
from django.utils import translation
from wagtail.models import Locale, PageViewRestriction, Site

from core.models import BasePage
from core.routing import find_page
from home.models import StandardPage
from tests.factories.home import add_page, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def tree():
    return make_site("es")


@pytest.fixture
def deep_page(tree):
    page = tree.pages["about"]
    for slug in ("history", "founding"):
        page = add_page(page, StandardPage(title=slug.title(), slug=slug))
    return page


def spanish(page):
    return page.get_translation(Locale.objects.get(language_code="es"))


@pytest.mark.parametrize("path", ["", "about/", "about/history/founding/"])
def test_page_is_found_in_three_queries_at_any_depth(rf, deep_page, django_assert_num_queries, path):
    Site.get_site_root_paths()
    with translation.override("en"), django_assert_num_queries(3):
        page = find_page(rf.get("/"), path).page
        assert not page.get_view_restrictions()
        assert "".join(f"{step.slug}/" for step in page.breadcrumb[1:]) == path
    assert isinstance(page, BasePage)


def test_page_of_the_active_language_is_found(rf, tree):
    with translation.override("es"):
        page = find_page(rf.get("/"), "about/").page
    assert page == spanish(tree.pages["about"])


@pytest.mark.parametrize("path", ["nothing/", "about/nothing/", "privacy/"])
def test_drafts_and_what_is_not_there_are_left_to_wagtail(rf, tree, path):
    tree.pages["privacy"].unpublish()
    with translation.override("en"):
        assert find_page(rf.get("/"), path) is None


def test_language_whose_home_page_is_a_draft_shows_the_original(client, tree):
    spanish(tree.home).unpublish()
    assert f"<h1>{tree.pages['about'].title}</h1>" in client.get("/es/about/").content.decode()


def test_request_of_no_site_is_not_found(client, tree):
    Site.objects.all().delete()
    assert client.get("/en/about/").status_code == 404


def test_restriction_of_one_page_leaves_the_others_open(client, tree):
    restriction = {"restriction_type": PageViewRestriction.LOGIN}
    PageViewRestriction.objects.create(page=tree.pages["issues"], **restriction)
    assert client.get(tree.pages["issues"].url).status_code == 302
    html = client.get(tree.pages["about"].url).content.decode()
    assert tree.pages["issues"].url not in html
    assert tree.pages["elections"].url in html
