"""The head of a page, the way to it, and the language of its words."""

import json

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from wagtail.models import Site

from core.languages import language_tag, own_name
from core.models import OrganisationSettings

register = template.Library()

# As Django's json_script: nothing in the data can end the element.
_JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def page_title(context):
    """The page's title for the browser: its own, then the organization's."""
    page, request = context["page"], context["request"]
    name = OrganisationSettings.for_request(request).name if Site.find_for_request(request) else ""
    own = page.seo_title or page.title
    return own if not name or own == name else f"{own} · {name}"


@register.inclusion_tag("page_head.html", takes_context=True)
def page_head(context):
    """Description, canonical address, languages, what is shown when shared, structured data."""
    page, request = context["page"], context["request"]
    address = page.get_full_url(request)
    mirrored = page.mirrored_page
    versions = [
        (language_tag(version.locale.language_code), version.get_full_url(request))
        for version in page.translated_versions
    ]
    default = next(
        (
            url
            for version, (_code, url) in zip(page.translated_versions, versions, strict=True)
            if version.locale.language_code == settings.LANGUAGE_CODE
        ),
        None,
    )
    share_image = (
        page.share_image.get_rendition("fill-1200x630-c100|format-jpeg") if page.share_image else None
    )
    # What a page tells in schema.org's words is the page itself: the public part leaves it out.
    own_data = [] if context.get("shows_public_part_only") else page.structured_data(request)
    data = [*own_data, breadcrumb_data(page, request)]
    return {
        "page": page,
        "title": page.seo_title or page.title,
        "description": page.description,
        "address": address,
        "canonical": mirrored.get_full_url(request) if mirrored else address,
        "versions": versions,
        "default_version": default,
        "share_image": share_image,
        "share_image_url": share_image.full_url if share_image else "",
        "site_name": OrganisationSettings.for_request(request).name if Site.find_for_request(request) else "",
        "structured_data": [mark_safe(_json(item)) for item in data if item],
    }


def _json(data: dict) -> str:
    return json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).translate(_JSON_ESCAPES)


def _way_to(page) -> list:
    return [step for step in page.breadcrumb if step.live or step is page]


def breadcrumb_data(page, request) -> dict | None:
    pages = _way_to(page)
    if len(pages) < 2:
        return None
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": step.title, "item": step.get_full_url(request)}
            for number, step in enumerate(pages, start=1)
        ],
    }


@register.inclusion_tag("components/breadcrumb.html", takes_context=True)
def breadcrumb(context):
    """The way from the home page to this one; nothing on the home page itself."""
    page, request = context["page"], context["request"]
    pages = _way_to(page)
    if len(pages) < 2:
        return {"items": []}
    return {"items": [{"title": step.title, "url": step.get_url(request)} for step in pages]}


@register.inclusion_tag("page_language_notice.html", takes_context=True)
def language_notice(context):
    """Says in the reader's language that the page is not translated yet; nothing when it is."""
    page = context["page"]
    if not page.foreign_language:
        return {}
    return {
        "language": own_name(page.foreign_language),
        "missing": own_name(get_language())["name"],
    }


@register.simple_tag
def lang_attrs(code):
    """` lang="…" dir="…"` for words in another language than the page's address; else nothing."""
    if not code or code == get_language():
        return ""
    language = own_name(code)
    return format_html(' lang="{}" dir="{}"', language["code"], language["dir"])
