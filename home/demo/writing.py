"""Writing pages and snippets of the demo: first in English, then their Spanish translation."""

import json
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource
from wagtail_localize.operations import translate_object
from wagtail_localize.strings import StringValue, extract_strings
from wagtail_localize.synctree import create_aliases_for_new_page

from core.models import SiteDocument
from home.demo.words import Link, Text, Words, fixed_id, words_in

SPANISH = "es"

_LINK = re.compile(r'href="(page|document):([a-z0-9/-]*)"')
_TAG = re.compile(r"<[a-z]")
# Not words: the same in every language.
_NEUTRAL_FIELDS = ("slug", "box", "electorate")


class Writer:
    """Writes what is not there yet. What is there is left alone, whoever has changed it since."""

    def __init__(self, pages: dict[str, Page] | None = None):
        self.source = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
        self.target = Locale.objects.filter(language_code=SPANISH).first()
        # The pages of the default language by key.
        self.pages: dict[str, Page] = dict(pages or {})
        # Documents that pages link to, by key.
        self.documents: dict[str, SiteDocument] = {}
        self.has_written = False

    def page(
        self,
        text: Text,
        *,
        model: type[Page],
        parent: Page,
        in_menu: bool = False,
        facts: Callable[[], dict[str, Any]] = dict,
    ) -> Page:
        """The page with this text below `parent`, made if it is missing; only then `facts` is asked
        for its other fields."""
        translation_key = fixed_id(text.key)
        page = model.objects.filter(translation_key=translation_key, locale=self.source).first()
        if page is None:
            page = model(
                slug=text.slug,
                translation_key=translation_key,
                locale=self.source,
                show_in_menus=in_menu,
                is_demo=True,
                **facts(),
            )
            self._set_words(page, text)
            # The parent may have got children since it was read.
            Page.objects.get(pk=parent.pk).add_child(instance=page)
            page.save_revision().publish()
            create_aliases_for_new_page(page)
            self.translate(page, words=[text.title, text.fields])
        self.pages[text.key] = page
        return page

    def fill(self, page: Page, text: Text) -> None:
        """Put words on a standard page that nobody has written on yet."""
        if not page.is_demo and not is_edited(page):
            self.rewrite(page, text, is_demo=True)
        self.pages[text.key] = page

    def rewrite(self, page: Page, text: Text, *, is_demo: bool) -> None:
        self._set_words(page, text)
        page.is_demo = is_demo
        page.save_revision().publish()
        versions = type(page).objects.filter(translation_key=page.translation_key)
        versions.update(is_demo=is_demo)
        self.translate(page, words=[text.title, text.fields])

    def snippet(self, model, *, key: str, **fields):
        """The snippet of the default language, made if it is missing."""
        translation_key = fixed_id(key)
        found = model.objects.filter(translation_key=translation_key, locale=self.source).first()
        if found is not None:
            return found
        values = {name: self.value(value, name=f"{key}/{name}") for name, value in fields.items()}
        row = model(translation_key=translation_key, locale=self.source, is_demo=True, **values)
        row.full_clean()
        row.save()
        if hasattr(row, "save_revision"):
            row.save_revision().publish()
        self.translate(row, words=fields)
        return row

    def value(self, value: Any, *, name: str) -> Any:
        """A value as Wagtail stores it: English words, page numbers, block ids that never change."""
        if isinstance(value, Words):
            return self._linked(value.en)
        if isinstance(value, Link):
            return self.pages[value.key].pk
        if isinstance(value, dict):
            return {part: self.value(each, name=f"{name}/{part}") for part, each in value.items()}
        if isinstance(value, list):
            blocks = []
            for number, each in enumerate(value):
                identity = each.get("id") or str(fixed_id(f"{name}/{number}"))
                blocks.append({**self.value(each, name=f"{name}/{number}"), "id": identity})
            return blocks
        return value

    def translate(self, instance, *, words) -> None:
        """Translate into Spanish, where every text has it, in the way editors can go on from."""
        self.has_written = True
        pairs = list(words_in(words))
        if self.target is None or not all(each.es for each in pairs):
            return
        spanish = self._dictionary(pairs)
        # The address the page has had as a mirror stays: what links to it goes on working.
        mirror = instance.get_translation_or_none(self.target)
        source, created = TranslationSource.get_or_create_from_instance(instance)
        if not created:
            source.update_from_db()
        segments = StringSegment.objects.filter(source=source).select_related("string", "context")
        found = StringTranslation.objects.filter(locale=self.target, context__object=source.object_id)
        known = {(row.translation_of_id, row.context_id): row for row in found}
        missing = []
        for segment in segments:
            original, path = segment.string.data, segment.context.path
            if path == "slug" and mirror is not None:
                translated = mirror.slug
            else:
                translated = original if path in _NEUTRAL_FIELDS else spanish[original]
            row = known.get((segment.string_id, segment.context_id))
            if row is None:
                missing.append(
                    StringTranslation(
                        translation_of=segment.string,
                        context=segment.context,
                        locale=self.target,
                        data=translated,
                        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                    )
                )
            elif row.data != translated:
                row.data = translated
                row.save(update_fields=["data"])
        StringTranslation.objects.bulk_create(missing)
        translate_object(instance, [self.target])

    def _set_words(self, page: Page, text: Text) -> None:
        page.title = text.title.en
        for name, value in text.fields.items():
            stored = self.value(value, name=f"{text.key}/{name}")
            setattr(page, name, json.dumps(stored) if isinstance(stored, list) else stored)

    def _dictionary(self, pairs: list[Words]) -> dict[str, str]:
        """English string to Spanish string, cut up as wagtail-localize does it."""
        spanish = {}
        for english, translated in pairs:
            if not _TAG.search(english):
                spanish[_plain(english)] = _plain(translated)
                continue
            one = _strings(self._linked(english))
            other = _strings(self._linked(translated))
            for first, second in zip(one, other, strict=True):
                spanish[first] = second
        return spanish

    def _linked(self, html: str) -> str:
        linked = {"page": self.pages, "document": self.documents}
        return _LINK.sub(lambda link: f'linktype="{link[1]}" id="{linked[link[1]][link[2]].pk}"', html)


def is_edited(page: Page) -> bool:
    """Whether a person has worked on the page, and not only the site itself or the demo's staff."""
    return page.revisions.filter(user__isnull=False).exclude(user__is_demo=True).exists()


def _plain(text: str) -> str:
    return StringValue.from_plaintext(text).data


def _strings(html: str) -> list[str]:
    _template, strings = extract_strings(html)
    return [string.data for string, _attributes in strings]
