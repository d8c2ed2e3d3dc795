"""The life of a secret vote inside a drill site, stopped where somebody may look at what is left."""

import logging
import random
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from members.models import Session
from tests.drill.casting_scenes import make_many_voters
from tests.factories.voting import choice, contest, make_vote, make_voters
from tests.voting.secrecy.evidence import files_holding, pieces
from voting.domain.casting import cast_ballot
from voting.domain.certifying import certify_vote
from voting.domain.counting import count_vote
from voting.domain.lifecycle import close_vote, destroy_secrets
from voting.domain.manifest import manifest_of
from voting.models import MemberVote, Participation
from voting.plugins.secret.keys import (
    outer_key_path,
    public_text,
    read_outer_key,
    read_tally_key,
    tally_key_path,
)
from voting.plugins.secret.opening import opened
from voting.plugins.secret.tables import exists, table_of


def write_to_disk() -> None:
    """Brings what the database holds in memory or in its log of changes into its files."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)" if connection.vendor == "sqlite" else "CHECKPOINT")


def vote_on_the_web(*, contest_key: str, choice_keys: Sequence[str], cast_key: str) -> dict:
    """Some members cast `cast_key` through the site as it runs in production, others do not get that far."""
    people = make_voters(8)
    choices = [choice(f"Person {number}", key=key) for number, key in enumerate(choice_keys)]
    vote = make_vote(contest(*choices, key=contest_key), voters=people)
    write_to_disk()
    cache = "django.core.cache.backends.filebased.FileBasedCache"
    caches = {name: {"BACKEND": cache, "LOCATION": settings.DATA_DIR / name} for name in ("default", "pages")}
    file = logging.FileHandler(Path(settings.DATA_DIR) / "everything.log")
    # Django's own lines do not reach the root.
    for name in ("", "django"):
        logging.getLogger(name).addHandler(file)
        logging.getLogger(name).setLevel(logging.INFO)
    statuses = []
    address, chosen = reverse("voting:ballot", args=[vote.pk]), {contest_key: cast_key}
    mails = {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": settings.DATA_DIR / "mails",
    }
    with override_settings(CACHES=caches, **mails):
        for number, person in enumerate(people[:6]):
            client = Client(raise_request_exception=False)
            client.force_login(person)
            for response in _fill_in(client, address, chosen, casts=number < 4):
                statuses.append(response.status_code)
        # A programming error is logged with all that Django knows about the request.
        with patch("voting.views.ballot.cast_ballot", side_effect=RuntimeError("broken")):
            statuses.append(client.post(address, {**chosen, "step": "2", "go": "cast"}).status_code)
        client.get(vote.page.url)
    if connection.vendor == "postgresql":
        write_to_disk()
    return {
        "statuses": sorted(set(statuses)),
        "participations": vote.participations.count(),
        "sessions": [repr(session.get_decoded()) for session in Session.objects.all()],
        "vote": str(vote.pk),
    }


def _fill_in(client, address: str, chosen: dict[str, str], *, casts: bool):
    yield client.get(address)
    yield client.post(address, {**chosen, "step": "1", "go": "next"})
    yield client.post(address, {**chosen, "step": "2", "go": "change:1"})
    yield client.post(address.replace("/en/", "/es/"), {**chosen, "step": "1", "go": "next"})
    yield client.post(address, {**dict.fromkeys(chosen, "unknown"), "step": "2", "go": "cast"})
    if casts:
        yield client.post(address, {**chosen, "step": "2", "go": "cast"})
        yield client.post(address, {**chosen, "step": "2", "go": "cast"})
        yield client.get(f"{address}done/")
    yield client.get(reverse("voting:my_ballots"))


def close_and_count(*, vote: str) -> None:
    member_vote = MemberVote.objects.get(pk=vote)
    close_vote(member_vote=member_vote, at=member_vote.closes_at)
    count_vote(member_vote=member_vote, at=member_vote.closes_at)
    write_to_disk()


def vote_one_by_one(*, voters: int) -> dict:
    """Everybody casts a ballot of their own content, one after another: nothing hides in a crowd."""
    refs = make_many_voters(voters)
    random.SystemRandom().shuffle(refs)
    keys = [f"c{number}" for number in range(voters)]
    vote = make_vote(contest(*(choice(f"Person {key}", key=key) for key in keys), key="race"), voters=0)
    for ref, key in zip(refs, keys, strict=True):
        cast_ballot(member_vote_id=vote.pk, voter_ref=ref, selections={"race": key})
    sealed = _as_stored(table_of(vote.pk), "sealed")
    answer = {
        "vote": str(vote.pk),
        "cast": list(zip(refs, keys, strict=True)),
        "sealed": [bytes(row).hex() for row in sealed],
        "inside_sealed": _inside(vote, sealed),
    }
    close_and_count(vote=vote.pk)
    return answer


def _as_stored(table: str, column: str):
    """In the order of a dump."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        place = [described[0] for described in cursor.description].index(column)
        return [row[place] for row in cursor.fetchall()]


def _inside(vote: MemberVote, sealed) -> list[str]:
    """What only the holder of the keys sees."""
    outer, private = read_outer_key(str(vote.pk)), read_tally_key(str(vote.pk))
    assert manifest_of(vote)["box"]["public_key"] == public_text(private.public_key())
    bound_to = bytes(vote.manifest_sha256)
    return [
        opened(wrapped=bytes(row), outer=outer, private=private, bound_to=bound_to).decode() for row in sealed
    ]


def files_of_sealed(vote: MemberVote) -> list[tuple[Path, int]]:
    """On PostgreSQL, the files that hold the sealed ballots of a vote, and how big they are on the disk."""
    if connection.vendor == "sqlite":
        return []
    write_to_disk()
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
        cursor.execute(
            "SELECT pg_relation_filepath(c.oid) FROM pg_class t "
            "JOIN pg_class c ON c.oid IN (t.oid, t.reltoastrelid) WHERE t.relname = %s",
            [table_of(vote.pk)],
        )
        paths = [folder / row[0] for row in cursor.fetchall()]
    return [(path, path.stat().st_size) for path in paths]


def free_pages() -> int:
    """Of the file of SQLite: pages that held something once."""
    if connection.vendor == "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA freelist_count")
        return cursor.fetchone()[0]


def vote_and_destroy(*, voters: int, rewrite: bool = True) -> dict:
    """A vote up to the end of objections. `rewrite`: whether SQLite's file may be written anew at the end."""
    answer = vote_one_by_one(voters=voters)
    vote = MemberVote.objects.get(pk=answer["vote"])
    for teller in vote.tellers.all():
        certify_vote(member_vote=vote, teller=teller, at=vote.closes_at)
    key = b64encode(read_outer_key(str(vote.pk)))
    vote.refresh_from_db()
    before = {
        "ballots": files_holding(settings.DATA_DIR, pieces(answer["sealed"])),
        "key": files_holding(settings.DATA_DIR, [key]),
    }
    files = files_of_sealed(vote)
    with patch("voting.plugins.secret.tables._MOST_BYTES_TO_REWRITE", 2**30 if rewrite else 0):
        destroy_secrets(member_vote=vote, at=vote.certified_at)
    return {
        "files": [(str(path), size, path.exists()) for path, size in files],
        "free_pages": free_pages(),
        "sealed": answer["sealed"],
        "before": before,
        "left": exists(str(vote.pk)),
        "participations": Participation.objects.count(),
        "key": key.decode(),
        "key_file": tally_key_path(str(vote.pk)).exists() or outer_key_path(str(vote.pk)).exists(),
        "log": list(vote.log.order_by("number").values_list("kind", flat=True)),
    }
