"""What happens to ballots when many cast at once, when the vote closes, and when processes die."""

import os
import random
import time
from collections import Counter
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from tests.drill.crowd import all_at_once, start
from tests.factories.voting import choice, contest, make_vote
from tests.sample_plugin.electorate import GROUP, Listed
from voting.domain.casting import cast_ballot
from voting.domain.lifecycle import close_vote
from voting.domain.log import first_broken_line
from voting.domain.manifest import manifest_of
from voting.models import MemberVote
from voting.models.member_vote import vote_ref
from voting.plugins.roll_call.models import OpenBallot

# Enough to see that a closed vote stays closed, without hammering it to the end.
TRIES_AFTER_CLOSING = 3


def make_many_voters(number: int) -> list[str]:
    """Their references on the roll; much quicker than one by one."""
    users = get_user_model()
    people = users.objects.bulk_create(
        users(email=f"voter{n}@example.org", name=f"Voter {n}") for n in range(number)
    )
    group, _created = Group.objects.get_or_create(name=GROUP)
    group.user_set.add(*people)
    return [Listed().ref_for(user=person) for person in people]


def wide_contest(number: int):
    """A contest with so many choices that ballots can be told apart."""
    return contest(*(choice(f"Person {n}", key=f"c{n}") for n in range(number)), key="race")


def cast(vote_id, voter_ref: str, key: str) -> str:
    result = cast_ballot(member_vote_id=vote_id, voter_ref=voter_ref, selections={"race": key})
    if not result.stored:
        return "already"
    return "changed" if result.changed else "stored"


def figures(vote: MemberVote) -> dict:
    vote.refresh_from_db()
    return {
        "participations": vote.participations.count(),
        "stored": vote.ballot_box.stored(vote=vote_ref(vote, manifest_of(vote))),
        "broken_line": first_broken_line(vote),
    }


def one_member_many_times(*, box: str, casts: int) -> dict:
    vote = make_vote(box=box, voters=5)
    ref = vote.roll.first().voter_ref

    def act(number: int) -> tuple[str, float]:
        begun = time.monotonic()
        done = cast(vote.pk, ref, "ab"[number % 2])
        return done, time.monotonic() - begun

    begun = time.monotonic()
    # PostgreSQL takes 100 connections at most as it is delivered.
    results = all_at_once(act, range(casts), processes=10, threads=8)
    seconds = time.monotonic() - begun
    slowest = [result[1] for result in results if isinstance(result, tuple)]
    outcomes = Counter(result[0] if isinstance(result, tuple) else result for result in results)
    revisions = OpenBallot.objects.filter(vote_id=vote.pk).order_by("revision")
    return {
        **figures(vote),
        "outcomes": outcomes,
        "revisions": list(revisions.values_list("revision", flat=True)),
        "current": len(vote.ballot_box.named_ballots(vote=vote_ref(vote, manifest_of(vote)))),
        "seconds": seconds,
        "slowest": max(slowest),
    }


def casting_against_closing(*, box: str, writers: int, members_each: int) -> dict:
    refs = make_many_voters(writers * members_each)
    vote = make_vote(box=box, voters=0)
    shares = [refs[first::writers] for first in range(writers)]

    def act(share: list[str]) -> Counter:
        outcomes = Counter()
        for ref in share:
            if outcomes["VoteClosed"] == TRIES_AFTER_CLOSING:
                break
            try:
                outcomes[cast(vote.pk, ref, "a")] += 1
            except Exception as error:  # noqa: BLE001 -- which one it was is what is asked
                outcomes[type(error).__name__] += 1
            # Nobody casts without taking breath; SQLite's writers do not queue in order.
            time.sleep(0.05)
        return outcomes

    def everybody() -> Counter:
        return sum(all_at_once(act, shares, processes=6, threads=writers // 6), Counter())

    crowd = start(everybody)
    before = wait_for_ballots(vote, writers)
    begun = time.monotonic()
    close_vote(member_vote=vote, at=vote.closes_at)
    seconds = time.monotonic() - begun
    outcomes = crowd.result()
    closed = vote.log.get(kind="closed").payload
    return {**figures(vote), "before": before, "outcomes": outcomes, "closed": closed, "seconds": seconds}


def wait_for_ballots(vote: MemberVote, number: int) -> int:
    """Until so many have cast: the crowd is in full swing."""
    deadline = time.monotonic() + 60
    while (now := vote.participations.count()) < number:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return now


def killed_workers(*, kills: int, folder: str) -> dict:
    """Workers cast one ballot after another; at random moments one is killed and the next takes over."""
    # The first hundred are for the survivor; a victim gets through a few dozen before it is killed.
    refs = make_many_voters(100 + 60 * kills)
    vote = make_vote(wide_contest(60), voters=0)
    papers = [Path(folder) / f"acknowledged{number}" for number in range(kills + 1)]
    chance = random.Random(os.urandom(8))

    def work(share: list[tuple[str, str]], paper: Path, pause: float) -> None:
        paper = os.open(paper, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for ref, key in share:
            done = cast(vote.pk, ref, key)
            os.write(paper, f"{ref} {key} {done}\n".encode())
            time.sleep(pause)

    ballots = [(ref, f"c{number % 60}") for number, ref in enumerate(refs)]
    # Somebody else casts all the while, and leaves SQLite's one writer free in between.
    survivor = start(work, ballots[:100], papers[kills], 0.02)
    for paper in papers[:kills]:
        known = {line.split()[0] for line in _all_lines(papers)}
        # The next worker repeats what was not acknowledged to the one before.
        victim = start(work, [ballot for ballot in ballots[100:] if ballot[0] not in known], paper, 0)
        wait_for_lines(paper, chance.randint(1, 5))
        time.sleep(chance.uniform(0, 0.02))
        victim.kill()
    survivor.result()
    close_vote(member_vote=vote, at=vote.closes_at)
    found = figures(vote)
    opened = Counter(dict(vote.ballot_box.open(vote=vote_ref(vote, manifest_of(vote)))))
    acknowledged = _all_lines(papers)
    stored = Counter(b'{"race":"%s"}' % line.split()[1].encode() for line in acknowledged)
    participants = set(vote.participations.values_list("voter_ref", flat=True))
    return {
        **found,
        "acknowledged": len(acknowledged),
        "by_victims": len(_all_lines(papers[:kills])),
        "repeated": sum(line.endswith(" already") for line in acknowledged),
        "people_lost": len({line.split()[0] for line in acknowledged} - participants),
        "contents_lost": sum((stored - opened).values()),
        "not_acknowledged": found["participations"] - len(acknowledged),
    }


def wait_for_lines(paper: Path, number: int) -> None:
    deadline = time.monotonic() + 60
    while len(_lines(paper)) < number:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def _all_lines(papers: list[Path]) -> list[str]:
    return [line for paper in papers for line in _lines(paper)]


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []
