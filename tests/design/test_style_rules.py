"""What the style sheets and the templates may say."""

import gzip
import re

import pytest

from tests.design.stylesheets import CSS, ROOT, TEMPLATES, rules, sheets, tokens_text, without_comments

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|hwb|color-mix)\(")
NAMED = re.compile(
    r":\s*[^;]*\b(?:white|black|red|green|blue|gr[ae]y|orange|yellow|navy|silver|maroon|purple|teal)\b"
)
TYPE = re.compile(r"(?<![\w-])(?:font-size|line-height|letter-spacing|font):[^;]*\d(?:px|pt|rem)\b")
PHYSICAL = re.compile(
    r"(?<![\w-])(?:margin|padding|border)-(?:left|right|top|bottom)\b"
    r"|(?<![\w-])(?:left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:"
    r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
)
HANDLER = re.compile(r"<[^>{]*\son\w+=")
SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)")
ELSEWHERE = re.compile(r"""(?:src|href)=["']?(?:https?:)?//""")

PAGES = sorted(path for folder in [TEMPLATES, *ROOT.glob("*/templates")] for path in folder.rglob("*.html"))


def declarations(path):
    """The bodies of the rules: what stands in media queries and selectors is left out."""
    return "\n".join(body for _selector, body in rules(path))


@pytest.mark.parametrize("sheet", sheets(), ids=lambda path: path.name)
def test_sheet_names_no_colour_of_its_own(sheet):
    text = declarations(sheet)
    assert COLOUR.findall(text) + NAMED.findall(text) == []


@pytest.mark.parametrize("sheet", sheets(), ids=lambda path: path.name)
def test_sheet_names_no_size_of_type_of_its_own(sheet):
    assert TYPE.findall(declarations(sheet)) == []


@pytest.mark.parametrize("sheet", sheets(), ids=lambda path: path.name)
def test_sheet_uses_logical_properties_only(sheet):
    assert PHYSICAL.findall(declarations(sheet)) == []


def test_every_token_in_use_is_defined_and_every_defined_one_is_used():
    defined = set(re.findall(r"(--[\w-]+):", without_comments(tokens_text())))
    everything = "".join(path.read_text() for path in CSS.glob("*.css"))
    assert set(re.findall(r"var\((--[\w-]+)", everything)) == defined


def _travelling_size(paths) -> int:
    """Bytes of these files on their way; tests/browser/test_weight.py measures a whole first view."""
    return len(gzip.compress(b"".join(path.read_bytes() for path in paths)))


def test_style_and_script_stay_small():
    base = (TEMPLATES / "base.html").read_text()
    everywhere = [path for path in CSS.glob("*.css") if f"css/{path.name}" in base]
    on_some_pages = [path for path in CSS.glob("*.css") if path not in everywhere]
    assert _travelling_size(everywhere) < 11_000
    assert [path.name for path in on_some_pages if _travelling_size([path]) >= 3_000] == []
    scripts = {path.name: path for path in (CSS.parent / "js").glob("*.js")}
    # A ballot has scripts of its own, which nobody else loads: they seal it.
    ballot = [scripts.pop(name) for name in ("hold.js", "ballot.js", "seal.js")]
    assert sum(path.stat().st_size for path in scripts.values()) < 12_000
    assert _travelling_size(ballot) < 9_000


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_no_inline_style_script_or_handler(page):
    text = page.read_text()
    assert re.findall(r"\sstyle=", text) + re.findall(r"<style", text) == []
    assert HANDLER.findall(text) + SCRIPT.findall(text) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_loads_nothing_from_elsewhere(page):
    loaded = re.findall(r"<(?:script|link|img|iframe|source)\b[^>]*>", page.read_text())
    assert [tag for tag in loaded if ELSEWHERE.search(tag)] == []
