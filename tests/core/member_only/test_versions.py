"""Privacy holds in every language of a page, and goes along with copies."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction

from core.restrictions import MEMBERS, restrictions_in_every_language
from home.models import StandardPage
from tests.factories.home import add_page, make_editor, make_site, translate

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def tree():
    return make_site("es")


@pytest.fixture
def page(tree):
    return add_page(tree.home, StandardPage(title="Inside", slug="inside"))


def spanish(page) -> Page:
    return page.get_translation(Locale.objects.get(language_code="es"))


def restrict(page, kind=MEMBERS) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=kind)


def kinds(page) -> list[str]:
    return [row.restriction_type for row in PageViewRestriction.objects.filter(page=page)]


def test_translation_that_is_there_becomes_private_too(page):
    version = translate(page, "es", {"Inside": "Adentro"})
    restrict(page)
    assert kinds(version) == [MEMBERS]


def test_original_becomes_private_with_its_translation(page):
    restrict(translate(page, "es", {"Inside": "Adentro"}))
    assert kinds(page) == [MEMBERS]


def test_mirror_becomes_private_too(page):
    restrict(page)
    assert kinds(spanish(page)) == [MEMBERS]


def test_translation_that_comes_later_is_private(page):
    restrict(page)
    assert kinds(translate(page, "es", {"Inside": "Adentro"})) == [MEMBERS]


def test_other_kind_is_chosen_in_every_language(page):
    row = restrict(page)
    row.restriction_type = PageViewRestriction.GROUPS
    row.save()
    row.groups.set(Group.objects.filter(name__in=["Editors", "Tellers"]))
    (other,) = PageViewRestriction.objects.filter(page=spanish(page))
    assert other.restriction_type == PageViewRestriction.GROUPS
    assert {group.name for group in other.groups.all()} == {"Editors", "Tellers"}
    row.groups.remove(Group.objects.get(name="Tellers"))
    assert {group.name for group in other.groups.all()} == {"Editors"}


def test_page_becomes_public_in_every_language(page):
    row = restrict(page)
    version = spanish(page)
    row.delete()
    assert kinds(version) == []


def test_deleting_one_language_makes_no_other_public(page):
    version = translate(page, "es", {"Inside": "Adentro"})
    restrict(page)
    Page.objects.get(pk=page.pk).delete()
    assert kinds(version) == [MEMBERS]


def test_copy_of_a_page_below_a_private_one_is_private(client, tree, page):
    restrict(page)
    below = add_page(page, StandardPage(title="Below", slug="below"))
    client.force_login(make_editor("Publishers"))
    answer = client.post(
        reverse("wagtailadmin_pages:copy", args=[below.pk]),
        {
            "new_title": "Copy",
            "new_slug": "copy",
            "new_parent_page": tree.home.pk,
            "publish_copies": True,
            "alias": False,
        },
        follow=True,
    )
    assert "The copy is private" in answer.content.decode()
    assert kinds(Page.objects.get(slug="copy", locale=tree.home.locale)) == [MEMBERS]


def test_page_that_is_moved_below_a_private_one_is_private_where_it_stayed(tree, page):
    other = add_page(tree.home, StandardPage(title="Later", slug="later"))
    restrict(page)
    Page.objects.get(pk=other.pk).move(Page.objects.get(pk=page.pk), pos="last-child")
    assert kinds(spanish(other)) == [MEMBERS]
    Page.objects.get(pk=other.pk).move(Page.objects.get(pk=tree.home.pk), pos="last-child")
    assert kinds(spanish(other)) == [MEMBERS]


def test_alias_elsewhere_is_as_private_as_what_stands_above_its_source(tree, page):
    restrict(page)
    below = add_page(page, StandardPage(title="Below", slug="below"))
    alias = below.create_alias(parent=tree.pages["about"])
    assert [row.restriction_type for row in restrictions_in_every_language(alias)] == [MEMBERS]


def test_site_without_private_pages_reads_no_other_language(page, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert restrictions_in_every_language(page) == []
