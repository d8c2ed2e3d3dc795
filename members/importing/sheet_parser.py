"""The texts and the rows of a sheet, straight from the parser of the XML.

openpyxl reads them through a parser written in Python, which refuses entities and takes
minutes for a list of a hundred thousand people. This one refuses every document type, and
with it every entity, and takes seconds.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, BinaryIO
from xml.parsers import expat

from openpyxl.utils.datetime import from_excel, from_ISO8601

_CHUNK = 1 << 16
# How a spreadsheet writes a character that XML does not have.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class BrokenSheet(Exception):
    """The XML is not that of a sheet, or it brings a document type of its own."""


def read_texts(source: BinaryIO) -> list[str]:
    """The table of texts that cells refer to by their place in it."""
    texts: list[str] = []
    parts: list[str] = []
    reading = _Reading(parts)

    def start(name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        if name == "si":
            parts.clear()
        reading.start(name)

    def end(name: str) -> None:
        name = _local(name)
        reading.end(name)
        if name == "si":
            texts.append(_unescaped("".join(parts)))

    for _ in _parsed(source, start, end, reading.take):
        pass
    return texts


def read_rows(
    source: BinaryIO, *, texts: Sequence[str], date_styles: set[int], epoch: datetime, most_columns: int
) -> Iterator[tuple[int, list[Any]]]:
    """(number of the row, its cells up to the last one that has a value). Raises BrokenSheet.

    Cells beyond `most_columns` are left out.
    """
    sheet = _Sheet(texts, date_styles, epoch, most_columns)
    for _ in _parsed(source, sheet.start, sheet.end, sheet.reading.take):
        yield from sheet.rows
        sheet.rows.clear()
    yield from sheet.rows


class _Reading:
    """Collects the text of the elements that hold some, without the reading aids of Asian texts."""

    def __init__(self, parts: list[str]):
        self.parts = parts
        self.inside = False
        self.is_aid = False

    def start(self, name: str) -> None:
        if name == "rPh":
            self.is_aid = True
        elif name in ("t", "v") and not self.is_aid:
            self.inside = True

    def end(self, name: str) -> None:
        if name == "rPh":
            self.is_aid = False
        elif name in ("t", "v"):
            self.inside = False

    def take(self, text: str) -> None:
        if self.inside:
            self.parts.append(text)


class _Sheet:
    def __init__(self, texts: Sequence[str], date_styles: set[int], epoch: datetime, most_columns: int):
        self.texts = texts
        self.date_styles = date_styles
        self.epoch = epoch
        self.most_columns = most_columns
        self.parts: list[str] = []
        self.reading = _Reading(self.parts)
        self.rows: list[tuple[int, list[Any]]] = []
        self.number = self.column = 0
        self.cells: list[Any] = []
        self.kind, self.style = "n", 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        if name == "c":
            place = attributes.get("r")
            self.column = _column_of(place.rstrip("0123456789")) if place else self.column + 1
            self.kind, self.style = attributes.get("t", "n"), int(attributes.get("s", 0))
            self.parts.clear()
        elif name == "row":
            self.number = int(attributes["r"]) if "r" in attributes else self.number + 1
            self.column, self.cells = 0, []
        else:
            self.reading.start(name)

    def end(self, name: str) -> None:
        name = _local(name)
        if name == "c":
            if self.parts and self.column <= self.most_columns:
                self.cells += [None] * (self.column - len(self.cells) - 1)
                self.cells.append(self._value("".join(self.parts)))
        elif name == "row":
            self.rows.append((self.number, self.cells))
        else:
            self.reading.end(name)

    def _value(self, said: str) -> Any:
        match self.kind:
            case "s":
                return self.texts[int(said)]
            case "n":
                number = float(said) if "." in said or "e" in said.lower() else int(said)
                return from_excel(number, self.epoch) if self.style in self.date_styles else number
            case "b":
                return bool(int(said))
            case "d":
                return from_ISO8601(said)
            case _:
                return _unescaped(said)


def _parsed(
    source: BinaryIO,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    take: Callable[[str], None],
) -> Iterator[None]:
    """Parse some of the source at a time."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = take
    parser.StartDoctypeDeclHandler = _refuse
    try:
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, ValueError, LookupError, TypeError, OverflowError) as error:
        raise BrokenSheet from error


def _refuse(*_doctype) -> None:
    raise BrokenSheet


@lru_cache(maxsize=256)
def _local(name: str) -> str:
    return name.rpartition("}")[2]


@lru_cache(maxsize=1024)
def _column_of(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter.upper()) - 64
    if not 0 < number <= 16_384:
        raise ValueError(letters)
    return number


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
