import pytest
from django.utils import translation
from wagtail.models import Locale
from wagtail.rich_text import expand_db_html

from tests.factories.home import make_site

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def link(page_id):
    return f'<a linktype="page" id="{page_id}">About</a>'


def test_link_leads_to_the_page_in_the_readers_language():
    about = make_site("es").pages["about"]
    with_language = {"en": "/en/about/", "es": "/es/about/"}
    for code, url in with_language.items():
        with translation.override(code):
            assert expand_db_html(link(about.pk)) == f'<a href="{url}">About</a>'


def test_link_leads_to_the_original_where_the_other_is_a_draft():
    about = make_site("es").pages["about"]
    about.get_translation(Locale.objects.get(language_code="es")).unpublish()
    with translation.override("es"):
        assert expand_db_html(link(about.pk)) == '<a href="/en/about/">About</a>'


def test_link_to_a_page_that_is_gone_is_no_link():
    make_site()
    assert expand_db_html(link(99999)) == "<a>About</a>"


def test_links_of_one_text_cost_one_query(django_assert_num_queries):
    tree = make_site("es")
    text = "".join(link(page.pk) for page in tree.pages.values())
    with translation.override("es"):
        expand_db_html(text)
        with django_assert_num_queries(1):
            expand_db_html(text)
