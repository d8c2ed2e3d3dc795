"""Whole public pages, kept and answered before sessions, users and the database.

A public page is the same for everybody, so it is made once and then handed out
until something is published. A page takes part by being a live Wagtail page
without view restrictions; every other address stays out, and so does any
answer that sets a cookie or touches the session.

Nothing has to be found and deleted when content changes: every key carries the
*generation*, and `clear_pages()` starts a new one.
"""

import gzip
import hashlib
from typing import NamedTuple
from uuid import uuid4

from django.core.cache import caches
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from wagtail import hooks
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import BaseViewRestriction, Locale, Page, Site
from wagtail.signals import page_published, page_unpublished, post_page_move, published, unpublished
from wagtail.snippets.models import get_snippet_models

CACHE = "pages"
GENERATION = "generation"
# A network cache in front of the site may keep it for a minute. A browser asks
# each time, and mostly hears that nothing changed: whoever has just read that a
# vote is open sees its result the moment it is published.
PUBLIC = "public, max-age=0, s-maxage=60"
# Everything else is for one person, or for one moment.
PERSONAL = "private, no-store"
# Parameters that tell where a visitor came from and change nothing on a page.
IGNORED_PARAMETERS = frozenset(
    {
        "utm_source",
        "utm_medium",
        "utm_campaign",
        "utm_content",
        "utm_term",
        "fbclid",
        "gclid",
        "mc_cid",
        "mc_eid",
    }
)
WORTH_PACKING = 1024


# What else stands on public pages, or decides who may see them.
WATCHED = (
    AbstractDocument,
    AbstractImage,
    BaseGenericSetting,
    BaseSiteSetting,
    BaseViewRestriction,
    Locale,
    Site,
)
_watched_by_apps: set[type[models.Model]] = set()


class KeptPage(NamedTuple):
    content: bytes
    packed: bytes
    headers: dict[str, str]
    etag: str


def clear_pages(**_signal) -> None:
    """Has every kept page made anew, once the current transaction is committed.

    Not before: a visitor who came in between would have the old words kept
    under the new generation.
    """
    transaction.on_commit(_start_generation)


def clear_pages_on_change(*shown: type[models.Model]) -> None:
    """Clears the pages whenever a row of these models is saved or deleted.

    For an app's `ready()`, about what stands on its public pages without being
    a page. Pages, snippets, site settings, restrictions, images and documents
    are watched already. Bulk changes send no signal: call `clear_pages()`.
    """
    _watched_by_apps.update(shown)


def watch_content() -> None:
    """Connects the signals and the hook; called once, when the apps are ready."""
    for signal in (page_published, page_unpublished, post_page_move, published, unpublished):
        signal.connect(clear_pages, dispatch_uid="page-cache")
    post_save.connect(_clear_after_change, dispatch_uid="page-cache")
    post_delete.connect(_clear_after_delete, dispatch_uid="page-cache")
    hooks.register("on_serve_page", _mark_page)


class PageCacheMiddleware:
    """Answers kept pages, keeps new ones, and marks every other answer as personal.

    Stands before the session and the user middleware: a hit costs no query.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = _key(request) if _may_be_kept(request) else None
        if key and (kept := caches[CACHE].get(key)):
            return _answer(request, KeptPage(*kept))
        response = self.get_response(request)
        if key and not request.GET and _is_public_page(request, response):
            kept = _kept(response)
            caches[CACHE].set(key, tuple(kept))
            return _answer(request, kept)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = PERSONAL
        return response


def _may_be_kept(request: HttpRequest) -> bool:
    # Wagtail sends previews through the middleware, as dummy requests for the
    # address of the live page.
    return (
        request.method in {"GET", "HEAD"}
        and not getattr(request, "is_dummy", False)
        and request.GET.keys() <= IGNORED_PARAMETERS
    )


def _key(request: HttpRequest) -> str:
    """The generation is read before the page is made: what is made from words
    that change meanwhile ends up under a generation that nobody asks for."""
    generation = caches[CACHE].get(GENERATION) or _start_generation()
    address = f"{request.scheme}://{request.get_host()}{request.path}"
    return hashlib.sha256(f"{generation} {address}".encode()).hexdigest()


def _start_generation() -> str:
    generation = uuid4().hex
    # Nobody would ask for the pages of the generation before.
    caches[CACHE].clear()
    caches[CACHE].set(GENERATION, generation, timeout=None)
    return generation


def _is_public_page(request: HttpRequest, response: HttpResponse) -> bool:
    session = getattr(request, "session", None)
    return (
        request.method == "GET"
        and hasattr(request, "served_page")
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        # Wagtail marks what it serves under a view restriction.
        and not response.has_header("Cache-Control")
        and not response.has_header("Vary")
        and not (session is not None and (session.accessed or session.modified))
    )


def _kept(response: HttpResponse) -> KeptPage:
    content = response.content
    return KeptPage(
        content=content,
        # Packing tells secrets by their size (BREACH); a public page has none.
        packed=gzip.compress(content, 6, mtime=0) if len(content) >= WORTH_PACKING else b"",
        headers={**response.headers, "Cache-Control": PUBLIC, "Vary": "Accept-Encoding"},
        etag=f'"{hashlib.sha256(content).hexdigest()[:32]}"',
    )


def _answer(request: HttpRequest, kept: KeptPage) -> HttpResponse:
    packs = bool(kept.packed) and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(kept.packed if packs else kept.content, headers=kept.headers)
    etag = f"W/{kept.etag}" if packs else kept.etag
    response["ETag"] = etag
    response["Content-Length"] = str(len(response.content))
    if packs:
        response["Content-Encoding"] = "gzip"
    return get_conditional_response(request, etag=etag, response=response)


def _mark_page(serve_next):
    def serve(page, request, args, kwargs):
        request.served_page = page
        return serve_next(page, request, args, kwargs)

    return serve


def _clear_after_change(sender, **_signal) -> None:
    if issubclass(sender, WATCHED) or sender in _watched_by_apps or sender in get_snippet_models():
        clear_pages()


def _clear_after_delete(sender, **_signal) -> None:
    if issubclass(sender, Page):
        clear_pages()
    else:
        _clear_after_change(sender)
