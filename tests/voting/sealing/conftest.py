"""The script that seals ballots in a real browser, without a page and without a site."""

import pytest

from tests.support.fingerprints import ROOT

SCRIPTS = ROOT / "site" / "static" / "js"
# A place that browsers trust without encryption; nothing listens there.
_ADDRESS = "http://localhost/js/"
_RUN = """
async ([script, values]) => {
  const load = (module) => import(`/js/${module}`);
  return await new Function("load", "values", `return (${script})(load, values);`)(load, values);
}
"""


@pytest.fixture(scope="session")
def run(browser):
    """A function that gives what an async function (load, values) of JavaScript answers, as JSON."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", _answer)
    page.goto(_ADDRESS)
    yield lambda script, values=None: page.evaluate(_RUN, [script, values])
    context.close()


def _answer(route):
    name = route.request.url.removeprefix(_ADDRESS)
    if name:
        route.fulfill(path=SCRIPTS / name)
    else:
        route.fulfill(body="<!doctype html><title>Blank</title>", content_type="text/html")
