"""Opening a file of ballots: which format it has, and its text."""

import io
import re
from pathlib import PurePath
from typing import BinaryIO

from voting.ballot_files.blt import read_blt
from voting.ballot_files.csv_files import read_csv
from voting.ballot_files.election import Election
from voting.ballot_files.elections_json import read_json
from voting.ballot_files.errors import BallotFileError, CannotCount

FORMATS = ("json", "blt", "csv")
_PEEK = 1 << 16
_BLT_START = re.compile(rb"\s*(#[^\n]*\s+)*\d+\s+\d+\s*([-#\d(\r\n]|$)")


def read_election(
    source: BinaryIO,
    *,
    name: str,
    file_format: str = "",
    ballot_type: str = "",
    most_score: int | None = None,
    contest: str = "",
) -> Election:
    """The election in a binary stream. Raises BallotFileError with the name, CannotCount.

    `file_format`: json, blt or csv; found by the name and then by the
    beginning where it is not given. `ballot_type`, `most_score`: as the
    counting method asks, for tables that do not say what their cells are.
    `contest`: which one, of an exported vote with several.
    """
    buffered = source if isinstance(source, io.BufferedReader) else io.BufferedReader(source)
    file_format = file_format or _format_of(buffered, name)
    # What is no UTF-8 comes through as surrogates, for the readers to say where it stands.
    text = io.TextIOWrapper(
        buffered,
        encoding="utf-8-sig",
        errors="surrogateescape",
        newline="" if file_format == "csv" else None,
    )
    try:
        if file_format == "json":
            return read_json(text, contest=contest)
        if contest:
            raise CannotCount("Only a vote in the JSON form has contests to choose from.")
        if file_format == "blt":
            return read_blt(text)
        return read_csv(text, ballot_type=ballot_type, most_score=most_score)
    except BallotFileError as error:
        error.file = name
        raise
    finally:
        text.detach()


def _format_of(source: io.BufferedReader, name: str) -> str:
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending in FORMATS:
        return ending
    start = source.peek(_PEEK).removeprefix(b"\xef\xbb\xbf")
    if start.lstrip()[:1] == b"{":
        return "json"
    return "blt" if _BLT_START.match(start) else "csv"
