"""What a cell says: text, a date, yes or no, a language, addresses. Raises BadValue, never guesses."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from members.importing.errors import BadValue

# What a cell of a spreadsheet can hold.
Cell = str | int | float | bool | date | datetime | None

FIRST_YEAR, LAST_YEAR = 1900, 2200
# The first of these days is 1; the calendar of the spreadsheets has a February 29 in 1900.
_SPREADSHEET_EPOCH = date(1899, 12, 30)

_YES = {"y", "yes", "true", "t", "1", "x"}
_NO = {"n", "no", "false", "f", "0"}
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SLASHED = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:,? .*)?")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?: .*)?")
_WORDED = re.compile(r"(?:(\d{1,2}) )?([a-z]{3,9})\.? (?:(\d{1,2}),? )?(\d{4})(?:,? \d.*)?")
_SPLIT_ADDRESSES = re.compile(r"[;,\s]+")
# White space of every kind and control characters, which no name or address has inside.
_GAPS = re.compile(r"[\s\x01-\x1f\x7f-\x9f\ufeff\u200b]+")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


def text(cell: Cell, *, longest: int = 0) -> str:
    """The text of a cell on one line, as it stands there: `007` stays `007`, `=A1` stays `=A1`."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.isascii() and cell.isprintable() and "  " not in cell:
        # Nearly every cell: nothing to mend.
        said = cell.strip(" ")
        return said if not longest or len(said) <= longest else _refuse_length(longest)
    if isinstance(cell, bool):
        said = "TRUE" if cell else "FALSE"
    elif isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        said = str(int(cell))
    elif isinstance(cell, datetime) and cell.time() == cell.time().min:
        said = cell.date().isoformat()
    else:
        # A null character is nothing, in a cell as in a whole file: no gap stands there.
        said = str(cell).replace("\0", "")
    if not said.isascii():
        said = unicodedata.normalize("NFC", _LONE_SURROGATE.sub("\ufffd", said))
    said = _GAPS.sub(" ", said).strip()
    return said if not longest or len(said) <= longest else _refuse_length(longest)


def _refuse_length(longest: int):
    raise BadValue(_("This is longer than %(number)s characters.") % {"number": longest})


def day(cell: Cell, *, order: str = "refuse") -> date | None:
    """The date of a cell, None where it is empty.

    ISO dates, dates of spreadsheets, and dates with a slash: those that are one date only
    in either order need no setting, the others are read by `order` (`mdy` or `dmy`, or `refuse`).
    """
    if isinstance(cell, datetime):
        return _plausible(cell.date())
    if isinstance(cell, date):
        return _plausible(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not 1 <= cell < 200_000:
            raise BadValue(_not_a_date(text(cell)))
        return _plausible(_SPREADSHEET_EPOCH + timedelta(days=int(cell)))
    said = text(cell)
    return _day_in_words(said, order) if said else None


# A list names the same days again and again.
@lru_cache(maxsize=4096)
def _day_in_words(said: str, order: str) -> date:
    if found := _ISO.fullmatch(said) or _COMPACT.fullmatch(said):
        return _date(said, *found.groups())
    if found := _SLASHED.fullmatch(said):
        first, separator, second, year = found.groups()
        return _date(said, year, *_month_and_day(said, first, second, separator, order))
    if _SHORT_YEAR.fullmatch(said):
        raise BadValue(_("“%(text)s”: write the year with four digits.") % {"text": _short(said)})
    if found := _WORDED.fullmatch(said.lower()):
        before, name, after, year = found.groups()
        months = [number for number, month in enumerate(_MONTHS, 1) if month.startswith(name)]
        if len(months) == 1 and bool(before) != bool(after):
            return _date(said, year, str(months[0]), before or after)
    raise BadValue(_not_a_date(said))


def _month_and_day(said: str, first: str, second: str, separator: str, order: str) -> tuple[str, str]:
    if separator == ".":
        return second, first
    if order == "mdy" or int(second) > 12 or first == second:
        return first, second
    if order == "dmy" or int(first) > 12:
        return second, first
    raise BadValue(
        _("“%(text)s” can be two dates. Say in the mapping if the month or the day comes first.")
        % {"text": said}
    )


def _date(said: str, year: str, month: str, day_of_month: str) -> date:
    try:
        return _plausible(date(int(year), int(month), int(day_of_month)))
    except ValueError:
        raise BadValue(_("“%(text)s” is not a day of the calendar.") % {"text": _short(said)}) from None


def _plausible(found: date) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadValue(_("The year %(year)s cannot be right.") % {"year": found.year})
    return found


def _not_a_date(said: str) -> str:
    return _("“%(text)s” is not a date. Write it as in 2026-12-31.") % {"text": _short(said)}


def yes_or_no(cell: Cell) -> bool | None:
    """Y or N, in the usual spellings; None where the cell is empty."""
    said = text(cell).lower()
    if not said:
        return None
    if said in _YES or said in _NO:
        return said in _YES
    raise BadValue(_("“%(text)s” is neither yes nor no.") % {"text": _short(said)})


def language(cell: Cell) -> str | None:
    """The code of a language, from a code (`pt-BR`) or a name (`Portuguese`, `español`)."""
    said = text(cell).lower().replace("_", "-")
    if not said:
        return None
    if said in _languages_by_name():
        return _languages_by_name()[said]
    if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{1,8}){0,2}", said) and said.split("-")[0] in _codes():
        return said[:12]
    raise BadValue(_("“%(text)s” is not a language we know.") % {"text": _short(said)})


@lru_cache(maxsize=1)
def _codes() -> set[str]:
    known = [*LANG_INFO, *(code for code, _name in settings.LANGUAGES)]
    return {code.split("-")[0] for code in known} | {"ht", "kea", "yue", "so", "ti", "am", "tl", "fil", "ne"}


@lru_cache(maxsize=1)
def _languages_by_name() -> dict[str, str]:
    names = {}
    for code, facts in LANG_INFO.items():
        for key in ("name", "name_local"):
            if key in facts:
                names.setdefault(facts[key].lower(), code)
    # The site's own languages have the last word on their names.
    for code, _name in settings.LANGUAGES:
        facts = LANG_INFO.get(code, {})
        names.update({facts[key].lower(): code for key in ("name", "name_local") if key in facts})
    return names


def addresses(cell: Cell) -> list[str]:
    """The e-mail addresses in a cell, each checked; several may stand in one, with a comma between."""
    found = [word.removeprefix("mailto:").strip("<>") for word in _SPLIT_ADDRESSES.split(text(cell)) if word]
    for address in found:
        check_address(address)
    return found


def check_address(address: str) -> None:
    """Raises BadValue where this is not an e-mail address."""
    try:
        if len(address) > 254:
            raise ValidationError("")
        validate_email(address)
    except ValidationError:
        raise BadValue(_("“%(text)s” is not an e-mail address.") % {"text": _short(address)}) from None


def postal_code(cell: Cell, *, longest: int, us: bool) -> str:
    """A postal code; `us`: give back the zero that a spreadsheet took off (2139 is 02139)."""
    said = text(cell, longest=longest)
    return f"0{said}" if us and re.fullmatch(r"\d{4}(-\d{4})?", said) else said


def _short(said: str) -> str:
    return said if len(said) <= 60 else f"{said[:59]}…"
