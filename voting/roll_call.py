"""How each person voted, for votes whose ballots carry names, and who may read it when."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from voting.domain.manifest import manifest_of
from voting.models import MemberVote, NamesShownTo, State
from voting.models.member_vote import vote_ref
from voting.paper import ContestPaper, Paper, names_shown

# How many different ballots are put into words once, however many people cast them.
_DISTINCT_BALLOTS = 1000
_RUNNING = (State.OPEN, State.CLOSED, State.COUNTED, State.CERTIFIED)


@dataclass(frozen=True)
class Line:
    """One person and what the person chose, contest by contest, in the order of the paper."""

    name: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class NamedBallot:
    """A ballot that counts, with the name of whoever cast it; not yet in words."""

    name: str
    ballot: bytes


def is_shown(member_vote: MemberVote) -> bool:
    """Whether the names of a vote can be read as it stands: with the result, or live if it says so."""
    if not member_vote.ballot_box.shows_names:
        return False
    if member_vote.state in (State.PUBLISHED, State.ARCHIVED):
        return True
    return member_vote.state in _RUNNING and names_shown(manifest_of(member_vote)).live


def is_public(member_vote: MemberVote) -> bool:
    """Whether everybody may read the names, and not only the people who could vote."""
    return names_shown(manifest_of(member_vote)).to == NamesShownTo.PUBLIC


def named_ballots(member_vote: MemberVote) -> list[NamedBallot]:
    """The ballot of everybody who voted, by name; empty for a vote that keeps no names."""
    ballots = member_vote.ballot_box.named_ballots(vote=vote_ref(member_vote, manifest_of(member_vote)))
    names = member_vote.electorate_plugin.names(refs=[ref for ref, _ballot in ballots])
    named = [NamedBallot(names.get(ref) or _("A former member"), ballot) for ref, ballot in ballots]
    return sorted(named, key=lambda each: (each.name.casefold(), each.ballot))


def in_words(ballots: list[NamedBallot], paper: Paper) -> list[Line]:
    """What these ballots say. Equal ballots are read once."""

    @lru_cache(maxsize=_DISTINCT_BALLOTS)
    def answers(ballot: bytes) -> tuple[str, ...]:
        selections: Mapping[str, Any] = json.loads(ballot)
        return tuple(_answer(contest, selections.get(contest.key)) for contest in paper.contests)

    return [Line(name=each.name, answers=answers(each.ballot)) for each in ballots]


def _answer(contest: ContestPaper, selection) -> str:
    return "; ".join(contest.answer_words(selection)) or _("Skipped")
