"""No cell of an export is a formula, and every text comes back as it was."""

import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from members.domain.cells import FORMULA_STARTS, plain_cell, printable, safe_cell
from members.domain.exporting import csv_lines, write_xlsx

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")


@given(TEXTS)
@example('=HYPERLINK("http://example.org";"click")')
@example("'=1+1")
@example("''@x")
@example("'t Hooft")
def test_text_comes_back(text):
    assert plain_cell(safe_cell(text)) == text


@given(TEXTS, st.sampled_from(STARTS))
def test_no_cell_starts_a_formula(text, start):
    for cell in (safe_cell(text), safe_cell(start + text)):
        assert not cell.startswith(STARTS)


@pytest.mark.parametrize("text", ["O'Brien", "'t Hooft", "Ana-María", "", "mail@example.org"])
def test_ordinary_text_is_left_alone(text):
    assert safe_cell(text) == text


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=5))
@example([["a,b", 'c"d', "e\r\nf"]])
def test_csv_comes_back(rows):
    lines = list(csv_lines(rows))
    assert all(line.endswith("\r\n") for line in lines)
    read = list(csv.reader(StringIO("".join(lines), newline="")))
    assert [[plain_cell(cell) for cell in row] for row in read] == rows
    assert not [cell for row in read for cell in row if cell.startswith(tuple(FORMULA_STARTS))]


@given(st.lists(TEXTS.map(printable).filter(bool), min_size=1, max_size=5))
@example(["#N/A", "#REF!", "#1"])
@example(["=1+1", "+1 617 555 0100", "007", "2026-01-01", "true"])
def test_excel_file_comes_back_and_holds_text_alone(texts):
    file = BytesIO()
    write_xlsx([texts], file=file)
    [row] = load_workbook(file).active.iter_rows()
    assert [plain_cell(cell.value) for cell in row] == texts
    assert {cell.data_type for cell in row} == {"s"}


def test_mark_for_excel_is_an_option():
    assert "".join(csv_lines([["Ana"]], bom=True)) == "\ufeffAna\r\n"
    assert "".join(csv_lines([["Ana"]])) == "Ana\r\n"
