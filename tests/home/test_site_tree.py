import pytest
from django.core.management import call_command
from django.utils import translation
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization

from home.domain import site_tree
from home.domain.site_tree import STANDARD_PAGES, create_site_tree
from home.models import HomePage
from statehouse.models import Office
from tests.factories.home import make_editor, translate
from tests.factories.home import make_site_anew as make_site

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_site_tree_replaces_the_welcome_page():
    tree = make_site()
    site = Site.objects.get()
    assert site.root_page.specific == tree.home
    assert (site.hostname, site.port) == ("testserver", 80)
    assert [page.specific_class for page in Page.objects.filter(depth=2)] == [HomePage]


def test_site_tree_has_its_standard_pages_live_and_in_the_menu():
    tree = make_site()
    assert set(tree.pages) == {key for key, *_rest in STANDARD_PAGES}
    assert all(page.live for page in tree.pages.values())
    assert tree.pages["issues"].show_in_menus
    assert not tree.pages["privacy"].show_in_menus
    assert Office.objects.filter(code="state_senator").exists()


def test_site_tree_made_again_changes_nothing():
    tree = make_site("es")
    tree.pages["about"].title = "Who we are"
    tree.pages["about"].save_revision().publish()
    before = list(Page.objects.order_by("path").values_list("path", "title", "locale"))
    again = make_site("es")
    assert list(Page.objects.order_by("path").values_list("path", "title", "locale")) == before
    assert again.pages["about"].title == "Who we are"


def test_site_tree_gives_each_language_its_own_tree():
    tree = make_site("es")
    spanish = Locale.objects.get(language_code="es")
    assert LocaleSynchronization.objects.get(locale=spanish).sync_from == Locale.get_default()
    home = tree.home.get_translation(spanish)
    assert home.depth == 2
    for page in tree.pages.values():
        assert page.get_translation(spanish).path.startswith(home.path)


def test_site_tree_adds_a_language_later():
    make_site()
    tree = make_site("es")
    assert tree.pages["issues"].has_translation(Locale.objects.get(language_code="es"))


def test_site_tree_translates_what_the_catalog_knows(monkeypatch):
    known = {title: f"es {title}" for _key, _model, title, _in_menu in STANDARD_PAGES}
    monkeypatch.setattr(
        site_tree.translation,
        "gettext",
        lambda text: known.get(text, text) if translation.get_language() == "es" else text,
    )
    tree = make_site("es")
    spanish = Locale.objects.get(language_code="es")
    issues = tree.pages["issues"].get_translation(spanish)
    assert (issues.title, issues.slug, issues.alias_of_id, issues.live) == ("es Issues", "issues", None, True)
    # Its headline is in no catalog, so it stays a mirror.
    assert tree.home.get_translation(spanish).alias_of_id == tree.home.pk


def test_site_tree_refuses_a_language_that_is_not_set_up():
    with pytest.raises(ValueError, match="tlh"):
        create_site_tree(hostname="testserver", port=80, languages=["tlh"])


def test_site_tree_lets_editors_edit_the_facts_and_keeps_what_operators_change():
    make_site()
    editor = make_editor()
    for right in (
        "candidates.add_candidacy",
        "issues.change_issuearea",
        "home.add_faqentry",
        "wagtail_localize.submit_translation",
    ):
        assert editor.has_perm(right)
    assert not editor.has_perm("members.view_member")
    group = editor.groups.get()
    group.permissions.remove(group.permissions.get(codename="add_candidacy"))
    make_site()
    assert not make_editor().has_perm("candidates.add_candidacy")


def test_create_site_command_takes_the_address_from_its_option(capsys):
    call_command("create_site", "--url", "https://www.example.org", "--language", "es")
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("www.example.org", 443)
    assert "https://www.example.org" in capsys.readouterr().out


def test_translated_home_page_keeps_the_addresses_of_its_language():
    tree = make_site("es")
    spanish = translate(tree.home, "es", {tree.home.headline: "Los miembros deciden."})
    assert spanish.alias_of_id is None
    assert spanish.slug == "home-en-es"
    assert spanish.url == "/es/"
    assert tree.pages["about"].get_translation(Locale.objects.get(language_code="es")).url == "/es/about/"
