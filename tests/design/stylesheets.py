"""Reading the site's style sheets: enough of CSS to hold them to their rules."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "site" / "static" / "css"
TEMPLATES = ROOT / "templates"

PAIR = re.compile(r"pair (text|part): (--[\w-]+) on (--[\w-]+)")
DECORATION = re.compile(r"decoration: (--[\w-]+)")
TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def tokens_text() -> str:
    return (CSS / "tokens.css").read_text()


def without_comments(text: str) -> str:
    return COMMENT.sub("", text)


def _block_after(text: str, start: str) -> str:
    """The text between the braces that follow `start`, nested blocks included."""
    opening = text.index("{", text.index(start))
    depth = 0
    for position in range(opening, len(text)):
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        if depth == 0:
            return text[opening + 1 : position]
    raise ValueError(f"no end to {start}")


def colours(scheme: str) -> dict[str, str]:
    """Name and hexadecimal value of each colour token in the "light" or "dark" scheme."""
    text = without_comments(tokens_text())
    values = dict(TOKEN.findall(_block_after(text, ":root")))
    if scheme == "dark":
        values |= dict(TOKEN.findall(_block_after(text, "(prefers-color-scheme: dark)")))
    return {name: value.strip() for name, value in values.items() if value.strip().startswith("#")}


def pairs() -> list[tuple[str, str, str]]:
    return PAIR.findall(tokens_text())


def decorations() -> set[str]:
    return set(DECORATION.findall(tokens_text()))


def rules(path: Path) -> list[tuple[str, str]]:
    """Selector and declarations of each rule of a style sheet."""
    return [(selector.strip(), body) for selector, body in RULE.findall(without_comments(path.read_text()))]


def sheets() -> list[Path]:
    """All style sheets except the tokens."""
    return sorted(path for path in CSS.glob("*.css") if path.name != "tokens.css")
