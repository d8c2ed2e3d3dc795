"""Reading one JSON object piece by piece, knowing on which line each piece stands.

Arrays that may be long are given item by item, so that a file of a million
ballots needs no more memory than what is kept of it.
"""

import json
import re
from collections.abc import Callable, Iterator
from json.decoder import scanstring
from json.scanner import c_make_scanner, py_make_scanner
from typing import Any, NamedTuple, TextIO, TypeVar

from voting.ballot_files.errors import BallotFileError

Read = TypeVar("Read")

_PIECE = 1 << 18
_SPACE = re.compile(r"[ \t\r\n]*")
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_scan = (c_make_scanner or py_make_scanner)(json.JSONDecoder())


class JsonStream:
    """A text as a JSON object, from its beginning to its end."""

    def __init__(self, source: TextIO):
        self.source = source
        self.text = ""
        self.place = 0
        self.is_whole = False
        # The beginning of the text that is at hand, and a place on it, with line and column from 1.
        self.started = self.marked = (0, 1, 1)
        # Where the value of each member began.
        self.members_at: dict[str, tuple[int, int]] = {}

    def wrong(self, expected: str, *, at: int | None = None, found: str = "") -> BallotFileError:
        """The error for a place in the text that is at hand."""
        at = self.place if at is None else at
        line, column = self.position(at)
        return BallotFileError(
            expected=expected, found=found or self.text[at : at + 1].strip(), line=line, column=column
        )

    def position(self, at: int) -> tuple[int, int]:
        """Line and column; quick for places that only move on."""
        marked, line, column = self.marked if self.marked[0] <= at else self.started
        breaks = self.text.count("\n", marked, at)
        column = at - self.text.rfind("\n", marked, at) if breaks else column + at - marked
        self.marked = (at, line + breaks, column)
        return self.marked[1:]

    def members(self, *, long: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
        """The names and values of the object; for a name in `long`, an iterator to be used up first.

        That one gives, item by item, where it begins and ends in `text`.
        """
        self._expect("{", "a JSON object")
        if self._skip_to() == "}":
            self.place += 1
        else:
            while True:
                if self._skip_to() != '"':
                    raise self.wrong("a name in double quotes")
                name = self._value("a name in double quotes")[0]
                self._expect(":", "a colon")
                first = self._skip_to()
                self.members_at[name] = self.position(self.place)
                if name in long and first == "[":
                    yield name, self._items()
                else:
                    yield name, self._value("a value")[0]
                if self._skip_to() != ",":
                    break
                self.place += 1
            self._expect("}", "a comma or a closing brace")
        if self._skip_to():
            raise self.wrong("nothing more")

    def _items(self) -> Iterator[tuple[int, int]]:
        self._expect("[", "an array")
        if self._skip_to() == "]":
            self.place += 1
            return
        while True:
            self._skip_to()
            yield self._value("a value")[1:]
            if self._skip_to() != ",":
                break
            self.place += 1
        self._expect("]", "a comma or a closing bracket")

    def _read_more(self) -> bool:
        if self.is_whole:
            return False
        # As much again as is left: a value of any length is read with few attempts.
        piece = self.source.read(max(_PIECE, len(self.text) - self.place))
        if not piece:
            self.is_whole = True
            return False
        if _NOT_UTF8.search(piece):
            self.text += piece
            raise self.wrong("text in UTF-8", at=_NOT_UTF8.search(self.text).start(), found=" ")
        self.started = self.marked = (0, *self.position(self.place))
        self.text = self.text[self.place :] + piece
        self.place = 0
        return True

    def _skip_to(self) -> str:
        """Go to the next letter that is no space, and give it; "" at the end."""
        while True:
            self.place = _SPACE.match(self.text, self.place).end()
            if self.place < len(self.text):
                return self.text[self.place]
            if not self._read_more():
                return ""

    def _expect(self, letter: str, what: str) -> None:
        if self._skip_to() != letter:
            raise self.wrong(what)
        self.place += 1

    def _value(self, expected: str) -> tuple[Any, int, int]:
        while True:
            try:
                value, end = _scan(self.text, self.place)
            except StopIteration as error:
                at, problem = error.value, expected
            except json.JSONDecodeError as error:
                at, problem = error.pos, f"JSON ({error.msg})"
            except (ValueError, RecursionError):
                raise self.wrong("a shorter or simpler value") from None
            else:
                # A number at the end of what is at hand may go on.
                if end < len(self.text) or self.text[end - 1] in '"]}' or not self._read_more():
                    start, self.place = self.place, end
                    return value, start, end
                continue
            if not self._read_more():
                raise self.wrong(problem, at=at)


class WrongPart(Exception):
    """Something inside a value: what was expected, and the indexes and names that lead to it."""

    def __init__(self, expected: str, *path: int | str):
        super().__init__(expected)
        self.expected = expected
        self.path = path


class Item(NamedTuple):
    """An item of an array as text, and where it stood first."""

    text: str
    line: int
    column: int

    def read(self, read: Callable[[Any], Read]) -> Read:
        """What `read` makes of the value; turns its WrongPart into an error with its place in the file."""
        try:
            return read(json.loads(self.text))
        except WrongPart as wrong:
            at = _place_within(self.text, 0, wrong.path)
            breaks = self.text.count("\n", 0, at)
            raise BallotFileError(
                expected=wrong.expected,
                found=_piece(self.text, at),
                line=self.line + breaks,
                column=at - self.text.rfind("\n", 0, at) if breaks else self.column + at,
            ) from None


class Found:
    """The distinct items of a long array, each with how often it is there; takes the array up."""

    def __init__(self, stream: "JsonStream", items: Iterator[tuple[int, int]]):
        self._found: dict[str, list[int]] = {}
        for start, end in items:
            text = stream.text[start:end]
            known = self._found.get(text)
            if known is None:
                self._found[text] = [1, *stream.position(start)]
            else:
                known[0] += 1

    def items(self) -> Iterator[tuple[Item, int]]:
        """Each item once, and forgotten thereafter."""
        for text in list(self._found):
            times, line, column = self._found.pop(text)
            yield Item(text, line, column), times

    def __len__(self):
        return len(self._found)


def _piece(text: str, at: int) -> str:
    _value, end = _scan(text, at)
    return text[at:end]


def _place_within(text: str, start: int, path: tuple[int | str, ...]) -> int:
    """Where the value stands to which the indexes and names lead, in a value that begins at `start`."""
    at = _SPACE.match(text, start).end()
    if not path:
        return at
    wanted, rest = path[0], path[1:]
    is_object = text[at] == "{"
    number = 0
    while True:
        at = _SPACE.match(text, at + 1).end()
        name: Any = number
        if is_object:
            name, at = scanstring(text, at + 1)
            at = _SPACE.match(text, at).end() + 1
            at = _SPACE.match(text, at).end()
        if name == wanted:
            return _place_within(text, at, rest)
        _value, at = _scan(text, at)
        at = _SPACE.match(text, at).end()
        number += 1
