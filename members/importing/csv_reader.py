"""CSV as it comes: UTF-8 with and without BOM, UTF-16, Windows-1252; comma, semicolon, tab or bar."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.translation import gettext as _

from members.importing.errors import UnusableFile
from members.importing.limits import LONGEST_CELL

_CHUNK = 1 << 20
_DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class TextTable:
    file: BinaryIO
    encoding: str
    delimiter: str
    skip_line: bool
    remarks: list[str] = field(default_factory=list)
    # Not known before it is read.
    expected_rows: int = 0

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        # Strict: after a quotation mark that is never closed no row can be trusted.
        with _text_of(self.file, self.encoding) as lines:
            if self.skip_line:
                next(lines)
            reader = csv.reader(_without_nul(lines), delimiter=self.delimiter, strict=True)
            before = int(self.skip_line)
            while True:
                begins = reader.line_num + before + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    raise UnusableFile(
                        _(
                            "From line %(line)s on the file cannot be read: "
                            "look for a quotation mark that is not closed."
                        )
                        % {"line": begins}
                    ) from None
                except UnicodeError:
                    raise UnusableFile(
                        _("After line %(line)s a character cannot be read. Save the file as UTF-8.")
                        % {"line": begins}
                    ) from None
                yield begins, cells


def open_text(file: BinaryIO) -> TextTable:
    """Find out encoding and delimiter. Raises UnusableFile."""
    csv.field_size_limit(LONGEST_CELL)
    encoding = _encoding_of(file)
    with _text_of(file, encoding) as lines:
        try:
            first = next((line for line in lines if line.strip()), "")
        except UnicodeError:
            raise UnusableFile(_("This file is not text. Export the list as CSV or as .xlsx.")) from None
    skip_line = False
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        # A line that some spreadsheets write to tell each other the delimiter.
        delimiter, skip_line = first[4], True
    else:
        delimiter = _delimiter_of(first)
    remarks = []
    if encoding == "cp1252":
        remarks.append(_("The file is not UTF-8; it was read as Windows-1252."))
    return TextTable(file, encoding, delimiter, skip_line, remarks)


def _encoding_of(file: BinaryIO) -> str:
    file.seek(0)
    start = file.read(4)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    nul = False
    try:
        while chunk := file.read(_CHUNK):
            nul = nul or b"\0" in chunk
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        if nul:
            raise UnusableFile(_("This file is not text. Export the list as CSV or as .xlsx.")) from None
        return "cp1252"
    return "utf-8"


def _delimiter_of(line: str) -> str:
    """The character that splits the header into the most columns; a comma where none does."""
    counts = {}
    for delimiter in _DELIMITERS:
        try:
            counts[delimiter] = len(next(csv.reader([line], delimiter=delimiter)))
        except csv.Error:
            counts[delimiter] = 0
    return max(_DELIMITERS, key=lambda delimiter: counts[delimiter])


class _KeepsOpen(io.TextIOWrapper):
    """Leaves the file below it open, which is the caller's."""

    def __exit__(self, *exception):
        self.detach()


def _text_of(file: BinaryIO, encoding: str) -> _KeepsOpen:
    file.seek(0)
    return _KeepsOpen(file, encoding=encoding, newline="")


def _without_nul(lines):
    for line in lines:
        yield line.replace("\0", "") if "\0" in line else line
