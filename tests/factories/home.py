"""A site with its standard pages, and the questions on one of them."""

from datetime import date
from itertools import count

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Locale, Site
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.operations import translate_object

from home.domain.site_tree import create_site_tree
from home.models import FaqEntry, FaqGroup, HomePage
from tests.support.background import QuickBackend
from tests.support.made_once import made_once

_numbers = count(1)


def make_site(*languages):
    """The standard pages, and their mirrors in further languages."""
    if HomePage.objects.exists():
        return make_site_anew(*languages)
    tree = made_once(
        lambda: make_site_anew(*languages),
        # What the rows depend on besides the languages.
        key=("site", languages, _settings_of_a_site(), QuickBackend.keeps_indexes),
    )
    # Wagtail keeps the addresses of home pages, and those of another test are gone.
    Site.clear_site_root_paths_cache()
    return tree


def make_site_anew(*languages):
    """The same by the code that does it on a real site: for the tests of that code."""
    return create_site_tree(hostname="testserver", port=80, languages=languages)


def _settings_of_a_site() -> tuple:
    names = tuple(settings.WAGTAIL_CONTENT_LANGUAGES)
    return names, settings.LANGUAGE_CODE, str(settings.ORGANISATION_NAME)


def in_every_language():
    """Mirrors of all pages in each language of the settings: what a site in use has."""
    return make_site(*[code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES])


def make_editor(*groups):
    user = get_user_model().objects.create_user(email=f"editor{next(_numbers)}@example.org")
    for name in groups or ["Editors"]:
        user.groups.add(Group.objects.get(name=name))
    return user


def add_page(parent, page):
    """A published page below another, with its mirrors in the site's other languages."""
    parent.add_child(instance=page)
    page.save_revision().publish()
    for locale in Locale.objects.exclude(pk=page.locale_id):
        if parent.has_translation(locale) and not page.has_translation(locale):
            page.copy_for_translation(locale, copy_parents=True, alias=True)
    return page


def translate(thing, language, texts):
    """Translate a page or snippet as wagtail-localize does; what `texts` leaves out stays as it is."""
    locale = Locale.objects.get(language_code=language)
    translate_object(thing, [locale])
    source = TranslationSource.objects.get_for_instance(thing)
    source.update_from_db()
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            defaults={
                "data": texts.get(segment.string.data, segment.string.data),
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            },
        )
    Translation.objects.get(source=source, target_locale=locale).save_target(publish=True)
    return thing.get_translation(locale)


def make_group(name="Membership", **fields):
    fields = {"locale": Locale.get_default(), **fields}
    return FaqGroup.objects.create(name=name, **fields)


def make_entry(question=None, *, group=None, **fields):
    fields = {
        "answer": "<p>By a vote.</p>",
        "last_reviewed_on": date(2026, 11, 1),
        "locale": Locale.get_default(),
        **fields,
    }
    entry = FaqEntry(
        question=question or f"Question {next(_numbers)}?", group=group or make_group(), **fields
    )
    entry.full_clean()
    entry.save()
    return entry
