"""Cells of a table that a spreadsheet program opens: text stays text, and nothing is a formula.

Source of the rule: OWASP, "CSV Injection"; a cell that begins with one of these
characters is read as a formula. Full-width forms are read so by programs set
up for Chinese and Japanese.
"""

import re
import unicodedata

FORMULA_STARTS = "=+-@\t\r\n\0＝＋－＠"
_QUOTED_FORMULA = re.compile(rf"'*[{re.escape(FORMULA_STARTS)}]")


def safe_cell(text: str) -> str:
    """The text with a leading quote where a spreadsheet program would calculate it.

    A text that looks like one we made safe gets a quote too, so that
    `plain_cell` always finds the text again.
    """
    return f"'{text}" if _QUOTED_FORMULA.match(text) else text


def plain_cell(cell: str) -> str:
    """The text behind a cell that `safe_cell` made."""
    return cell[1:] if cell.startswith("'") and _QUOTED_FORMULA.match(cell) else cell


def printable(text: str) -> str:
    """The text with a space for each control character: files of Excel cannot hold them."""
    if text.isprintable():
        return text
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in text)
