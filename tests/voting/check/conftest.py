"""The page's own modules in a browser, without a page and without a site."""

import pytest

from tests.support.fingerprints import ROOT

SCRIPTS = ROOT / "site" / "static" / "js" / "check"
# A place that browsers trust without encryption; nothing listens there.
_ADDRESS = "http://localhost/check/"
_CALL = """
async ([module, name, values]) => {
  const found = await import(`/check/${module}`);
  return await found[name](...values);
}
"""
_EVALUATE = """
async ([script, values]) => {
  const load = (module) => import(`/check/${module}`);
  return await new Function("load", "values", `return (${script})(load, values);`)(load, values);
}
"""


class Engine:
    """What the modules answer in a real browser. Values go in and come out as JSON."""

    def __init__(self, page):
        self.page = page

    def call(self, module, name, *values):
        """The answer of an exported function."""
        return self.page.evaluate(_CALL, [module, name, list(values)])

    def run(self, script, values=None):
        """The answer of a function (load, values), where `load` imports one of the modules."""
        return self.page.evaluate(_EVALUATE, [script, values])


@pytest.fixture(scope="session")
def engine(browser):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", _answer)
    page.goto(_ADDRESS)
    yield Engine(page)
    context.close()


def _answer(route):
    name = route.request.url.removeprefix(_ADDRESS)
    if name:
        route.fulfill(path=SCRIPTS / name)
    else:
        route.fulfill(body="<!doctype html><title>Blank</title>", content_type="text/html")
