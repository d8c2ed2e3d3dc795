"""What the opening bench runs inside a site of its own, on either database."""

import resource
import secrets
import time
from uuid import UUID

from django.db import connection, transaction

from tests.drill.casting_scenes import make_many_voters, wide_contest
from tests.factories.voting import make_vote
from voting.domain.counting import count_vote
from voting.domain.lifecycle import close_vote
from voting.domain.manifest import manifest_of
from voting.models import MemberVote, Participation
from voting.models.member_vote import vote_ref
from voting.plugins.secret import tables
from voting.plugins.secret.keys import read_outer_key
from voting.plugins.secret.sealing import public_key, seal, wrap

CHOICES = 60


def open_and_count(*, ballots: int) -> dict:
    refs = make_many_voters(ballots)
    vote = make_vote(wide_contest(CHOICES), voters=0)
    fill_box(vote, refs)
    close_vote(member_vote=vote, at=vote.closes_at)
    before = _megabytes()
    begun = time.monotonic()
    count_vote(member_vote=vote, at=vote.closes_at)
    seconds = time.monotonic() - begun
    tally = vote.contests.get().tally.result
    assert tally["figures"]["valid"] == ballots
    return {"seconds": seconds, "before": before, "at_most": _megabytes()}


def fill_box(vote: MemberVote, refs: list[str]) -> None:
    """A sealed ballot for everybody, as casting stores it, without casting one by one."""
    ref = vote_ref(vote, manifest_of(vote))
    outer, public = read_outer_key(ref.id), public_key(ref.manifest["box"]["public_key"])
    rows = (
        wrap(
            sealed=seal(
                ballot=b'{"race":"c%d"}' % (number % CHOICES),
                length=ref.manifest["ballot_length"],
                public=public,
                bound_to=ref.manifest_sha256,
            ),
            outer=outer,
            bound_to=ref.manifest_sha256,
        )
        for number in range(len(refs))
    )
    with transaction.atomic():
        Participation.objects.bulk_create(
            (Participation(member_vote=vote, voter_ref=ref) for ref in refs), batch_size=1000
        )
        _insert_all(ref.id, rows)


def _insert_all(vote_id: str, rows) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            statement = f'INSERT INTO "{tables.table_of(vote_id)}" (id, sealed) VALUES (%s, %s)'
            cursor.executemany(statement, ((secrets.token_bytes(16), row) for row in rows))
        else:
            statement = f'INSERT INTO "{tables.PARENT}" (id, vote_id, sealed) VALUES (%s, %s, %s)'
            cursor.executemany(statement, ((secrets.token_bytes(16), UUID(vote_id), row) for row in rows))


def _megabytes() -> float:
    """The most this process has ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
