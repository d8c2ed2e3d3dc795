"""Log lines that name no person."""

import logging
import re

ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
# One-time links and keys: long, and of mixed case or hexadecimal. A page's
# address is long too, but in small letters and hyphens.
TOKEN = re.compile(r"\b(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{20,}\b|\b[0-9a-f]{32,}\b")


class ImpersonalFormatter(logging.Formatter):
    """Takes e-mail addresses and tokens out of the whole line, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return TOKEN.sub("[token]", ADDRESS.sub("[address]", line))
