"""A file as a table, whichever way it was saved: the header, and one row after the other."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.translation import gettext as _

from members.importing import csv_reader
from members.importing.errors import UnusableFile
from members.importing.limits import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS
from members.importing.values import Cell, text

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """`number`: as a spreadsheet counts, the line of a CSV file where the row ends. `cells`: one for each
    column of the header; `has_too_many` says that the file had more."""

    number: int
    cells: list[Cell]
    has_too_many: bool = False


@dataclass(frozen=True)
class Table:
    """`kind`: `csv` or `xlsx`. `remarks`: full sentences on how the file was read.

    `rows()` reads the file from its start, each time it is called, and raises
    UnusableFile where the file breaks off. Rows without any text are left out.
    """

    kind: str
    header: list[str]
    sha256: str
    size: int
    # About as many as there are: for a progress bar.
    expected_rows: int
    _rows: Callable[[], Iterator[tuple[int, list[Cell]]]]
    remarks: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        width, seen = len(self.header), 0
        for number, cells in self._rows():
            if not any(cell not in (None, "") and text(cell) for cell in cells):
                continue
            seen += 1
            if seen > MOST_ROWS:
                raise UnusableFile(
                    _("The file has more than %(number)s rows. Split it.") % {"number": f"{MOST_ROWS:,}"}
                )
            has_too_many = any(text(cell) for cell in cells[width:])
            cells = cells[:width] + [None] * (width - len(cells))
            yield Row(number, cells, has_too_many)


def open_table(file: BinaryIO) -> Table:
    """Find out what a file is and read its header. `file` can be sought in and stays open.

    What it is decides its content, not its name. Raises UnusableFile.
    """
    sha256, size, lines, start = _look_through(file)
    if size == 0:
        raise UnusableFile(_("The file is empty."))
    if start.startswith(b"PK\x03\x04"):
        from members.importing import xlsx_reader  # noqa: PLC0415 -- slow to load, and seldom needed

        source, kind = xlsx_reader.open_sheet(file), "xlsx"
    elif refusal := _known_but_unusable(start):
        raise UnusableFile(refusal)
    else:
        source, kind = csv_reader.open_text(file), "csv"
    first = next((cells for _number, cells in source.rows() if any(text(cell) for cell in cells)), None)
    if first is None:
        raise UnusableFile(_("The file is empty."))
    if len(first) > MOST_COLUMNS:
        raise UnusableFile(_("The file has more than %(number)s columns.") % {"number": MOST_COLUMNS})
    header = [text(cell) for cell in first]
    while header and not header[-1]:
        header.pop()
    expected = max(1, source.expected_rows or lines)
    return Table(kind, header, sha256, size, expected, lambda: _after_header(source.rows()), source.remarks)


def _after_header(rows):
    for _number, cells in rows:
        if any(text(cell) for cell in cells):
            break
    yield from rows


def _look_through(file: BinaryIO) -> tuple[str, int, int, bytes]:
    digest, size, lines, start = hashlib.sha256(), 0, 0, b""
    file.seek(0)
    while chunk := file.read(_CHUNK):
        start = start or chunk[:512]
        digest.update(chunk)
        lines += chunk.count(b"\n")
        size += len(chunk)
        if size > LARGEST_FILE:
            raise UnusableFile(
                _("The file is larger than %(number)s megabytes.") % {"number": LARGEST_FILE >> 20}
            )
    return digest.hexdigest(), size, lines, start


def _known_but_unusable(start: bytes) -> str:
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return _("This is an old or a locked spreadsheet. Save it as .xlsx without a password, or as CSV.")
    if start.startswith(b"%PDF"):
        return _("This is a PDF. Export the list as CSV or as .xlsx.")
    if start.lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        return _("This is a web page, not a list. Export the list as CSV or as .xlsx.")
    if start.startswith((b"\x1f\x8b", b"PK", b"Rar!", b"7z\xbc\xaf")):
        return _("This is an archive. Unpack it and choose the list inside.")
    return ""
