"""CSV: one ballot, or one group of equal ballots, a row. The header says what the cells are.

    ballots,rank 1,rank 2,rank 3         the names in order; an empty cell is a skipped rank
    412,Ada,Ben,
    388,Ben,,Cleo

    ballots,rank: Ada,rank: Ben          a number a choice, 1 the best; equal numbers are level
    ballots,score: Ada,score: Ben        a score a choice; an empty cell is no score
    ballots,mark: Ada,mark: Ben          1 (or x, yes) for a mark; 0, no or nothing for none
    ballots,Ada,Ben                      as the counting method asks: ranks, scores or marks

`rank 1` may also be written rank1, choice 1, preference 1, 1st choice or 1;
`choice` alone is the only one. There, a cell with the word `overvote` is a rank whose marks were not
recorded, and `skipped` or `undervote` is an empty one; only choices that
somebody ranked are known. A column `ballots` (or weight, count) says how many
ballots the row stands for, else one. A column `ballot id` is not read. Cells
may be separated by commas, semicolons or tabs. Text is UTF-8. The column of
an error is the number of the cell.

What is written here has headers that begin with a word, and cells that are
numbers, so that no name becomes a formula in a spreadsheet.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from voting.ballot_files.election import Election, FileChoice, named_choices, unique_names
from voting.ballot_files.errors import BallotFileError

_CHUNK = 20_000
_WEIGHTS = ("ballots", "weight", "count")
_IDS = ("ballot id", "ballot_id", "id")
_RANK = re.compile(
    r"(?:(?:rank|choice|preference)[ _-]*)?(\d{1,3})(?:st|nd|rd|th)?(?:[ _-]*(?:rank|choice|preference))?"
)
_PREFIXES = {"rank": "ranking", "score": "scores", "mark": "approval"}
_MARKED = {"1": True, "x": True, "yes": True, "0": False, "no": False, "": False}
_SKIPPED = ("", "skipped", "undervote")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")
_NOT_UTF8 = re.compile("[\udc80-\udcff\0]")


class _WrongCell(Exception):
    def __init__(self, expected: str, cell: int):
        super().__init__(expected)
        self.expected = expected
        self.cell = cell


@dataclass
class _Columns:
    """What a header says. `cells`: where the ballot stands; `names`: of the choices, where known."""

    ballot_type: str
    cells: list[int]
    weight: int | None
    width: int
    names: list[str] | None


def read_csv(lines: Iterable[str], *, ballot_type: str = "", most_score: int | None = None) -> Election:
    """The election in the rows of a CSV file. Raises BallotFileError.

    `ballot_type` (approval, ranking or scores) says what the cells are where
    the header does not; `most_score` is the highest score that may stand in
    one. Memory grows with the number of distinct rows.
    """
    lines = iter(lines)
    line_number, first = _first_line(lines)
    # A generator would close the file of the lines when it is left early; whoever opened it does that.
    rows = csv.reader(chain([first], lines), delimiter=_delimiter(first), strict=True)
    try:
        header = next(rows)
        columns = _read_header(header, ballot_type)
    except csv.Error as error:
        raise BallotFileError(expected=f"a header ({error})", line=line_number) from None
    except _WrongCell as wrong:
        found = header[wrong.cell] if wrong.cell < len(header) else ""
        raise BallotFileError(
            expected=wrong.expected, found=found, line=line_number, column=wrong.cell + 1
        ) from None
    groups = _grouped(rows, columns, _row_reader(columns, most_score), line_number - 1)
    names = columns.names if columns.names is not None else sorted(_ranked_names(groups))
    return Election(choices=named_choices(names), ballot_type=columns.ballot_type, ballots=groups.items())


def _first_line(lines) -> tuple[int, str]:
    number = 0
    for number, line in enumerate(lines, 1):
        if line.strip():
            return number, line
    raise BallotFileError(expected="a header", line=number + 1, column=1)


def _delimiter(header: str) -> str:
    if "," in header:
        return ","
    return ";" if ";" in header else "\t" if "\t" in header else ","


def _read_header(header: list[str], ballot_type: str) -> _Columns:
    titles = [" ".join(title.split()) for title in header]
    cells, weight = [], None
    for cell, title in enumerate(titles):
        if _NOT_UTF8.search(title):
            raise _WrongCell("text in UTF-8", cell)
        if title.lower() in _WEIGHTS and weight is None:
            weight = cell
        elif title.lower() not in _IDS and (title or any(titles[cell:])):
            cells.append(cell)
    if not cells:
        raise _WrongCell("a column for a rank or a choice", len(header))
    if len(cells) == 1 and titles[cells[0]].lower() == "choice":
        titles[cells[0]] = "choice 1"
    ranks = [_RANK.fullmatch(titles[cell].lower()) for cell in cells]
    if all(ranks):
        for number, (cell, rank) in enumerate(zip(cells, ranks, strict=True), 1):
            if int(rank[1]) != number:
                raise _WrongCell(f"rank {number}", cell)
        return _Columns("ranking", cells, weight, len(header), None)
    ballot_type, names = _read_names({cell: titles[cell] for cell in cells}, ballot_type)
    return _Columns(ballot_type, cells, weight, len(header), unique_names(names))


def _read_names(titles: dict[int, str], ballot_type: str) -> tuple[str, list[str]]:
    """What the cells below these titles are, and whose."""
    first_cell, first = next(iter(titles.items()))
    prefix, colon, _name = first.partition(":")
    prefix = prefix.strip().lower()
    names = []
    if colon and prefix in _PREFIXES:
        for cell, title in titles.items():
            kind, _colon, name = title.partition(":")
            if kind.strip().lower() != prefix:
                raise _WrongCell(f"“{prefix}:” and a name", cell)
            names.append((cell, name.strip()))
        ballot_type = _PREFIXES[prefix]
    elif ballot_type in ("ranking", "scores", "approval"):
        names = list(titles.items())
    else:
        raise _WrongCell("“rank 1”, or “rank:”, “score:” or “mark:” and a name", first_cell)
    for cell, name in names:
        if not name:
            raise _WrongCell("the name of a choice", cell)
    return ballot_type, [name for _cell, name in names]


def _grouped(rows, columns: _Columns, read_row: Callable, lines_before: int) -> dict[Any, int]:
    groups: dict[Any, int] = {}
    while True:
        line = rows.line_num
        chunk = []
        try:
            # As a loop of its own, so that the rows before a broken one are looked at first.
            chunk.extend(islice(map(tuple, rows), _CHUNK))
            broken = None
        except csv.Error as error:
            broken = BallotFileError(expected=f"a row of cells ({error})", line=rows.line_num + lines_before)
        if broken is None and not chunk:
            return groups
        for row, times in Counter(chunk).items():
            if not any(row):
                continue
            try:
                weight = _checked_weight(row, columns)
                selection = read_row(row)
            except _WrongCell as wrong:
                before = chunk[: chunk.index(row)]
                line += 1 + lines_before + len(before)
                line += sum(cell.count("\n") for other in before for cell in other)
                found = row[wrong.cell] if wrong.cell < len(row) else ""
                raise BallotFileError(
                    expected=wrong.expected, found=found, line=line, column=wrong.cell + 1
                ) from None
            if weight:
                groups[selection] = groups.get(selection, 0) + weight * times
        if broken is not None:
            raise broken


def _checked_weight(row: tuple[str, ...], columns: _Columns) -> int:
    if len(row) < columns.width:
        raise _WrongCell(f"{columns.width} cells", len(row))
    if len(row) > columns.width and any(row[columns.width :]):
        raise _WrongCell(f"no more than {columns.width} cells", columns.width)
    if columns.weight is None:
        return 1
    text = row[columns.weight].strip()
    if not _is_number(text):
        raise _WrongCell("a whole number of ballots", columns.weight)
    return int(text)


def _row_reader(columns: _Columns, most_score: int | None) -> Callable[[tuple[str, ...]], Any]:
    """The function that makes a selection of a row."""
    if columns.names is None:
        # Each name is kept once, however many ballots hold it.
        known: dict[str, Any] = {}
        return lambda row: _named_ranks(row, columns.cells, known)
    pairs = list(zip(columns.cells, columns.names, strict=True))
    if columns.ballot_type == "ranking":
        return lambda row: _numbered_ranks(row, pairs)
    if columns.ballot_type == "scores":
        return lambda row: _scores(row, columns.cells, most_score)
    return lambda row: _marks(row, pairs)


def _named_ranks(row, cells, known):
    places: list[Any] = []
    for cell in cells:
        text = row[cell]
        if text not in known:
            known[text] = _named_place(text, cell)
        places.append(known[text])
    while places and places[-1] == ():
        places.pop()
    return tuple(places) or None


def _named_place(text, cell):
    name = " ".join(text.split())
    if _NOT_UTF8.search(name):
        raise _WrongCell("text in UTF-8", cell)
    if name.lower() in _SKIPPED:
        return ()
    return None if name.lower() == "overvote" else name


def _ranked_names(groups) -> set[str]:
    return {place for selection in groups for place in selection or () if isinstance(place, str)}


def _numbered_ranks(row, pairs):
    places: list[list[str]] = []
    for cell, name in pairs:
        text = row[cell].strip()
        if not text:
            continue
        if not _is_number(text) or not 1 <= int(text) <= len(pairs):
            raise _WrongCell(f"a rank from 1 to {len(pairs)}, or nothing", cell)
        places.extend([] for _rank in range(int(text) - len(places)))
        places[int(text) - 1].append(name)
    return tuple([names[0] if len(names) == 1 else tuple(names) for names in places]) or None


def _scores(row, cells, most_score):
    scores: list[int | None] = []
    for cell in cells:
        text = row[cell].strip()
        if text and (not _is_number(text) or (most_score is not None and int(text) > most_score)):
            wanted = "a whole number" if most_score is None else f"a score from 0 to {most_score}"
            raise _WrongCell(f"{wanted}, or nothing", cell)
        scores.append(int(text) if text else None)
    return tuple(scores) if any(score is not None for score in scores) else None


def _marks(row, pairs):
    marked = []
    for cell, name in pairs:
        mark = _MARKED.get(row[cell].strip().lower())
        if mark is None:
            raise _WrongCell("1 for a mark, or 0 for none", cell)
        if mark:
            marked.append(name)
    return tuple(marked) or None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def write_csv(*, choices: Sequence[FileChoice], ballot_type: str, ballots: Iterable[tuple[Any, int]]) -> str:
    """The ballots as a CSV file with a column for each choice.

    `ballots`: selections in the form of `ballot_type` (one, approval, ranking
    or scores), each with its number.
    """
    prefix = {"ranking": "rank", "scores": "score"}.get(ballot_type, "mark")
    keys = [choice.key for choice in choices]
    write_cells = {"ranking": _cells_of_ranking, "scores": _cells_of_scores}.get(ballot_type, _cells_of_marks)
    rows = [["ballots", *(f"{prefix}: {' '.join(choice.label.split())}" for choice in choices)]]
    rows += [[number, *write_cells(selection, keys)] for selection, number in ballots]
    return written_rows(rows)


def written_rows(rows: Iterable[Iterable[Any]]) -> str:
    """Rows as CSV text, in which no cell of text can be taken for a formula."""
    text = io.StringIO()
    csv.writer(text).writerows(
        [_harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return text.getvalue()


def _harmless(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would calculate it.

    Where apostrophes stand before such a sign there is one more, so that taking one off gives the text back.
    """
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_STARTS) else text


def _cells_of_ranking(selection: Any, keys: Sequence[str]) -> list[Any]:
    ranks = {
        key: rank
        for rank, place in enumerate(selection or (), 1)
        for key in ([place] if isinstance(place, str) else place)
    }
    return [ranks.get(key, "") for key in keys]


def _cells_of_scores(selection: Any, keys: Sequence[str]) -> list[Any]:
    if selection is None:
        return [""] * len(keys)
    return ["" if score is None else score for score in selection]


def _cells_of_marks(selection: Any, keys: Sequence[str]) -> list[Any]:
    marked = {selection} if isinstance(selection, str) else set(selection or ())
    return [int(key in marked) for key in keys]
