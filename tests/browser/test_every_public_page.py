"""Every live page of the demo, fetched from the running site as a stranger would."""

import json
import re
import urllib.error
import urllib.request
from http.client import HTTPMessage
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

# What stands in a script element of these types is never run.
DATA = {"application/json", "application/ld+json"}
LIST_PAGES = """
import json
from wagtail.models import Page
pages = Page.objects.live().public().filter(depth__gt=1)
print(json.dumps([page.full_url for page in pages if page.full_url]))
"""


def fetch(url: str) -> tuple[HTTPMessage, str]:
    with urllib.request.urlopen(url, timeout=30) as response:
        return response.headers, response.read().decode()


@pytest.fixture(scope="session")
def public_pages(live_site):
    """Address, headers and HTML of every page that anybody may see, in every language."""
    addresses = json.loads(live_site.python(LIST_PAGES).splitlines()[-1])
    found = {address: fetch(address) for address in addresses}
    assert len(found) > 2
    return found


@pytest.fixture(scope="session")
def trees(public_pages):
    """The same pages, read."""
    return {address: BeautifulSoup(html, "html.parser") for address, (_, html) in public_pages.items()}


def test_pages_are_at_home_on_this_site(public_pages, live_site):
    assert {address for address in public_pages if not address.startswith(live_site.url + "/")} == set()


def test_pages_come_in_every_language(public_pages, live_site):
    first = {urlsplit(address).path.split("/")[1] for address in public_pages}
    assert first == {"en", "es"}


def test_pages_may_be_kept_for_everybody(public_pages):
    personal = {
        address: (headers.get_all("Set-Cookie"), headers["Cache-Control"], headers["Vary"])
        for address, (headers, _html) in public_pages.items()
        if headers.get_all("Set-Cookie")
        or headers["Cache-Control"] != "public, max-age=0, s-maxage=60"
        or headers["Vary"] != "Accept-Encoding"
    }
    assert personal == {}


def test_pages_hold_no_form_token(public_pages):
    assert [address for address, (_, html) in public_pages.items() if "csrfmiddlewaretoken" in html] == []


def test_pages_are_the_same_twice(public_pages):
    assert [address for address, (_, html) in public_pages.items() if fetch(address)[1] != html] == []


def test_pages_obey_their_own_content_policy(public_pages, trees):
    wrong = []
    for address, (headers, _) in public_pages.items():
        assert "unsafe-" not in headers["Content-Security-Policy"]
        for tag in trees[address].find_all(True):
            inline_script = tag.name == "script" and not tag.get("src") and tag.get("type") not in DATA
            if inline_script or tag.name == "style" or "style" in tag.attrs:
                wrong.append((address, str(tag)[:100]))
            wrong += [(address, name) for name in tag.attrs if name.startswith("on")]
    assert wrong == []


def test_pages_load_nothing_from_elsewhere(trees, live_site):
    wrong = []
    for address, tree in trees.items():
        loaded = [tag["src"] for tag in tree.find_all(src=True)]
        loaded += [
            tag["href"] for tag in tree.find_all("link", rel=["stylesheet", "icon", "preload", "manifest"])
        ]
        wrong += [(address, url) for url in loaded if not urljoin(address, url).startswith(live_site.url)]
    assert wrong == []


def test_no_link_of_our_own_is_broken(trees, live_site):
    links = {}
    for address, tree in trees.items():
        for tag in tree.find_all(["a", "link", "img", "script", "source"]):
            for url in [tag.get("href"), tag.get("src"), *re.findall(r"(\S+)\s+\d+w", tag.get("srcset", ""))]:
                if url and urljoin(address, url).startswith(live_site.url + "/"):
                    links.setdefault(urljoin(address, url).partition("#")[0], address)
    broken = {}
    for url, where in links.items():
        try:
            fetch_status(url)
        except urllib.error.HTTPError as error:
            # The menu leads everybody to pages for members, which say so.
            if error.code != 403 or b'class="way-in' not in error.read():
                broken[url] = (error.code, where)
    assert broken == {}


def fetch_status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=30) as response:
        return response.status


def test_pages_are_quiet_in_a_browser(page, public_pages):
    """The fixture fails on errors, broken rules of the policy and requests elsewhere."""
    for address in public_pages:
        page.goto(address)
        assert page.title()
