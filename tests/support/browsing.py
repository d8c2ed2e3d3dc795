"""A real browser on the running site. Whatever a page reports as wrong fails its test.

def test_visitor_finds_an_issue(page):
    page.goto("/en/")
    page.get_by_role("link", name="Issues").click()
"""

import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.support.live_site import LiveSite

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The first one is the engine alone, and does the same with half of the work.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
# An answer that a test asks for on purpose, such as a missing page.
EXPECTED = "Failed to load resource"


def chromium() -> str | None:
    chosen = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [chosen] if chosen else NAMES)), None)


def why_not() -> str:
    if chromium():
        return ""
    return (
        f"no Chromium: install the system's package {NAMES[0]!r} or {NAMES[1]!r}, or set CHROMIUM=/path/to/it"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """The mark follows from what a test uses, so that nobody can forget it."""
    reason = why_not()
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker("browser")
            if reason:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser():
    # Not at the top: without a browser nothing of this is needed.
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- see above

    # Playwright keeps an event loop in this thread; Django would take that for
    # a view that must not use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), headless=True, args=FLAGS)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def new_page(browser, live_site: LiveSite) -> Iterator:
    """A function that opens a page for another visitor; takes what `Browser.new_context` takes.

    At the end every page must have been quiet: no error, no broken rule of the
    content policy, no request to another host.
    """
    contexts, complaints = [], []

    def open_page(**options):
        context = browser.new_context(**{"base_url": live_site.url, "locale": "en-US", **options})
        contexts.append(context)
        page = context.new_page()
        page.sessions = live_site.sessions
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: _hear(message, page, complaints))
        page.on("request", lambda request: _watch(request, complaints))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page):
    """One visitor's page; addresses are given without the host."""
    return new_page()


def _hear(message, page, complaints: list[str]) -> None:
    if message.type == "error" and not message.text.startswith(EXPECTED):
        complaints.append(f"{page.url}: {message.text}")


def _watch(request, complaints: list[str]) -> None:
    parts = urlsplit(request.url)
    # The demo's sign-in provider is on this machine too, on another port.
    if parts.scheme in {"http", "https"} and parts.hostname != "localhost":
        complaints.append(f"A request to {parts.hostname}: {request.url}")
