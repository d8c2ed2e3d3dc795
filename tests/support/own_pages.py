"""A browser whose requests the test itself answers, with its own database: nothing needs to be served.

def test_ballot_opens(own_page, sign_in):
    page = own_page(sign_in())
    page.goto("/en/my-ballots/")
"""

import contextvars
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils.html import escape

# A place that browsers trust without encryption; nothing listens there.
_ADDRESS = "http://localhost"
_SENT_ON = '<meta http-equiv="refresh" content="0; url={}">'
# How the browser's console begins to tell of a request that was refused or got no answer.
FAILED = "Failed to load resource"


@pytest.fixture
def own_page(browser, db) -> Iterator:
    """A function that opens a page for whoever a client stands for; takes what `Browser.new_context` takes.

    At the end every page must have been quiet. With `may_fail` it may have
    asked for something that was refused, or that did not come.
    """
    contexts, complaints = [], []

    def open_page(client: Client, *, may_fail: bool = False, **options):
        context = browser.new_context(**{"base_url": _ADDRESS, "locale": "en-US", **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: _hear(message, complaints, may_fail=may_fail))
        # The browser calls back from a context of its own, which would open another connection.
        here = contextvars.copy_context()
        page.route("**/*", lambda route: _answer(route, client, here))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _hear(message, complaints: list[str], *, may_fail: bool) -> None:
    if message.type == "error" and not (may_fail and message.text.startswith(FAILED)):
        complaints.append(message.text)


def _answer(route, client: Client, context: contextvars.Context) -> None:
    request = route.request
    parts = urlsplit(request.url)
    if parts.path.startswith(settings.STATIC_URL):
        route.fulfill(path=finders.find(parts.path.removeprefix(settings.STATIC_URL)))
        return
    response = context.run(
        client.generic,
        request.method,
        parts.path,
        request.post_data_buffer or b"",
        content_type=request.headers.get("content-type", ""),
        QUERY_STRING=parts.query,
    )
    # What a script asks for is followed here: it would go past the test.
    while request.resource_type == "fetch" and response.status_code in (301, 302):
        response = context.run(client.get, response.url)
    if request.is_navigation_request() and response.status_code in (301, 302):
        # The browser would follow past the test; a page that sends it on is asked for here again.
        route.fulfill(content_type="text/html", body=_SENT_ON.format(escape(response.url)))
        return
    # With the content policy and all: what it forbids is an error in the console.
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    route.fulfill(status=response.status_code, headers=headers, body=response.content)
