from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.importing import values
from members.importing.errors import BadValue


@pytest.mark.parametrize(
    ("cell", "order", "found"),
    [
        ("2026-03-04", "refuse", date(2026, 3, 4)),
        ("2026-03-04T10:00:00-05:00", "refuse", date(2026, 3, 4)),
        ("2026-03-04 00:00:00 UTC", "refuse", date(2026, 3, 4)),
        ("2026/3/4", "refuse", date(2026, 3, 4)),
        ("20260304", "refuse", date(2026, 3, 4)),
        ("03/04/2026", "mdy", date(2026, 3, 4)),
        ("03/04/2026", "dmy", date(2026, 4, 3)),
        ("03/04/2026 10:30 AM", "mdy", date(2026, 3, 4)),
        ("12/31/2026", "refuse", date(2026, 12, 31)),
        ("31/12/2026", "refuse", date(2026, 12, 31)),
        ("4/4/2026", "refuse", date(2026, 4, 4)),
        ("31.12.2026", "refuse", date(2026, 12, 31)),
        ("3.4.2026", "mdy", date(2026, 4, 3)),
        ("March 4, 2026", "refuse", date(2026, 3, 4)),
        ("4 Mar 2026", "refuse", date(2026, 3, 4)),
        (datetime(2026, 3, 4, 13, 5), "refuse", date(2026, 3, 4)),
        (date(2026, 3, 4), "refuse", date(2026, 3, 4)),
        (46085, "refuse", date(2026, 3, 4)),
        (46085.5, "refuse", date(2026, 3, 4)),
        ("", "refuse", None),
        ("  ", "refuse", None),
        (None, "refuse", None),
    ],
)
def test_day_is_read_in_every_usual_spelling(cell, order, found):
    assert values.day(cell, order=order) == found


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("03/04/2026", "can be two dates"),
        ("3/4/26", "four digits"),
        ("2026-02-30", "is not a day of the calendar"),
        ("13/13/2026", "is not a day of the calendar"),
        ("soon", "is not a date"),
        ("46085", "is not a date"),
        ("ma 4, 2026", "is not a date"),
        ("0001-01-01", "cannot be right"),
        ("20026-01-01", "is not a date"),
        (True, "is not a date"),
        (0, "is not a date"),
        (10**9, "is not a date"),
        (float("nan"), "is not a date"),
        (float("inf"), "is not a date"),
        ("９９９９-99-99", "is not a d"),
    ],
)
def test_day_that_is_no_day_is_refused_with_a_sentence(cell, sentence):
    with pytest.raises(BadValue, match=sentence):
        values.day(cell)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("  007 ", "007"),
        ("=1+1", "=1+1"),
        ("+1 617 555 0101", "+1 617 555 0101"),
        ("two\nlines\there", "two lines here"),
        ("Jose\u0301", "José"),
        ("a\0b", "ab"),
        ("\ufeffAna\u200b", "Ana"),
        ("\ud800x", "\ufffdx"),
        (7, "7"),
        (7.0, "7"),
        (7.5, "7.5"),
        (True, "TRUE"),
        (None, ""),
        (datetime(2026, 3, 4), "2026-03-04"),
    ],
)
def test_text_is_kept_as_it_stands_on_one_line(cell, found):
    assert values.text(cell) == found


def test_text_that_is_too_long_is_refused():
    assert values.text("x" * 5, longest=5) == "xxxxx"
    for long in ("xxxxxx", "éééééé"):
        with pytest.raises(BadValue, match="longer than 5"):
            values.text(long, longest=5)


@given(st.text())
def test_text_of_a_text_is_itself(anything):
    once = values.text(anything)
    assert values.text(once) == once
    once.encode()
    assert "\0" not in once


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Y", True), ("yes", True), ("TRUE", True), (1, True), (True, True), ("x", True),
        ("N", False), ("no", False), ("f", False), ("0", False), (False, False),
        ("", None), (None, None),
    ],
)  # fmt: skip
def test_yes_and_no_are_read(cell, found):
    assert values.yes_or_no(cell) is found


def test_neither_yes_nor_no_is_refused():
    with pytest.raises(BadValue, match="neither yes nor no"):
        values.yes_or_no("maybe")


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("en", "en"), ("EN_us", "en-us"), ("pt-BR", "pt-br"), ("Spanish", "es"), ("español", "es"),
        ("English", "en"), ("ht", "ht"), ("", None),
    ],
)  # fmt: skip
def test_language_is_a_code_or_a_name(cell, found):
    assert values.language(cell) == found


@pytest.mark.parametrize("cell", ["Klingon", "xx", "e", "english please", "en-" + "a" * 20])
def test_language_that_nobody_knows_is_refused(cell):
    with pytest.raises(BadValue, match="is not a language"):
        values.language(cell)


def test_addresses_are_split_and_checked():
    assert values.addresses("a@example.org; <b@example.org>,mailto:c@example.org") == [
        "a@example.org",
        "b@example.org",
        "c@example.org",
    ]
    for bad in ("nobody", "a@b", "a@example.org bcc", "a" * 250 + "@example.org"):
        with pytest.raises(BadValue, match="is not an e-mail address"):
            values.addresses(bad)


@pytest.mark.parametrize(
    ("cell", "us", "found"),
    [
        (2139, True, "02139"), ("2139", True, "02139"), ("2139-1234", True, "02139-1234"),
        ("02139", True, "02139"), ("2139", False, "2139"), ("K1A 0B1", True, "K1A 0B1"),
    ],
)  # fmt: skip
def test_postal_code_gets_back_its_zero(cell, us, found):
    assert values.postal_code(cell, longest=12, us=us) == found
