"""The tree of pages every installation starts with, in each language."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_noop
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import (
    LocaleSynchronization,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.operations import translate_object

from core.models import OrganisationSettings
from home.domain.collections import make_collections
from home.domain.editing_rights import grant_editing_rights
from home.models import HomePage
from statehouse.domain.offices import load_offices

HEADLINE = gettext_noop("Members decide. Massachusetts moves.")
INTRO = gettext_noop(
    "We are a statewide grassroots organization. "
    "Our members decide together what we stand for and whom we endorse."
)
# key, model, title, in the menu. The key is the slug in the default language.
STANDARD_PAGES = [
    ("issues", "issues.IssueIndexPage", gettext_noop("Issues"), True),
    ("elections", "candidates.ElectionIndexPage", gettext_noop("Elections"), True),
    ("endorsements", "candidates.EndorsementIndexPage", gettext_noop("Endorsements"), True),
    ("member-votes", "voting.VoteIndexPage", gettext_noop("Member votes"), True),
    ("results", "voting.ResultsPage", gettext_noop("Results"), True),
    ("questions", "home.FaqPage", gettext_noop("Questions and answers"), True),
    ("about", "home.StandardPage", gettext_noop("About us"), True),
    ("how-we-decide", "home.StandardPage", gettext_noop("How we decide"), False),
    ("privacy", "home.StandardPage", gettext_noop("Privacy"), False),
    ("accessibility", "home.StandardPage", gettext_noop("Accessibility"), False),
]
_OUR_WORDS = {HEADLINE, INTRO, *(title for _key, _model, title, _in_menu in STANDARD_PAGES)}


@dataclass
class SiteTree:
    """The home page of the default language, and its standard pages by key."""

    site: Site
    home: HomePage
    pages: dict[str, Page] = field(default_factory=dict)


@transaction.atomic
def create_site_tree(*, hostname: str, port: int, languages: Sequence[str]) -> SiteTree:
    """Make what is missing of the site: locales, home pages, standard pages, offices, editors' rights.

    Safe to run again: what is there stays as it is, wherever editors have
    moved it below the home page. `languages` are codes of
    WAGTAIL_CONTENT_LANGUAGES; the default language is always made.
    """
    known = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    unknown = set(languages) - set(known)
    if unknown:
        raise ValueError(f"Not in WAGTAIL_CONTENT_LANGUAGES: {', '.join(sorted(unknown))}")
    default, _created = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    home = _home_page(default)
    site = _site(hostname=hostname, port=port, home=home)
    tree = SiteTree(site=site, home=home)
    with translation.override(settings.LANGUAGE_CODE):
        for key, label, title, in_menu in STANDARD_PAGES:
            tree.pages[key] = _standard_page(
                home=home, key=key, model=apps.get_model(label), title=title, in_menu=in_menu
            )
    _link_in_footer(tree)
    for code in known:
        if code in languages and code != settings.LANGUAGE_CODE:
            _add_language(tree, code=code, source=default)
    load_offices()
    grant_editing_rights()
    make_collections()
    # Wagtail keeps the addresses of home pages for an hour; these are new.
    Site.clear_site_root_paths_cache()
    return tree


def _home_page(locale: Locale) -> HomePage:
    home = HomePage.objects.filter(depth=2, locale=locale).first()
    if home is None:
        root = Page.get_first_root_node()
        home = HomePage(
            title=str(settings.ORGANISATION_NAME),
            slug=f"home-{locale.language_code}",
            headline=HEADLINE,
            intro=INTRO,
            locale=locale,
        )
        root.add_child(instance=home)
        home.save_revision().publish()
    return home


def _site(*, hostname: str, port: int, home: HomePage) -> Site:
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = site.root_page if site.root_page_id else None
    site.hostname, site.port, site.root_page = hostname, port, home
    site.site_name = site.site_name or str(settings.ORGANISATION_NAME)
    site.save()
    # Wagtail's own "Welcome" page, which its migrations put below the root.
    if welcome is not None and welcome.specific_class is Page and welcome.depth == 2:
        welcome.delete()
    return site


def _standard_page(*, home: HomePage, key: str, model, title: str, in_menu: bool) -> Page:
    below = model.objects.descendant_of(home)
    if model.max_count_per_parent != 1:
        below = below.filter(slug=key)
    page = below.first()
    if page is None:
        page = model(title=title, slug=key, show_in_menus=in_menu, locale_id=home.locale_id)
        home.add_child(instance=page)
        page.save_revision().publish()
    return page


def _link_in_footer(tree: SiteTree) -> None:
    organisation = OrganisationSettings.for_site(tree.site)
    organisation.privacy_page = organisation.privacy_page or tree.pages["privacy"]
    organisation.accessibility_page = organisation.accessibility_page or tree.pages["accessibility"]
    organisation.save()


def _add_language(tree: SiteTree, *, code: str, source: Locale) -> None:
    locale, _created = Locale.objects.get_or_create(language_code=code)
    # The synchronization makes a mirror of every page in the new language.
    LocaleSynchronization.objects.get_or_create(locale=locale, defaults={"sync_from": source})
    for page in [tree.home, *tree.pages.values()]:
        # Pages added after that in code get no mirror by themselves.
        if not page.has_translation(locale):
            page.copy_for_translation(locale, copy_parents=True, alias=True)
        _translate(page, locale)


def _translate(page: Page, locale: Locale) -> None:
    """Put our own words into a language whose catalog knows them all; else the page stays a mirror."""
    version = page.get_translation_or_none(locale)
    if version is not None and version.alias_of_id is None:
        return
    words = {getattr(page, name, "") for name in ("title", "headline", "intro")} & _OUR_WORDS
    with translation.override(locale.language_code):
        translated = {text: translation.gettext(text) for text in words}
    if not words or any(text == found for text, found in translated.items()):
        return
    # The copy of a slug would not be free any more, and a home page under
    # another slug would move every page of its language.
    slug = version.slug if version else page.slug
    translate_object(page, [locale])
    source = TranslationSource.objects.get_for_instance(page)
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            # A name is the same in every language.
            defaults={
                "data": slug
                if segment.context.path == "slug"
                else translated.get(segment.string.data, segment.string.data),
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            },
        )
    Translation.objects.get(source=source, target_locale=locale).save_target(publish=True)
