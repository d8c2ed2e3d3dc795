"""The bundle of a published vote: everything that is published of it, in one file.

The format is "member-vote-bundle/1". The same content always gives the same
bytes: entries are sorted, not compressed, and carry no date, so that whoever
reads it can pack it again and compare every byte.
"""

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

from voting.api import PluginMissing
from voting.domain.bundle_words import readme
from voting.domain.canonical import canonical_json, sha256
from voting.domain.checkpoints import notes_text
from voting.domain.counting import collector_at_rest, is_tracked, read_coded_ballots
from voting.domain.errors import WrongState
from voting.domain.exporting import published_contests, publishes_ballots
from voting.domain.log import hashed_values
from voting.domain.manifest import manifest_of
from voting.domain.reconciliation import reconciliation_of, roll_at_close
from voting.domain.roll import roll_root
from voting.domain.tracking import list_of_codes
from voting.models import AuditEvent, MemberVote, State
from voting.models.member_vote import vote_ref

FORMAT = "member-vote-bundle/1"
_PUBLISHED = (State.PUBLISHED, State.ARCHIVED)
# The earliest that a ZIP can name: it says nothing.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_EVERYBODY_READS = 0o644 << 16


@collector_at_rest()
def write_bundle(*, member_vote: MemberVote, file: IO[bytes]) -> None:
    """Write the bundle of a published vote into a file that can be read from its start again.

    Raises WrongState for a vote that is not published.
    """
    if member_vote.state not in _PUBLISHED:
        raise WrongState
    events = list(member_vote.log.order_by("number"))
    contents = dict(_contents(member_vote, events))
    sums = "".join(f"{sha256(contents[name]).hex()}  {name}\n" for name in sorted(contents))
    contents["SHA256SUMS"] = sums.encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, _NO_DATE)
            entry.create_system = _UNIX
            entry.external_attr = _EVERYBODY_READS
            archive.writestr(entry, contents.pop(name))


def bundle_key(member_vote: MemberVote) -> str:
    """Changes with whatever changes the bundle of a published vote: 32 hexadecimal digits."""
    last = member_vote.log.order_by("-number").values_list("number", "hash").first()
    content = {
        "format": FORMAT,
        "vote": str(member_vote.pk),
        "state": member_vote.state,
        # The log holds the fingerprints of all the rest.
        "log": [last[0], bytes(last[1]).hex()] if last else [],
        "second_count": sha256(member_vote.second_count.encode()).hex(),
        "readme": sha256(readme(member_vote).encode()).hex(),
        "has_ballots": publishes_ballots(member_vote),
    }
    return sha256(canonical_json(content)).hex()[:32]


def _contents(member_vote: MemberVote, events: list[AuditEvent]) -> Iterator[tuple[str, bytes]]:
    """Every file but SHA256SUMS: name and content."""
    count = published_contests(member_vote)
    yield "README.txt", readme(member_vote).encode()
    yield (
        "bundle.json",
        canonical_json(
            {
                "format": FORMAT,
                "vote": str(member_vote.pk),
                "manifest_sha256": bytes(member_vote.manifest_sha256).hex(),
                "state": member_vote.state,
            }
        ),
    )
    yield "manifest.json", member_vote.manifest.encode()
    yield "log.jsonl", b"".join(map(_log_line, events))
    yield "checkpoints.txt", notes_text(member_vote).encode()
    yield "roll.json", canonical_json(_roll(member_vote, events))
    counted = count["contests"][0]["result"]["figures"]["valid"]
    yield "reconciliation.json", canonical_json(reconciliation_of(events, counted=counted).as_values())
    yield "count.json", canonical_json(count)
    has_ballots = all("ballots" in contest for contest in count["contests"])
    del count
    if has_ballots and is_tracked(manifest_of(member_vote)):
        # Without the box or a counting method, ballots are as little to be had as in count.json.
        with suppress(PluginMissing):
            yield "ballots.jsonl", _coded_ballots(member_vote)
    if member_vote.second_count:
        yield "second_count.json", member_vote.second_count.encode()


def _log_line(event: AuditEvent) -> bytes:
    values = {
        **hashed_values(event),
        "previous_hash": bytes(event.previous_hash).hex(),
        "hash": bytes(event.hash).hex(),
    }
    return canonical_json(values) + b"\n"


def _roll(member_vote: MemberVote, events: list[AuditEvent]) -> dict:
    # The log of an imported survey does not name its roll.
    return roll_at_close(events) or {
        "size": member_vote.roll.count(),
        "root": roll_root(member_vote).hex(),
        "changes": 0,
    }


def _coded_ballots(member_vote: MemberVote) -> bytes:
    contests = list(member_vote.contests.prefetch_related("choices"))
    contents = member_vote.ballot_box.open(vote=vote_ref(member_vote, manifest_of(member_vote)))
    ballots, _invalid = read_coded_ballots(contests=contests, contents=contents)
    return list_of_codes(ballots)
