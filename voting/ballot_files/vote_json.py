"""The JSON form in which this site exports a counted vote, so that anybody can count it again.

    {"format": "member-vote-count/1", "vote": "...", "title": {"en": "..."},
     "manifest_sha256": "...",
     "contests": [{"key": "...", "question": {"en": "..."},
       "method": "instant_runoff", "seats": 1, "options": {},
       "choices": [{"key": "...", "kind": "option", "label": {"en": "Ada"}}],
       "rule": {"slug": "threshold", "settings": {}},
       "turnout": {"eligible": 90, "ballots": 61, "recused": 0, "members": 120},
       "lot": "the seed", "ballots": [[12, ["key", "key"]]], "result": {}}]}

A selection is what the voter's ballot holds in this contest, with choices by
key, in the form of the counting method; null is a contest that was left out.
Without `ballots`, the vote publishes totals only. Words are given by
language. The lot is derived from the seed and the keys, so a count of this
form settles ties as the site did.
"""

from functools import partial
from typing import Any

from voting.api import (
    ChoiceSpec,
    ContestSpec,
    CountingMethod,
    InvalidBallot,
    SeededLot,
    Turnout,
    counting_methods,
)
from voting.ballot_files.election import Election, FileChoice, unique_names
from voting.ballot_files.errors import BallotFileError, CannotCount
from voting.ballot_files.json_stream import Found, Item, JsonStream, WrongPart

FORMAT = "member-vote-count/1"


def read_vote(*, stream: JsonStream, fields: dict[str, Any], contests: Found | None, key: str) -> Election:
    """One contest of an exported vote. Raises BallotFileError, CannotCount."""
    if not contests:
        line, column = stream.members_at.get("contests", (1, 1))
        raise BallotFileError(expected="“contests” with at least one contest", line=line, column=column)
    found = []
    for item, _times in contests.items():
        found.append((item.read(_checked_contest), item))
    keys = [contest["key"] for contest, _item in found]
    if key and key not in keys:
        raise CannotCount(f"The file has no contest “{key}”. It has: {', '.join(keys)}.")
    if not key and len(found) > 1:
        raise CannotCount(f"The file has several contests. Say which with --contest: {', '.join(keys)}.")
    contest, item = found[keys.index(key) if key else 0]
    return _election(contest, item, title=words_in(fields.get("title")))


_PARTS = {
    "key": (str, "a key"),
    "question": (dict, "words by language"),
    "method": (str, "a counting method"),
    "seats": (int, "a number of seats"),
    "options": (dict, "an object"),
    "choices": (list, "a list of choices"),
    "rule": (dict, "a rule"),
    "turnout": (dict, "numbers"),
    "lot": (str, "a seed"),
}


def _checked_contest(contest: Any) -> dict[str, Any]:
    if not isinstance(contest, dict):
        raise WrongPart("a contest")
    for name, (kind, expected) in _PARTS.items():
        if name not in contest:
            raise WrongPart(f"a contest with “{name}”")
        if type(contest[name]) is not kind:
            raise WrongPart(expected, name)
    for number, choice in enumerate(contest["choices"]):
        if not isinstance(choice, dict) or not isinstance(choice.get("key"), str):
            raise WrongPart("a choice with a key", "choices", number)
        if not isinstance(choice.get("kind"), str) or not isinstance(choice.get("label"), dict):
            raise WrongPart("a choice with a kind and a label", "choices", number)
    for name in ("eligible", "ballots", "recused"):
        if type(contest["turnout"].get(name)) is not int:
            raise WrongPart(f"“{name}” with a whole number", "turnout")
    rule = contest["rule"]
    if not isinstance(rule.get("slug"), str) or not isinstance(rule.get("settings"), dict):
        raise WrongPart("a rule with a slug and settings", "rule")
    return contest


def _election(contest: dict[str, Any], item: Item, *, title: str) -> Election:
    method = counting_methods.get(contest["method"])
    if method.is_missing:
        raise CannotCount(f"The counting method “{contest['method']}” is not installed here.")
    if "ballots" not in contest:
        raise CannotCount("This vote publishes totals only: there are no ballots to count.")
    spec = ContestSpec(
        key=contest["key"],
        choices=tuple(ChoiceSpec(key=choice["key"], kind=choice["kind"]) for choice in contest["choices"]),
        seats=contest["seats"],
        options=contest["options"],
    )
    ballots = item.read(lambda value: _checked_ballots(value["ballots"], method, spec))
    turnout = contest["turnout"]
    return Election(
        choices=choices_in(contest),
        ballot_type=method.ballot_type,
        ballots=ballots,
        title=" / ".join(filter(None, (title, words_in(contest["question"])))),
        seats=contest["seats"],
        method=contest["method"],
        options=contest["options"],
        rule=contest["rule"]["slug"],
        rule_settings=contest["rule"]["settings"],
        turnout=Turnout(
            eligible=turnout["eligible"],
            ballots=turnout["ballots"],
            recused=turnout["recused"],
            members=turnout.get("members"),
        ),
        lot=partial(SeededLot, contest["lot"]) if contest["lot"] else None,
        key=contest["key"],
    )


def _checked_ballots(pairs: Any, method: CountingMethod, spec: ContestSpec) -> list[tuple[Any, int]]:
    if not isinstance(pairs, list):
        raise WrongPart("a list of [number, selection]", "ballots")
    for place, pair in enumerate(pairs):
        if not isinstance(pair, list) or len(pair) != 2:
            raise WrongPart("[number of ballots, selection]", "ballots", place)
        if type(pair[0]) is not int or pair[0] < 1:
            raise WrongPart("a whole number of ballots", "ballots", place, 0)
        try:
            method.check_selection(contest=spec, selection=pair[1])
        except InvalidBallot as error:
            wanted = f"a valid selection ({error})" if str(error) else "a valid selection"
            raise WrongPart(wanted, "ballots", place, 1) from None
    return [(selection, number) for number, selection in pairs]


def choices_in(contest: dict[str, Any], *, language: str = "en") -> tuple[FileChoice, ...]:
    """The choices of an exported contest, with their names in a language."""
    labels = unique_names(
        words_in(choice["label"], language) or choice["key"] for choice in contest["choices"]
    )
    return tuple(
        FileChoice(key=choice["key"], kind=choice["kind"], label=label)
        for choice, label in zip(contest["choices"], labels, strict=True)
    )


def words_in(texts: Any, language: str = "en") -> str:
    """The words in a language, else in English, else in the first language there is."""
    if not isinstance(texts, dict):
        return ""
    words = texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
    return words if isinstance(words, str) else ""
