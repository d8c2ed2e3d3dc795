"""A word that only members may read is looked for everywhere else."""

import html
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from core.models import SiteDocument
from tests.members.member_only.conftest import TOKEN

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LINK = re.compile(
    r'(?:(?:href|src|action|content|data-me-url)="|<loc>|\nLocation: )(https?://[^"<\s]+|/[^"<\s]*)'
)
# Where a search engine begins.
STARTS = ("/en/", "/es/", "/sitemap.xml", "/robots.txt")
# Addresses that other sites have by habit.
GUESSES = (
    "/en/inside/",
    "/en/inside/below/",
    "/es/adentro/",
    "/es/adentro/below/",
    "/en/search/?q={token}",
    "/search/?query={token}",
    "/feed/",
    "/rss.xml",
    "/en/feed/",
    "/api/v2/pages/",
    "/api/v3/pages/",
    "/api/v2/pages/{page}/",
    "/api/v2/documents/",
    "/en/inside/?format=json",
    "/en/inside/below/?preview=true",
    "/pages/{page}/",
    "/admin/pages/{page}/",
    "/admin/pages/{page}/edit/",
    "/admin/pages/{page}/edit/preview/",
    "/admin/pages/{page}/view_draft/",
    "/admin/pages/{page}/history/",
    "/admin/pages/{page}/revisions/{revision}/view/",
    "/admin/pages/search/?q={token}",
    "/admin/documents/",
    "/media/{file}",
    "/media/documents/minutes.txt",
    "/private/{file}",
    "/documents/{document}/minutes.txt",
    "/documents/{document}/other.txt",
    "/old-address/",
)


@pytest.fixture
def whole_site(page, document, page_cache, settings, tmp_path):
    """Both caches in folders, to look through, and an old address that leads to the page."""
    for name in ("default", "pages"):
        settings.CACHES = {
            **settings.CACHES,
            name: {
                "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
                "LOCATION": str(tmp_path / f"cache-{name}"),
            },
        }
    Redirect.objects.create(old_path="/old-address", redirect_page=page)
    return tmp_path


def guesses(page: Page, document: SiteDocument) -> list[str]:
    known = {
        "token": TOKEN,
        "page": page.pk,
        "revision": page.latest_revision_id,
        "document": document.pk,
        "file": document.file.name,
    }
    return [guess.format(**known) for guess in GUESSES]


def crawl(reader: Client, starts: Iterable[str]) -> dict[str, bytes]:
    """Everything that links lead to, on this site, by its address."""
    found, waiting = {}, list(starts)
    while waiting:
        address = waiting.pop()
        if address not in found:
            found[address] = content = fetch(reader, address)
            waiting += links(content, address)
    return found


def fetch(reader: Client, address: str) -> bytes:
    """What is answered, with its headers."""
    answer = reader.get(address)
    headers = "".join(f"\n{name}: {value}" for name, value in answer.headers.items())
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]) + headers.encode()


def links(content: bytes, address: str) -> Iterator[str]:
    text = html.unescape(content.decode(errors="replace"))
    for url in LINK.findall(text):
        parts = urlsplit(urljoin(f"http://testserver{address}", url))
        on_this_site = parts.scheme == "http" and parts.hostname == "testserver"
        if on_this_site and not re.match(r"/static/|/../sign-(in|out)/", parts.path):
            yield parts._replace(scheme="", netloc="", fragment="").geturl()


def holding_token(found: dict[str, bytes]) -> set[str]:
    # A search says what it looked for.
    return {
        address for address, content in found.items() if TOKEN.encode() in content and TOKEN not in address
    }


def test_word_for_members_is_nowhere_for_visitors(page, document, whole_site):
    found = crawl(Client(), [*STARTS, *guesses(page, document)])
    assert len(found) > 50
    assert holding_token(found) == set()


@pytest.mark.parametrize("who", ["stranger", "ben"])
def test_word_for_members_is_at_no_address_for_logins_without_standing(
    who, request, page, document, whole_site
):
    reader = request.getfixturevalue(who)
    found = {address: fetch(reader, address) for address in [*STARTS, *guesses(page, document)]}
    assert holding_token(found) == set()


def test_member_finds_it_in_every_language(ana, page, document, whole_site):
    assert holding_token(crawl(ana, ["/en/", "/en/inside/below/"])) == {
        "/en/inside/",
        "/en/inside/below/",
        "/es/adentro/",
        "/es/adentro/below/",
        document.url,
    }


def test_nothing_is_kept_after_a_member_has_read_it(ana, page, document, whole_site):
    crawl(ana, ["/en/", page.url, document.url])
    # Public pages are kept meanwhile.
    assert list((whole_site / "cache-pages").rglob("*.djcache"))
    for file in Path(whole_site).rglob("*"):
        if file.is_file() and not file.is_relative_to(whole_site / "private"):
            assert TOKEN.encode() not in unpacked(file), file
    assert holding_token(crawl(Client(), ["/en/", page.url, document.url])) == set()


def unpacked(file: Path) -> bytes:
    """What a file holds; Django's cache packs its values, after the time until which they are good."""
    content = file.read_bytes()
    if file.suffix != ".djcache":
        return content
    return zlib.decompress(content[content.index(b"x\x9c") :])


def test_sitemap_names_no_private_page(client, page, whole_site):
    text = client.get("/sitemap.xml").content.decode()
    assert "/en/about/" in text
    assert "inside" not in text and "adentro" not in text


def test_fragment_for_the_reader_says_nothing_of_pages(ana, page, whole_site):
    assert TOKEN.encode() not in fetch(ana, f"/en/me/?votes={page.pk}")
