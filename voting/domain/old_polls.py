"""Reading the tables of django-polls 0.2.1: what can be kept of them, and what cannot and why.

The tables, as that package made them: `polls_poll` (id, question,
description), `polls_choice` (id, poll_id, choice) and `polls_vote` (id,
user_id, poll_id, choice_id), where a user has one vote in a poll.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

_STATEMENTS = {
    "polls": "SELECT id, question, description FROM polls_poll ORDER BY id",
    "choices": "SELECT id, poll_id, choice FROM polls_choice ORDER BY id",
    "votes": "SELECT id, user_id, poll_id, choice_id FROM polls_vote ORDER BY id",
}


class UnusableSource(Exception):
    """Raised when the old tables cannot be read; the message says why."""


@dataclass(frozen=True)
class OldTables:
    """The rows as they were found, in the order of their ids."""

    polls: list[tuple]
    choices: list[tuple]
    votes: list[tuple]


@dataclass
class OldPoll:
    """A poll with what can be kept of it. `choices`: words by id; `votes`: choice id by user id."""

    id: int
    question: str
    description: str
    choices: dict[int, str] = field(default_factory=dict)
    votes: dict[object, int] = field(default_factory=dict)

    @property
    def totals(self) -> dict[int, int]:
        """Votes by choice id, of every choice."""
        found = Counter(self.votes.values())
        return {choice: found[choice] for choice in self.choices}


@dataclass(frozen=True)
class Refusal:
    """A row that cannot be kept. `table`: poll, choice or vote."""

    table: str
    id: int
    reason: str


def read_tables(connection: BaseDatabaseWrapper) -> OldTables:
    """All rows. Raises UnusableSource."""
    try:
        return OldTables(**{name: _rows(connection, statement) for name, statement in _STATEMENTS.items()})
    except (DatabaseError, ImproperlyConfigured) as error:
        raise UnusableSource((str(error).strip().splitlines() or ["no answer"])[0]) from error


def sort_out(tables: OldTables) -> tuple[list[OldPoll], list[Refusal]]:
    """The polls that can be kept, and every row that cannot, each with its reason."""
    refused: list[Refusal] = []
    polls = _polls(tables.polls, refused)
    owner = _add_choices(tables.choices, polls, refused)
    for poll in [poll for poll in polls.values() if not poll.choices]:
        refused.append(Refusal("poll", poll.id, "it has no choices"))
        del polls[poll.id]
    _add_votes(tables.votes, polls, owner, refused)
    return list(polls.values()), refused


def _polls(rows: Iterable[tuple], refused: list[Refusal]) -> dict[int, OldPoll]:
    polls = {}
    for poll_id, question, description in rows:
        if not (question or "").strip():
            refused.append(Refusal("poll", poll_id, "its question is empty"))
            continue
        polls[poll_id] = OldPoll(poll_id, question.strip(), (description or "").strip())
    return polls


def _add_choices(rows, polls: dict[int, OldPoll], refused: list[Refusal]) -> dict[int, int]:
    """Give the polls their choices; the poll of every choice, by choice id, kept or not."""
    owner = {}
    for choice_id, poll_id, words in rows:
        owner[choice_id] = poll_id
        if poll_id not in polls:
            refused.append(Refusal("choice", choice_id, f"poll {poll_id} is missing or refused"))
        elif not (words or "").strip():
            refused.append(Refusal("choice", choice_id, "it has no words"))
        else:
            polls[poll_id].choices[choice_id] = words.strip()
    return owner


def _add_votes(rows, polls: dict[int, OldPoll], owner: dict[int, int], refused: list[Refusal]) -> None:
    for vote_id, user_id, poll_id, choice_id in rows:
        reason = _reason_against(user_id, poll_id, choice_id, polls, owner)
        if reason:
            refused.append(Refusal("vote", vote_id, reason))
        else:
            polls[poll_id].votes[user_id] = choice_id


def _reason_against(user_id, poll_id, choice_id, polls, owner) -> str:
    if poll_id not in polls:
        return f"poll {poll_id} is missing or refused"
    if choice_id not in owner:
        return f"choice {choice_id} is missing"
    if owner[choice_id] != poll_id:
        return f"choice {choice_id} belongs to poll {owner[choice_id]}, the vote to poll {poll_id}"
    poll = polls[poll_id]
    if choice_id not in poll.choices:
        return f"choice {choice_id} is refused"
    if user_id is None:
        return "it names no user"
    if user_id in poll.votes:
        return f"user {user_id} has voted in poll {poll_id} already"
    return ""


def _rows(connection, statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
