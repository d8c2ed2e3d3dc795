import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings as site_settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members import urls
from members.domain.sign_in_links import send_sign_in_link
from members.return_to import is_safe_return, return_address
from tests.factories.members import make_member, make_user
from tests.members.claims.steps import BACKEND

HOSTILE = [
    "https://evil.example/",
    "http://testserver.evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "https://testserver@evil.example/",
    "//testserver@evil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://testserver/",
    " https://evil.example",
    "\thttps://evil.example",
    "\x00//evil.example",
    "/\t/evil.example",
    "https://[evil.example",
    "/\n/evil.example",
    "\r\n//evil.example",
    "/\\\t/evil.example",
    "https:/\\evil.example",
    "https://evil.example\\@testserver/",
    "https://testserver\uff0fevil.example/",
    "//evil\u3002example/",
    "https://testserver:evil@evil.example/",
    "http://testserver\u2024evil.example/",
    "\u2028//evil.example",
    "user@evil.example",
    "evil.example",
    "members:evil",
    "evil",
    "",
]
# The rest of them take too long to be tried at every address.
WORST = ["//evil.example", "https:evil.example", "evil"]
# Who reads where to go back to: whoever else does must use `members.return_to`, and stand here.
READERS = {
    "members/return_to.py",
    "members/middleware.py",
    "members/views/second_factor.py",
    "members/views/sign_in.py",
}
READS_NEXT = re.compile(
    r"""(?:GET|POST|session)(?:\.get\(|\[)\s*["'](?:next|return\w*|redirect\w*|back|goto|url)["']"""
)


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_addresses_are_not_returned_to(rf, url):
    request = rf.get("/", {"next": url})
    assert not is_safe_return(request, url)
    assert "evil" not in return_address(request)


@pytest.mark.parametrize("url", ["/en/my-ballots/", "/en/?a=b&c=d#e", "http://testserver/es/"])
def test_own_addresses_are_returned_to(rf, url):
    assert return_address(rf.get("/", {"next": url})) == url


def test_page_before_is_returned_to(rf):
    request = rf.get("/en/sign-in/", headers={"Referer": "http://testserver/es/votes/?page=2#top"})
    assert return_address(request) == "/es/votes/?page=2"


@pytest.mark.parametrize(
    "page",
    [
        *HOSTILE,
        "http://testserver//evil.example/",
        "http://testserver/en/sign-in/?next=/en/",
        "http://testserver/auth/complete/x/",
    ],
)
def test_page_before_is_not_trusted(rf, page):
    request = rf.get("/en/sign-in/", headers={"Referer": page})
    assert return_address(request) == "/en/account/"


def test_asked_address_wins_over_the_page_before(rf):
    request = rf.get("/en/sign-in/", {"next": "/en/desk/"}, headers={"Referer": "http://testserver/en/"})
    assert return_address(request) == "/en/desk/"


def test_plain_http_is_not_returned_to_from_https(rf):
    assert not is_safe_return(rf.get("/", secure=True), "http://testserver/")


@pytest.mark.django_db
@pytest.mark.parametrize("url", HOSTILE)
def test_no_page_that_reads_next_leads_away(client, url):
    for response in (
        client.post("/en/sign-out/", {"next": url}),
        client.post("/en/sign-in/link/", {"next": url, "address": "a@example.org"}),
    ):
        assert "evil" not in response.get("Location", "")
    for path in ("/en/sign-in/", "/en/sign-in/link/sent/"):
        assert "evil" not in client.get(path, {"next": url}).content.decode()


def test_nobody_else_reads_where_to_go_back_to():
    root = Path(site_settings.BASE_DIR)
    sources = [
        path
        for app in ("site", "members", "voting", "home", "candidates", "issues", "statehouse")
        for path in (root / app).rglob("*.py")
    ]
    readers = {str(path.relative_to(root)) for path in sources if READS_NEXT.search(path.read_text())}
    assert readers == READERS
    for reader in readers:
        assert "is_safe_return" in (root / reader).read_text()


def _addresses():
    given = {"str": "x" * 22, "int": "1", "uuid": "00000000-0000-0000-0000-000000000000", "slug": "x"}
    for pattern in urls.urlpatterns:
        kinds = {name: converter.__class__.__name__ for name, converter in pattern.pattern.converters.items()}
        values = {
            name: given[kind.removesuffix("Converter").lower().replace("string", "str")]
            for name, kind in kinds.items()
        }
        yield reverse(f"members:{pattern.name}", kwargs=values)
    for view in ("begin", "complete", "disconnect"):
        yield reverse(f"social:{view}", args=["demo-oidc"])


def _leads_away(location, provider):
    """Read as browsers do, who drop tabs and ends of lines and take a backslash for a slash."""
    read = re.sub(r"[\t\r\n]", "", location).strip().replace("\\", "/")
    read = re.sub(r"^//+", "//", read)
    found = urlsplit(urljoin("http://testserver/en/x/", read))
    return found.netloc not in ("testserver", urlsplit(provider).netloc) or found.scheme != "http"


@pytest.mark.parametrize(
    ("url", "away"),
    [
        ("//evil.example", True),
        ("/\\\t/evil.example", True),
        ("https:evil.example", True),
        ("javascript:1", True),
        ("/en/?next=//evil.example", False),
        ("", False),
    ],
)
def test_reading_as_browsers_do_sees_what_leads_away(url, away):
    assert _leads_away(url, "http://localhost:9400") == away


@pytest.mark.django_db
def test_no_address_of_ours_leads_away(demo_provider):
    """Every address of this app, by whatever name the way back is given."""
    visitor, person = Client(), Client()
    for path in _addresses():
        person.force_login(make_user(), backend=BACKEND)
        for client in (visitor, person):
            for url in WORST:
                data = dict.fromkeys(("next", "return_to", "return_url", "redirect", "url"), url)
                for response in (client.get(path, data), client.post(path, data)):
                    assert not _leads_away(response.get("Location", ""), demo_provider), (path, url)


@pytest.mark.django_db
@pytest.mark.parametrize("url", HOSTILE)
def test_link_by_mail_never_leads_away(client, url):
    make_member(email="ben@example.org")
    send_sign_in_link(address="ben@example.org", language="en", next_url=url, at=timezone.now())
    [path] = re.findall(r"http://localhost:8000(/\S+)", mail.outbox[0].body)
    assert client.post(path)["Location"] == "/en/account/"
