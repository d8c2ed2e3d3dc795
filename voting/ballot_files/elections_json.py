"""The JSON form in which elections with a known result are exchanged.

    {"name": "Board", "method": "irv", "ballot_type": "ranked", "seats": 1,
     "candidates": ["Ada", "Ben", "Cleo"],
     "rules": {"overvote": "exhaustImmediately"},
     "ballots": [[412, [[0], [1]]], [388, [[1], [], [2]]], [7, [[0, 2], [1]]]]}

`ballots` are `[number, ballot]`; a choice is its place in `candidates`, from
0. A ballot is, by `ballot_type`,

- `ranked`: a list of places, each a list of choices: one, none (a skipped
  rank), several (level, or marked too often), or the word `overvote` where
  the marks are not known;
- `scores`: a whole number or null for each choice (`max_score` is the highest);
- `approval`: the choices that are approved.

`method` and `rules` say how it was counted: see `election_rules`. Other names
are not read, but for a part of `official` that holds the settings of a vote
under Debian's constitution. The ballots may come one by one: they are read
one after the other, and equal ones are kept once.

The same reader knows the JSON form that this site exports: see `vote_json`.
"""

from collections.abc import Callable, Iterator
from typing import Any, TextIO

from voting.ballot_files.election import Election, FileChoice, named_choices
from voting.ballot_files.election_rules import settings_of
from voting.ballot_files.errors import BallotFileError
from voting.ballot_files.json_stream import Found, JsonStream, WrongPart
from voting.ballot_files.vote_json import FORMAT, read_vote

_TYPES = {"ranked": "ranking", "scores": "scores", "approval": "approval"}


def read_json(source: TextIO, *, contest: str = "") -> Election:
    """The election in a JSON text. Raises BallotFileError, CannotCount.

    `contest`: the key of the contest to take, of a vote with several. Memory
    grows with the number of distinct ballots.
    """
    stream = JsonStream(source)
    fields: dict[str, Any] = {}
    arrays: dict[str, Found] = {}
    for name, value in stream.members(long=("ballots", "contests")):
        if isinstance(value, Iterator):
            arrays[name] = Found(stream, value)
        else:
            fields[name] = value
    if fields.get("format") == FORMAT:
        return read_vote(stream=stream, fields=fields, contests=arrays.get("contests"), key=contest)
    return _election(stream, fields, arrays.get("ballots"))


def _election(stream: JsonStream, fields: dict[str, Any], found: Found | None) -> Election:
    def checked(name: str, fits: Callable[[Any], bool], expected: str, default: Any = None) -> Any:
        if name not in fields and default is not None:
            return default
        if name in fields and fits(fields[name]):
            return fields[name]
        line, column = stream.members_at.get(name, (1, 1))
        raise BallotFileError(expected=f"“{name}” with {expected}", line=line, column=column)

    names = checked(
        "candidates",
        lambda value: isinstance(value, list) and value and all(_is_name(name) for name in value),
        "a list of names",
    )
    kind = _TYPES[
        checked(
            "ballot_type",
            lambda value: isinstance(value, str) and value in _TYPES,
            "ranked, scores or approval",
            "ranked",
        )
    ]
    seats = checked("seats", lambda value: type(value) is int and value > 0, "a number of seats", 0)
    checked("rules", lambda value: isinstance(value, dict), "an object", {})
    most = checked("max_score", lambda value: type(value) is int and value > 0, "a whole number", 0)
    if found is None:
        checked("ballots", lambda _value: False, "a list of [number, ballot]")
    choices = named_choices(names)
    settings = settings_of(fields, choices)
    choices = settings.choices
    read = _reader(kind, choices, most)
    groups: dict[Any, int] = {}
    for item, times in found.items():
        number, selection = item.read(read)
        if number:
            groups[selection] = groups.get(selection, 0) + number * times
    return Election(
        choices=choices,
        ballot_type=kind,
        ballots=groups.items(),
        title=str(fields.get("name", "")),
        seats=seats or None,
        method=settings.method,
        options=settings.options,
        rule=settings.rule,
        rule_settings=settings.rule_settings,
        lot=settings.lot,
        notes=settings.notes,
    )


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _reader(kind: str, choices: tuple[FileChoice, ...], most: int) -> Callable[[Any], tuple[int, Any]]:
    """The function that makes number and selection of an item of `ballots`."""
    keys = [choice.key for choice in choices]
    read_ballot = {
        "ranking": lambda ballot: _ranking(ballot, keys),
        "scores": lambda ballot: _scores(ballot, keys, most),
        "approval": lambda ballot: _approval(ballot, keys),
    }[kind]

    def read(value: Any) -> tuple[int, Any]:
        if not isinstance(value, list) or len(value) != 2:
            raise WrongPart("[number of ballots, ballot]")
        if type(value[0]) is not int or value[0] < 0:
            raise WrongPart("a whole number of ballots", 0)
        if not isinstance(value[1], list):
            raise WrongPart("a ballot as a list", 1)
        return value[0], read_ballot(value[1])

    return read


def _ranking(ballot: list, keys: list[str]) -> Any:
    places: list[Any] = []
    for number, place in enumerate(ballot):
        if place == "overvote":
            places.append(None)
        elif not isinstance(place, list):
            raise WrongPart("a place as a list of choices, or “overvote”", 1, number)
        elif len(place) == 1 and type(place[0]) is int and 0 <= place[0] < len(keys):
            places.append(keys[place[0]])
        else:
            places.append(_keys(place, keys, 1, number))
    return tuple(places) or None


def _scores(ballot: list, keys: list[str], most: int) -> Any:
    if len(ballot) != len(keys):
        raise WrongPart(f"{len(keys)} scores, one for each choice", 1)
    for number, score in enumerate(ballot):
        if score is not None and (type(score) is not int or score < 0 or (most and score > most)):
            wanted = f"a score from 0 to {most}" if most else "a whole number"
            raise WrongPart(f"{wanted}, or null", 1, number)
    return tuple(ballot) if any(score is not None for score in ballot) else None


def _approval(ballot: list, keys: list[str]) -> Any:
    # In the order of the choices, as every approval stands.
    approved = set(_keys(ballot, keys, 1))
    return tuple(key for key in keys if key in approved) or None


def _keys(indexes: list, keys: list[str], *path: int) -> tuple[str, ...]:
    for number, index in enumerate(indexes):
        if type(index) is not int or not 0 <= index < len(keys):
            raise WrongPart(f"a choice from 0 to {len(keys) - 1}", *path, number)
    if len(set(indexes)) != len(indexes):
        raise WrongPart("each choice once", *path)
    return tuple(keys[index] for index in indexes)
