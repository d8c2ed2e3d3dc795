"""How the texts of the demo are written down."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID, uuid5

# Names everything of the demo the same way in every installation.
_NAMESPACE = UUID("6f0f8f6e-61a7-4d0e-9a3c-5f2c7d1b9e40")


class Words(NamedTuple):
    """One text in English and Spanish. Without Spanish, its page stays untranslated."""

    en: str
    es: str = ""


@dataclass(frozen=True)
class Link:
    """A page of the demo, by its key; an empty key is the home page."""

    key: str


@dataclass(frozen=True)
class Text:
    """What stands on one page. `key` names the page in this package; its end is the slug.

    In rich text, href="page:KEY" links to another page of the demo, href="document:KEY" to a document.
    """

    key: str
    title: Words
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return self.key.rpartition("/")[2]

    @property
    def has_spanish(self) -> bool:
        return all(words.es for words in words_in([self.title, self.fields]))


def fixed_id(name: str) -> UUID:
    """The same id for the same name, always."""
    return uuid5(_NAMESPACE, name)


def words_in(value):
    """Every text in nested lists and dictionaries."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from words_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from words_in(each)


def heading(en: str, es: str = "") -> dict:
    return {"type": "heading", "value": Words(en, es)}


def text(en: str, es: str = "") -> dict:
    return {"type": "text", "value": Words(en, es)}


def fact(*, figure: Words, text: Words, source: Words, date: str, url: str = "") -> dict:
    return {
        "type": "fact",
        "value": {"figure": figure, "text": text, "source": source, "source_url": url, "source_date": date},
    }


def button(label: Words, *, page: str) -> dict:
    return {"type": "button", "value": {"label": label, "page": Link(page), "url": ""}}
