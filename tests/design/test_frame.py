"""What the frame of a page asks of the database, and what it says."""

import pytest
from django.template import Context
from django.test import override_settings
from wagtail.models import Locale, Page, Site

from core.models import OrganisationSettings
from core.templatetags.core_tags import footer_links, home_url, language_links, primary_nav, site_settings

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.design.urls")]

FRAME = [site_settings, home_url, primary_nav, footer_links, language_links]


@pytest.fixture
def home():
    return Site.objects.get(is_default_site=True).root_page


@pytest.fixture
def add_page(home):
    def add(title, *, below=None, in_menu=True, live=True):
        page = Page(title=title, show_in_menus=in_menu, live=live)
        (below or Page.objects.get(pk=home.pk)).add_child(instance=page)
        return page

    return add


@pytest.fixture
def context(rf):
    def make(page=None, path="/en/"):
        return Context({"request": rf.get(path), "page": page})

    return make


def test_menu_holds_live_pages_that_editors_put_there(add_page, context):
    issues = add_page("Issues")
    add_page("Draft", live=False)
    add_page("Hidden", in_menu=False)
    housing = add_page("Housing", below=issues)

    links = primary_nav(context(housing))

    assert [(link["title"], link["current"], link["exact"]) for link in links] == [("Issues", True, False)]


def test_footer_links_follow_the_settings(add_page, context):
    privacy = add_page("Privacy", in_menu=False)
    settings = OrganisationSettings.for_site(Site.objects.get())
    settings.privacy_page = privacy
    settings.save()

    assert [link["title"] for link in footer_links(context())] == ["Privacy"]


def test_languages_of_a_page_are_its_live_translations(home, context):
    spanish = Locale.objects.create(language_code="es")
    translated = home.copy_for_translation(spanish)
    assert [link["code"] for link in language_links(context(home))] == ["en"]

    translated.save_revision().publish()

    links = language_links(context(home))
    assert [(link["code"], link["current"]) for link in links] == [("en", True), ("es", False)]


def test_a_page_without_a_translation_leads_to_the_nearest_page_above_it(home, add_page, context):
    home.copy_for_translation(Locale.objects.create(language_code="es")).save_revision().publish()
    issues = add_page("Issues")
    housing = add_page("Housing", below=issues)

    links = language_links(context(housing))

    assert [(link["code"], link["url"]) for link in links] == [("en", housing.get_url()), ("es", "/es/")]


@override_settings(LANGUAGES=[("en", "English"), ("ar", "Arabic")])
def test_address_outside_the_tree_keeps_its_path_in_every_language(context):
    links = language_links(context(path="/en/patterns/"))

    assert [(link["code"], link["dir"]) for link in links] == [("en", "ltr"), ("ar", "rtl")]


def test_frame_costs_the_same_however_many_pages_there_are(
    add_page, context, home, django_assert_max_num_queries
):
    def draw():
        Site.clear_site_root_paths_cache()
        frame = context(Page.objects.get(pk=home.pk))
        return [tag(frame) for tag in FRAME]

    add_page("First")
    draw()
    for number in range(12):
        add_page(f"Page {number}")
    with django_assert_max_num_queries(10):
        _settings, _home, nav, _footer, _languages = draw()
    assert len(nav) == 13


def test_page_says_nothing_personal(client):
    response = client.get("/patterns/")

    assert response.status_code == 200
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert "Cookie" not in response.get("Vary", "")


@override_settings(DEMO=True)
def test_demo_site_says_so(client):
    assert "people and votes here are invented" in client.get("/patterns/").content.decode()


def test_site_that_is_no_demo_does_not_say_so(client):
    assert "are invented" not in client.get("/patterns/").content.decode()


def test_page_not_found_is_in_the_frame(client):
    response = client.get("/en/nothing-here/")

    assert response.status_code == 404
    assert "We could not find this page" in response.content.decode()
