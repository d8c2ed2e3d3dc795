"""What a machine can see of accessibility: the rules of axe, at the widths of a phone and of a desk."""

from axe_core_python.base import AXE_SCRIPT
from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# The narrowest screen of WCAG 1.4.10, which is also a desk at 400 %.
NARROWEST = {"width": 320, "height": 640}

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_SETTLED = "() => Promise.allSettled(document.getAnimations().map((each) => each.finished))"
_LOOK = """
(tags) => axe
  .run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] })
  .then((found) => found.violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 200)}`))
"""


class Findings:
    """What is wrong on several screens, told together at the end."""

    def __init__(self):
        self.lines: list[str] = []

    def look(self, name: str, page: Page, **options) -> None:
        self.lines += [f"{name}: {rule}" for rule in broken_rules(page, **options)]

    def check(self) -> None:
        assert not self.lines, "\n".join(["", *self.lines])


def broken_rules(
    page: Page, *, schemes: tuple[str, ...] = ("light",), sizes: tuple[dict, ...] = (DESK, PHONE)
) -> list[str]:
    """What axe objects to on this page, and whether the page is wider than a small screen."""
    found = []
    page.evaluate(AXE_SCRIPT)
    # What is folded away is looked at too.
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for size in sizes:
        page.set_viewport_size(size)
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            # Halfway between two schemes no color is itself.
            page.evaluate(_SETTLED)
            found += [f"{size['width']} {scheme} {rule}" for rule in page.evaluate(_LOOK, _RULES)]
    page.set_viewport_size(NARROWEST)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROWEST["width"]:
        found.append(f"{width} px wide on a screen of {NARROWEST['width']}")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESK)
    return found
