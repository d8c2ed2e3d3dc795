"""BLT: the text format of STV counting programs (Hill, Wichmann and Woodall 1987; OpenSTV, OpaVote).

    4 2               four choices, two seats
    -2                choice 2 has withdrawn (may be left out)
    3 1 3 4 0         three ballots: 1 before 3 before 4; each ballot ends with 0
    (B7) 1 2=4 - 1 0  an id in parentheses; 2 and 4 level; a skipped rank; then 1
    1 0               a blank ballot
    0                 the end of the ballots
    "Ada"             the names in the order of their numbers, in double quotes
    "Ben"
    "Cleo"
    "Dan"
    "Board 2026"      the title (may be left out)

From `#` to the end of a line stands a comment, except in quotes. Blank lines
and more spaces mean nothing. A line may hold several ballots, but a ballot
does not go on in the next line: a forgotten 0 would pass for a longer ballot.
Ids are not kept. Withdrawn choices are taken off the ballots, and leave no
gap there. More quoted texts may follow the title. Text is UTF-8, with or
without a byte order mark; lines may end with a carriage return.

Ballots are rankings. Counted by approval, a ballot approves whatever it
ranks; by a method with one choice, it must name one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from voting.ballot_files.election import Election, FileChoice, named_choices
from voting.ballot_files.errors import BallotFileError

_CHUNK = 20_000
_TOKEN = re.compile(r'"[^"]*"|#.*|\([^()]*\)|[^\s#"]+|"')
_NOT_UTF8 = re.compile("[\udc80-\udcff]")


def read_blt(lines: Iterable[str]) -> Election:
    """The election in the lines of a BLT file. Raises BallotFileError.

    Memory grows with the number of distinct ballots.
    """
    return _Reader(lines).read()


class _Reader:
    def __init__(self, lines: Iterable[str]):
        self.lines = iter(lines)
        self.line_number = 0
        self.number_of_choices = 0
        self.seats = 0
        self.withdrawn: set[int] = set()
        # What a place may look like on most lines, and what it means there.
        self.places: dict[str, Any] = {}
        self.groups: dict[tuple, int] = {}

    def read(self) -> Election:
        first, start = self._read_header()
        rest = self._read_ballots(first, start)
        names, title = self._read_names(rest)
        every = named_choices(names)
        choices = tuple(every[number - 1] for number in self._standing())
        return Election(
            choices=choices,
            ballot_type="ranking",
            ballots=_by_key(self.groups, every).items(),
            title=title,
            seats=self.seats,
        )

    def _standing(self) -> list[int]:
        return [n for n in range(1, self.number_of_choices + 1) if n not in self.withdrawn]

    def _next_line(self) -> str | None:
        line = next(self.lines, None)
        if line is not None:
            self.line_number += 1
        return line

    def _wrong(self, expected: str, *, line: int, token: re.Match | None = None, text: str = "", column=0):
        return BallotFileError(
            expected=expected,
            found=token[0] if token else text,
            line=line,
            column=token.start() + 1 if token else column,
        )

    def _read_header(self) -> tuple[str, int]:
        """Gives the first line and where on it the header ends."""
        while (line := self._next_line()) is not None:
            tokens = [token for token in _TOKEN.finditer(line) if not token[0].startswith("#")]
            if not tokens:
                continue
            expected = ("the number of choices", "the number of seats")
            numbers = []
            for place, what in enumerate(expected):
                if place >= len(tokens):
                    raise self._wrong(what, line=self.line_number, column=len(line.rstrip()) + 1)
                if not _is_number(tokens[place][0]) or int(tokens[place][0]) < 1:
                    raise self._wrong(what, line=self.line_number, token=tokens[place])
                numbers.append(int(tokens[place][0]))
            self.number_of_choices, self.seats = numbers
            self._learn_places()
            return line, tokens[1].end()
        raise self._wrong("the number of choices and of seats", line=self.line_number or 1, column=1)

    def _learn_places(self) -> None:
        self.places = {str(n): n for n in self._standing()}
        self.places["-"] = ()

    def _read_ballots(self, first: str, start: int) -> Iterator[tuple[int, str, int]]:
        """Group the ballots; gives the lines after their end, as (number, line, where to begin)."""
        ended_at = self._read_line(first, 1, self.line_number, start)
        number = self.line_number
        if ended_at is not None:
            return self._rest(number, [first], ended_at)
        while chunk := list(islice(self.lines, _CHUNK)):
            for line, times in Counter(chunk).items():
                if not self._read_plain_line(line, times):
                    try:
                        ended_at = self._read_line(line, times, 0)
                    except BallotFileError as error:
                        error.line = number + chunk.index(line) + 1
                        raise
                    if ended_at is None:
                        continue
                    place = chunk.index(line)
                    # What follows the end are names: none of it may count as a ballot.
                    self._take_back(chunk[place + 1 :], before=set(chunk[:place]))
                    return self._rest(number + place + 1, chunk[place:], ended_at)
            number += len(chunk)
        raise self._wrong("a 0 on its own after the last ballot", line=number + 1, column=1)

    def _take_back(self, lines: list[str], *, before: set[str]) -> None:
        """Lines after the end that look like ballots from before it were counted along with those."""
        for line, times in Counter(lines).items():
            if line in before and not self._read_plain_line(line, -times):
                self._read_line(line, -times, 0)

    def _rest(self, number: int, lines: list[str], start: int) -> Iterator[tuple[int, str, int]]:
        yield number, lines[0], start
        for offset, line in enumerate(lines[1:], 1):
            yield number + offset, line, 0
        number += len(lines) - 1
        for line in self.lines:
            number += 1
            yield number, line, 0
        self.line_number = number

    def _read_plain_line(self, line: str, times: int) -> bool:
        """The quick way for one ballot of single choices; False where a closer look is needed."""
        if line[:1] == "(":
            line = line.partition(")")[2]
        parts = line.split()
        if len(parts) < 2 or parts[-1] != "0" or parts[0] == "0" or not _is_number(parts[0]):
            return False
        places = self.places
        try:
            ballot = tuple([places[part] for part in parts[1:-1]])
        except KeyError:
            return False
        self._add(ballot, int(parts[0]) * times)
        return True

    def _add(self, ballot: tuple, number: int) -> None:
        self.groups[ballot] = self.groups.get(ballot, 0) + number

    def _read_line(self, line: str, times: int, number: int, start: int = 0) -> int | None:
        """Group the ballots of a line; gives where on it the ballots end for good, if they do."""
        tokens = [token for token in _TOKEN.finditer(line, start) if not token[0].startswith("#")]
        weight: int | None = None
        ballot: list[Any] = []
        has_id = False
        for token in tokens:
            text = token[0]
            if weight is None:
                if text.startswith("(") and text.endswith(")") and not has_id:
                    has_id = True
                elif _is_number(text[1:]) and text[0] == "-" and not self.groups and not has_id:
                    self._withdraw(token, number)
                elif not _is_number(text):
                    raise self._wrong(
                        "the number of ballots, or 0 after the last one", line=number, token=token
                    )
                elif int(text) == 0:
                    if has_id:
                        raise self._wrong("the number of ballots", line=number, token=token)
                    return token.end()
                else:
                    weight, ballot = int(text), []
            elif text == "0":
                self._add(tuple(ballot), weight * times)
                weight, has_id = None, False
            else:
                self._add_place(ballot, token, number)
        if weight is not None or has_id:
            raise self._wrong(
                "a 0 at the end of the ballot", line=number, column=len(line.partition("#")[0].rstrip()) + 1
            )
        return None

    def _withdraw(self, token: re.Match, line: int) -> None:
        choice = int(token[0][1:])
        if not 1 <= choice <= self.number_of_choices:
            raise self._wrong(f"a choice from -1 to -{self.number_of_choices}", line=line, token=token)
        self.withdrawn.add(choice)
        self._learn_places()

    def _add_place(self, ballot: list[Any], token: re.Match, line: int) -> None:
        if token[0] == "-":
            ballot.append(())
            return
        level = []
        for part in token[0].split("="):
            if not _is_number(part) or not 1 <= int(part) <= self.number_of_choices:
                raise self._wrong(f"a choice from 1 to {self.number_of_choices}", line=line, token=token)
            if int(part) not in self.withdrawn:
                level.append(int(part))
        if level:
            ballot.append(level[0] if len(level) == 1 else tuple(level))

    def _read_names(self, rest: Iterator[tuple[int, str, int]]) -> tuple[list[str], str]:
        texts: list[str] = []
        line_number = self.line_number
        for line_number, line, start in rest:
            for token in _TOKEN.finditer(line, start):
                text = token[0]
                if text.startswith("#"):
                    continue
                if _NOT_UTF8.search(text):
                    raise self._wrong("text in UTF-8", line=line_number, column=token.start() + 1)
                if len(text) > 1 and text[0] == text[-1] == '"':
                    texts.append(text[1:-1].strip())
                elif text.startswith('"') or len(texts) > self.number_of_choices:
                    raise self._wrong("a text between double quotes", line=line_number, token=token)
                elif len(texts) < self.number_of_choices and len(line.split()) > 1 and start == 0:
                    raise self._wrong("a name between double quotes", line=line_number, token=token)
                else:
                    texts.append(text)
                if len(texts) <= self.number_of_choices and not texts[-1]:
                    raise self._wrong("a name", line=line_number, token=token)
        if len(texts) < self.number_of_choices:
            raise self._wrong(
                f"{self.number_of_choices} names, one for each choice",
                line=line_number + 1,
                column=1,
                text=f"{len(texts)}",
            )
        title = texts[self.number_of_choices] if len(texts) > self.number_of_choices else ""
        return texts[: self.number_of_choices], title


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _by_key(groups: dict[tuple, int], choices: tuple[FileChoice, ...]) -> dict[Any, int]:
    """The ballots with keys instead of numbers; a ballot without a place is None."""
    keys = {number: choice.key for number, choice in enumerate(choices, 1)}
    named: dict[Any, int] = {}
    while groups:
        # Each ballot is there once: a million distinct ones need the room.
        ballot, number = groups.popitem()
        if number:
            places = tuple(
                [tuple([keys[n] for n in place]) if type(place) is tuple else keys[place] for place in ballot]
            )
            named[places or None] = number
    return named


def write_blt(
    *, choices: Sequence[FileChoice], seats: int, title: str, ballots: Iterable[tuple[Any, int]]
) -> str:
    """The ballots as a BLT file.

    `ballots`: selections of one choice, of approvals or of rankings, each
    with its number. What a choice is called stands in it, and nothing else of
    the choice; double quotes in names become single ones.
    """
    numbers = {choice.key: str(number) for number, choice in enumerate(choices, 1)}
    lines = [f"{len(choices)} {seats}"]
    for selection, number in ballots:
        places = [selection] if isinstance(selection, str) else selection or ()
        written = [_written_place(place, numbers) for place in places]
        lines.append(" ".join([str(number), *written, "0"]))
    lines.append("0")
    lines += [_quoted(choice.label) for choice in choices]
    return "\n".join([*lines, _quoted(title), ""])


def _written_place(place: Any, numbers: dict[str, str]) -> str:
    if isinstance(place, str):
        return numbers[place]
    return "=".join(numbers[key] for key in place) or "-"


def _quoted(text: str) -> str:
    return '"' + " ".join(text.replace('"', "'").split()) + '"'
