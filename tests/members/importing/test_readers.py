import io
import zipfile
from datetime import datetime

import pytest

from members.importing import limits, readers, xlsx_reader
from members.importing.errors import UnusableFile
from members.importing.readers import open_table
from tests.members.importing.making import csv_file, xlsx_file

NAMES = 'Name{0}Town\nJosé{0}Ayer\n"Smith{0} ""Jo""\nof Groton"{0}Groton\n'


def cells(file):
    table = open_table(file)
    return table.header, [row.cells for row in table.rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_csv_is_read_in_every_encoding_and_with_every_delimiter(encoding, delimiter, line_end):
    text = NAMES.format(delimiter).replace("\n", line_end)
    header, rows = cells(csv_file(text, encoding))
    assert header == ["Name", "Town"]
    assert rows == [["José", "Ayer"], [f'Smith{delimiter} "Jo"{line_end}of Groton', "Groton"]]


def test_csv_that_is_not_utf_8_says_how_it_was_read():
    assert "Windows-1252" in open_table(csv_file(NAMES.format(","), "cp1252")).remarks[0]


def test_csv_line_that_names_the_delimiter_is_no_header():
    assert cells(csv_file("sep=;\na;b\n1;2\n")) == (["a", "b"], [["1", "2"]])


def test_rows_are_numbered_by_the_line_where_they_begin():
    table = open_table(csv_file('a,b\n"x\ny",1\n\n,\nz,2\n'))
    assert [(row.number, row.cells) for row in table.rows()] == [(2, ["x\ny", "1"]), (6, ["z", "2"])]


def test_short_row_is_filled_and_a_long_one_says_so():
    table = open_table(csv_file("a,b\n1\n1,2,\n1,2,3\n"))
    found = [(row.cells, row.has_too_many) for row in table.rows()]
    assert found == [(["1", None], False), (["1", "2"], False), (["1", "2"], True)]


def test_table_can_be_read_again():
    table = open_table(csv_file("a\n1\n2\n"))
    assert [row.cells for row in table.rows()] == [row.cells for row in table.rows()] == [["1"], ["2"]]


def test_xlsx_gives_text_numbers_and_dates():
    day = datetime(2026, 3, 4)
    header, rows = cells(
        xlsx_file(["No", "When", "Zip"], [7, day, "02139"], [None, None], ["=A1", None, 2139])
    )
    assert header == ["No", "When", "Zip"]
    # A formula has no value until a spreadsheet computes it, and none is computed here.
    assert rows == [[7, day, "02139"], [None, None, 2139]]


def test_xlsx_of_several_sheets_says_which_one_was_read():
    assert "“Sheet”" in open_table(xlsx_file(["a"], ["1"], sheets=["More"])).remarks[0]


def archive(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    file.seek(0)
    return file


def with_part(name, content):
    """A real workbook in which one part is another."""
    source, file = zipfile.ZipFile(xlsx_file(["a", "b"], ["1", "2"])), io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for part in source.infolist():
            if part.filename != name:
                made.writestr(part.filename, source.read(part))
        made.writestr(name, content)
    file.seek(0)
    return file


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {name} "{"&" + before + ";" * 1}{"&" + before + ";"}">' for before, name in ["ab", "bc"]
    )
    + "]><worksheet>&c;</worksheet>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet>&a;</worksheet>'
)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n\n , \n", "The file is empty."),
        (b'a,b\n1,"2\n3,4\n', "From line 2 on the file cannot be read"),
        (b'a,b\n1,2\n"x"y,3\n', "From line 3 on the file cannot be read"),
        (b"a\n" + b"x" * 40_000, "From line 2 on the file cannot be read"),
        (b"\0\x01\xff\xfe" * 10, "This file is not text."),
        (b"\xff\xfea", "This file is not text."),
        (b"%PDF-1.7", "This is a PDF."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old or a locked spreadsheet"),
        (b"<!DOCTYPE html><table>", "This is a web page"),
        (b"\x1f\x8b\x08", "This is an archive."),
        (b"PK\x03\x04 broken", "This spreadsheet is damaged."),
        (archive(readme="x").getvalue(), "This is an archive, but not an .xlsx file."),
        (archive(xl__workbook_xml="<x/>").getvalue(), "This spreadsheet is damaged."),
        (with_part("xl/worksheets/sheet1.xml", "<worksheet").getvalue(), "This spreadsheet is damaged."),
        (with_part("xl/worksheets/sheet1.xml", LAUGHS).getvalue(), "This spreadsheet is damaged."),
        (with_part("xl/worksheets/sheet1.xml", OUTSIDE).getvalue(), "This spreadsheet is damaged."),
        (with_part("xl/workbook.xml", LAUGHS).getvalue(), "This spreadsheet is damaged."),
        (b",".join([b"a"] * 201) + b"\n1\n", "more than 200 columns"),
    ],
)
def test_hostile_file_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(UnusableFile, match=sentence):
        cells(io.BytesIO(content))


def test_file_that_is_too_large_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(readers, "LARGEST_FILE", 1000)
    with pytest.raises(UnusableFile, match="larger than"):
        open_table(csv_file("a\n" + "1\n" * 1000))


def test_file_with_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(readers, "MOST_ROWS", 3)
    with pytest.raises(UnusableFile, match="more than 3 rows"):
        cells(csv_file("a\n1\n2\n3\n4\n"))


@pytest.mark.parametrize("name", ["LARGEST_UNPACKED", "LARGEST_TEXTS"])
def test_workbook_that_unpacks_to_too_much_is_not_unpacked(monkeypatch, name):
    monkeypatch.setattr(xlsx_reader, name, 100)
    with pytest.raises(UnusableFile, match="unpacks to far more"):
        open_table(with_part("xl/sharedStrings.xml", "<sst>" + "x" * 1000))


def test_limits_leave_room_for_the_list_we_promise():
    assert limits.MOST_ROWS >= 100_000
    assert limits.LARGEST_FILE >= 20 << 20
