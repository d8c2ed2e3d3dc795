"""How each person voted, for votes whose ballots carry names."""

import json
from dataclasses import dataclass

from django.utils.translation import gettext as _

from voting.domain.manifest import manifest_of
from voting.models import MemberVote
from voting.models.member_vote import vote_ref
from voting.paper import ContestPaper, Paper


@dataclass(frozen=True)
class Line:
    """One person and what the person chose, contest by contest, in the order of the paper."""

    name: str
    answers: tuple[str, ...]


def roll_call(member_vote: MemberVote, paper: Paper) -> list[Line]:
    """Everybody who voted, by name; empty for a vote that keeps no names."""
    ballots = member_vote.ballot_box.named_ballots(vote=vote_ref(member_vote, manifest_of(member_vote)))
    names = member_vote.electorate_plugin.names(refs=[ref for ref, _ballot in ballots])
    lines = []
    for ref, ballot in ballots:
        selections = json.loads(ballot)
        answers = tuple(_answer(contest, selections.get(contest.key)) for contest in paper.contests)
        lines.append(Line(name=names.get(ref) or _("A former member"), answers=answers))
    return sorted(lines, key=lambda line: line.name.casefold())


def _answer(contest: ContestPaper, selection) -> str:
    return "; ".join(contest.answer_words(selection)) or _("Skipped")
