"""Kinds of values that requests carry."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)


def _printable(text: str) -> str:
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        raise ValueError("Control characters are not allowed.")
    return text


def in_our_time(day: date) -> date:
    if not _FIRST <= day <= _LAST:
        raise ValueError(f"Use a day between {_FIRST} and {_LAST}.")
    return day


Text = Annotated[str, Field(max_length=200), AfterValidator(_printable)]
Day = Annotated[date, AfterValidator(in_our_time)]
Moment = AwareDatetime
