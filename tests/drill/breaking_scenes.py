"""What is left when the site or its database is stopped at the worst moment."""

import os
import random
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.drill.casting_scenes import cast, figures, make_many_voters, wide_contest
from tests.drill.crowd import in_processes, start
from tests.factories.voting import make_vote, make_voters
from voting.domain import casting, counting
from voting.domain.casting import cast_ballot
from voting.domain.counting import count_vote
from voting.domain.errors import TryAgain
from voting.domain.lifecycle import close_vote
from voting.domain.locks import lock_for_change
from voting.domain.manifest import manifest_of
from voting.models import MemberVote, State
from voting.models.member_vote import vote_ref
from voting.plugins.secret.box import Secret

CHOICES = 60


# --- killed at a marked point ------------------------------------------------------------------


def _die(*_arguments, **_keywords):
    os.kill(os.getpid(), signal.SIGKILL)


def _before(owner, name: str):
    return patch.object(owner, name, _die)


def _after(owner, name: str):
    real = getattr(owner, name)

    def act(*arguments, **keywords):
        real(*arguments, **keywords)
        _die()

    return patch.object(owner, name, act)


# In the order of a cast; of the last two only the last leaves a ballot behind.
POINTS = {
    # The lock comes with the participation, in one statement.
    "before the participation": lambda: _before(casting, "_record_participation"),
    "after the participation": lambda: _after(casting, "_record_participation"),
    "before the vote is looked up": lambda: _before(casting, "frozen_vote"),
    "after the vote is looked up": lambda: _after(casting, "frozen_vote"),
    "while the ballot is checked": lambda: _before(casting, "check_selections"),
    "before the box": lambda: _before(Secret, "put"),
    "after the box": lambda: _after(Secret, "put"),
    "before the commit": lambda: _before(BaseDatabaseWrapper, "_commit"),
    "after the commit": lambda: _after(BaseDatabaseWrapper, "_commit"),
    "before the answer": lambda: _before(BaseDatabaseWrapper, "run_and_clear_commit_hooks"),
}


def killed_at_each_point() -> dict:
    """One cast is killed at each point, and then repeated: what both left behind."""
    refs = make_many_voters(len(POINTS) + 5)
    vote = make_vote(wide_contest(CHOICES), voters=0)
    found = {}
    for ref, (name, dies) in zip(refs, POINTS.items(), strict=False):

        def doomed(ref=ref, dies=dies):
            connection.ensure_connection()
            with ExitStack() as stack:
                stack.enter_context(dies())
                cast(vote.pk, ref, "c1")

        victim = start(doomed)
        victim.wait()
        left = figures(vote)
        kept = vote.participations.filter(voter_ref=ref).exists()
        [again] = in_processes(lambda ref: cast(vote.pk, ref, "c1"), [ref])
        found[name] = {
            "died": victim.was_killed,
            "kept": kept,
            "whole": left["participations"] == left["stored"],
            "again": again,
        }
    return {"points": found, **figures(vote)}


def killed_while_counting() -> list[dict]:
    """The count of a vote is killed at several points; then it is run again to its end."""
    found = []
    people = make_voters(8)
    for point in (
        lambda: _after(Secret, "open"),
        lambda: _before(counting, "count_contest"),
        lambda: _before(counting, "move_to"),
        lambda: _before(BaseDatabaseWrapper, "_commit"),
        lambda: _after(BaseDatabaseWrapper, "_commit"),
    ):
        vote = make_vote(wide_contest(CHOICES), voters=people)
        for number, entry in enumerate(vote.roll.all()):
            cast(vote.pk, entry.voter_ref, f"c{number}")
        close_vote(member_vote=vote, at=vote.closes_at)

        def doomed(point=point, vote=vote):
            connection.ensure_connection()
            with ExitStack() as stack:
                stack.enter_context(point())
                count_vote(member_vote=vote, at=vote.closes_at)

        victim = start(doomed)
        victim.wait()
        vote.refresh_from_db()
        state = vote.state
        if state == State.CLOSED:
            count_vote(member_vote=vote, at=vote.closes_at)
        opened = list(vote.ballot_box.open(vote=vote_ref(vote, manifest_of(vote))))
        vote.refresh_from_db()
        found.append(
            {
                "died": victim.was_killed,
                "state": state,
                "opened": sum(number for _ballot, number in opened),
                "distinct": len(opened),
                "counted": vote.contests.get().tally.result["figures"]["valid"],
                **figures(vote),
            }
        )
    return found


# --- a database that stands in the way ---------------------------------------------------------


def blocked_by_another(*, seconds: float) -> dict:
    """Somebody holds the lock of the vote, or of the whole database, for longer than a cast waits."""
    refs = make_many_voters(5)
    vote = make_vote(wide_contest(CHOICES), voters=0)

    def hold():
        with transaction.atomic():
            MemberVote.objects.select_for_update().get(pk=vote.pk)
            lock_for_change(vote.pk)
            time.sleep(seconds)

    if connection.vendor == "sqlite":
        # Shorter than the twenty seconds of a site, so that nobody has to wait for the drill.
        connection.close()
        connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"], "timeout": 1}
    holder = start(hold)
    time.sleep(1)
    begun = time.monotonic()
    try:
        refused = cast(vote.pk, refs[0], "c1")
    except TryAgain as error:
        refused = type(error).__name__
    waited = time.monotonic() - begun
    during = vote.participations.filter(voter_ref=refs[0]).exists()
    holder.result()
    return {
        "refused": refused,
        "waited": waited,
        "stored_meanwhile": during,
        "again": cast(vote.pk, refs[0], "c1"),
        **figures(vote),
    }


# --- a database that is stopped at once --------------------------------------------------------


def prepare_crowd(*, members: int) -> dict:
    refs = make_many_voters(members)
    vote = make_vote(wide_contest(CHOICES), voters=0)
    return {"vote": str(vote.pk), "refs": refs}


def cast_in_threads(
    *, vote: str, refs: list[str], first_writer: int, threads: int, folder: str, pause: float
) -> str:
    """Several writers in one process."""
    with ThreadPoolExecutor(threads) as pool:
        writers = [
            pool.submit(
                _cast_through_stops,
                vote=UUID(vote),
                refs=refs[number::threads],
                writer=first_writer + number,
                folder=folder,
                pause=pause,
            )
            for number in range(threads)
        ]
        for writer in writers:
            writer.result()
    return "done"


def _cast_through_stops(*, vote: UUID, refs: list[str], writer: int, folder: str, pause: float) -> None:
    """One writer casts ballot after ballot, each again where there was no answer, until told to stop."""
    told_to_stop = Path(folder) / "stop"
    paper = os.open(Path(folder) / f"acknowledged{writer}", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    chance = random.Random(writer)
    for number, ref in enumerate(refs):
        key = f"c{(number + writer) % CHOICES}"
        while not told_to_stop.exists():
            try:
                result = cast_ballot(member_vote_id=vote, voter_ref=ref, selections={"race": key})
            except (TryAgain, OperationalError):
                connection.close()
                time.sleep(0.05)
                continue
            os.write(paper, f"{ref} {key} {'stored' if result.stored else 'already'}\n".encode())
            break
        else:
            return
        time.sleep(chance.uniform(0, 2 * pause))


def count_what_is_left(*, vote: str, folder: str) -> dict:
    member_vote = MemberVote.objects.get(pk=vote)
    before = figures(member_vote)
    close_vote(member_vote=member_vote, at=member_vote.closes_at)
    count_vote(member_vote=member_vote, at=member_vote.closes_at)
    member_vote.refresh_from_db()
    opened = Counter(dict(member_vote.ballot_box.open(vote=vote_ref(member_vote, manifest_of(member_vote)))))
    lines = [line.split() for path in Path(folder).glob("acknowledged*") for line in _whole_lines(path)]
    acknowledged = Counter(b'{"race":"%s"}' % key.encode() for _ref, key, _done in lines)
    participants = set(member_vote.participations.values_list("voter_ref", flat=True))
    return {
        **before,
        "acknowledged": len(lines),
        "people_lost": len({ref for ref, _key, _done in lines} - participants),
        "contents_lost": sum((acknowledged - opened).values()),
        "repeated": sum(done == "already" for _ref, _key, done in lines),
        "opened": sum(opened.values()),
    }


def _whole_lines(path: Path) -> list[str]:
    return [line for line in path.read_text().split("\n") if line.count(" ") == 2]


# --- a copy of the database in the middle of a vote --------------------------------------------


def half_a_vote(*, voters: int) -> dict:
    """Half of the members have cast when the backup is made."""
    vote = make_vote(wide_contest(CHOICES), voters=voters)
    refs = [entry.voter_ref for entry in vote.roll.all()]
    for number, ref in enumerate(refs[: voters // 2]):
        cast(vote.pk, ref, f"c{number}")
    return {"vote": str(vote.pk), "refs": refs}


def go_on_with_copy(*, vote: str, refs: list[str]) -> dict:
    """In the restored copy: it adds up, those who voted cannot vote again, and the others can."""
    member_vote = MemberVote.objects.get(pk=vote)
    restored = figures(member_vote)
    again = Counter(cast(member_vote.pk, ref, "c7") for ref in refs)
    close_vote(member_vote=member_vote, at=member_vote.closes_at)
    count_vote(member_vote=member_vote, at=member_vote.closes_at)
    member_vote.refresh_from_db()
    return {
        "restored": restored,
        "again": again,
        "counted": member_vote.contests.get().tally.result["figures"],
        **figures(member_vote),
    }
