"""The first sheet of an .xlsx file, row by row, within limits set before anything is unpacked."""

import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import SHARED_STRINGS

from members.importing.errors import UnusableFile
from members.importing.limits import LARGEST_TEXTS, LARGEST_UNPACKED, MOST_COLUMNS, MOST_ROWS
from members.importing.sheet_parser import BrokenSheet, read_rows, read_texts

# openpyxl warns about parts of a workbook that no list needs.
warnings.filterwarnings("ignore", module=r"openpyxl\.")

_TEXTS = "xl/sharedstrings.xml"
# Rows without text count too: a file that says it has a million of them is not a list.
_MOST_ROWS = 2 * MOST_ROWS

# What openpyxl and the parsers below it raise for files that are not what they say.
_BROKEN = (
    BrokenSheet,
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    DefusedXmlException,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    RecursionError,
    OverflowError,
    AssertionError,
)


@dataclass(frozen=True)
class Sheet:
    file: BinaryIO
    remarks: list[str] = field(default_factory=list)
    expected_rows: int = 0

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        try:
            yield from _rows_of_first_sheet(self.file)
        except UnusableFile:
            raise
        except _BROKEN:
            raise UnusableFile(_damaged()) from None


def open_sheet(file: BinaryIO) -> Sheet:
    """Look at the archive and at the list of its sheets. Raises UnusableFile."""
    _check_archive(file)
    try:
        workbook = _open_workbook(file)
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        titles = [sheet.title for sheet in sheets]
        expected_rows = (sheets[0].max_row or 0) if sheets else 0
    except _BROKEN:
        raise UnusableFile(_damaged()) from None
    if not titles:
        raise UnusableFile(_("The file is empty."))
    remarks = []
    if len(titles) > 1:
        remarks.append(_("Only the first sheet was read: “%(sheet)s”.") % {"sheet": titles[0]})
    return Sheet(file, remarks, expected_rows)


def _check_archive(file: BinaryIO) -> None:
    """What the archive says about its sizes holds: reading stops there."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnusableFile(_damaged()) from None
    names = {part.filename.lower() for part in parts}
    if "xl/workbook.xml" not in names:
        raise UnusableFile(_("This is an archive, but not an .xlsx file. Save the list as .xlsx or as CSV."))
    texts = sum(part.file_size for part in parts if part.filename.lower() == _TEXTS)
    if len(parts) > 2000 or sum(part.file_size for part in parts) > LARGEST_UNPACKED or texts > LARGEST_TEXTS:
        raise UnusableFile(_("This spreadsheet unpacks to far more than a list of members holds."))


def _rows_of_first_sheet(file: BinaryIO) -> Iterator[tuple[int, list[Any]]]:
    workbook = _open_workbook(file)
    sheet = next(sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible")
    texts = []
    if workbook.place_of_texts:
        with workbook.archive.open(workbook.place_of_texts) as source:
            texts = read_texts(source)
    with workbook.archive.open(sheet._worksheet_path) as source:
        rows = read_rows(
            source,
            texts=texts,
            date_styles=workbook.date_styles,
            epoch=workbook.epoch,
            most_columns=MOST_COLUMNS + 1,
        )
        for seen, (number, cells) in enumerate(rows, 1):
            if seen > _MOST_ROWS:
                raise UnusableFile(
                    _("The file has more than %(number)s rows. Split it.") % {"number": f"{MOST_ROWS:,}"}
                )
            yield number, cells


@dataclass(frozen=True)
class _Workbook:
    """What openpyxl knows of a workbook before a cell of it is read."""

    worksheets: list
    archive: zipfile.ZipFile
    place_of_texts: str
    date_styles: set[int]
    epoch: Any


class _HeadReader(ExcelReader):
    """Reads everything but the cells and their texts."""

    def read_strings(self):
        self.shared_strings = []


def _open_workbook(file: BinaryIO) -> _Workbook:
    file.seek(0)
    reader = _HeadReader(file, read_only=True, data_only=True, keep_links=False)
    reader.read()
    texts = reader.package.find(SHARED_STRINGS)
    return _Workbook(
        worksheets=reader.wb.worksheets,
        archive=reader.archive,
        place_of_texts=texts.PartName.removeprefix("/") if texts is not None else "",
        date_styles=set(reader.wb._date_formats) - set(reader.wb._timedelta_formats),
        epoch=reader.wb.epoch,
    )


def _damaged() -> str:
    return _("This spreadsheet is damaged. Save it again as .xlsx, or as CSV.")
