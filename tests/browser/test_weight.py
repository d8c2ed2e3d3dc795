"""The first look at an issue page, on an old phone with an empty cache."""

import pytest
from playwright.sync_api import expect

from home.demo import issues
from members.demo_people import ANA
from tests.browser.accessibility import PHONE
from tests.browser.steps import Visitor

KILOBYTE = 1000
PAGE = f"issues/{issues.VOTING_DEMOCRACY.slug}/"
WATCH_SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def look(new_page):
    """Opens the issue page and gives (bytes by type of resource, sum of layout shifts)."""

    def open_page(visitor: Visitor, sizes: dict[str, int]):
        visitor.page.add_init_script(WATCH_SHIFTS)
        visitor.page.on("response", lambda response: _weigh(response, sizes))
        visitor.goes_to(PAGE)
        visitor.page.wait_for_load_state("networkidle")
        return sizes, visitor.page.evaluate("window.shifts")

    return open_page


def _weigh(response, sizes: dict[str, int]) -> None:
    response.finished()
    transferred = response.request.sizes()
    kind = response.request.resource_type
    sizes[kind] = sizes.get(kind, 0) + transferred["responseBodySize"] + transferred["responseHeadersSize"]


def test_first_look_at_an_issue_is_light(new_page, look):
    sizes, shifts = look(Visitor(new_page(viewport=PHONE)), {})
    assert sizes["document"] > KILOBYTE, "Nothing was weighed."
    assert sum(size for kind, size in sizes.items() if kind != "image") <= 60 * KILOBYTE, sizes
    assert sizes["script"] + sizes.get("fetch", 0) <= 12 * KILOBYTE, sizes
    assert shifts < 0.02


def test_nothing_jumps_when_the_personal_part_arrives(new_page, look):
    member = Visitor(new_page(viewport=PHONE))
    member.signs_in(ANA, to="account/")
    _sizes, shifts = look(member, {})
    expect(member.header).to_contain_text(member.words("Sign out"))
    assert shifts < 0.02
