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
(runOnly) => axe
  .run(document, { runOnly, resultTypes: ["violations"] })
  .then((found) => found.violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 200)}`))
"""
# Of the same rules those that another scheme can break: a scheme changes colors and nothing else.
_ABOUT_COLOR = """
(tags) => axe
  .getRules(tags)
  .filter((each) => each.tags.includes("cat.color") && !each.tags.includes("experimental"))
  .map((each) => each.ruleId)
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
    all_rules = {"type": "tag", "values": _RULES}
    about_color = {"type": "rule", "values": page.evaluate(_ABOUT_COLOR, _RULES)}
    assert about_color["values"]
    # What is folded away is looked at too.
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for size in sizes:
        page.set_viewport_size(size)
        for number, scheme in enumerate(schemes):
            page.emulate_media(color_scheme=scheme)
            # Halfway between two schemes no color is itself.
            page.evaluate(_SETTLED)
            rules = about_color if number else all_rules
            found += [f"{size['width']} {scheme} {rule}" for rule in page.evaluate(_LOOK, rules)]
    page.set_viewport_size(NARROWEST)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROWEST["width"]:
        found.append(f"{width} px wide on a screen of {NARROWEST['width']}")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESK)
    return found
