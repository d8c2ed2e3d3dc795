"""Signed notes about the log: they verify with another library's reading of the format, and stay."""

import hashlib
import stat
from base64 import b64decode

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from tests.factories.voting import make_survey, make_vote
from tests.tools.bundles import root_by_definition
from voting.domain.checkpoints import latest_note, notes_text
from voting.domain.lifecycle import archive_vote, open_vote
from voting.domain.log_key import log_key_path
from voting.domain.manifest import manifest_of
from voting.domain.purging import purge_demo_votes
from voting.models import AuditEvent, Checkpoint, MemberVote, State

pytestmark = pytest.mark.django_db


def verified(note: str, vote) -> tuple[int, bytes]:
    """(size, root) of a note; raises InvalidSignature or fails where it has not the form of C2SP's notes."""
    log = manifest_of(vote)["log"]
    public = b64decode(log["public_key"])
    text, _blank, signature = note.partition("\n\n")
    text += "\n"
    origin, size, root, rest = text.split("\n")
    assert rest == ""
    assert origin == log["origin"] == f"member-vote/{vote.pk}"
    mark, name, encoded = signature.rstrip("\n").split(" ")
    assert (mark, name) == ("—", origin)
    signed = b64decode(encoded)
    assert signed[:4] == hashlib.sha256(origin.encode() + b"\n\x01" + public).digest()[:4]
    Ed25519PublicKey.from_public_bytes(public).verify(signed[4:], text.encode())
    return int(size), b64decode(root)


def test_the_log_is_signed_after_every_great_step():
    vote = make_vote(state=State.PUBLISHED)
    kinds = list(vote.log.values_list("kind", flat=True))
    signed = [kinds[checkpoint.size - 1] for checkpoint in vote.checkpoints.all()]
    assert signed == ["announced", "opened", "closed", "certified", "published"]
    archive_vote(member_vote=vote, at=vote.published_at)
    assert vote.checkpoints.last().size == vote.log.count()


def test_each_note_verifies_and_names_the_root_of_its_lines():
    vote = make_vote(state=State.PUBLISHED)
    hashes = [bytes(line.hash) for line in vote.log.all()]
    for checkpoint in vote.checkpoints.all():
        size, root = verified(checkpoint.note, vote)
        assert size == checkpoint.size
        assert root == root_by_definition(hashes[:size])
    assert size == len(hashes)


def test_a_changed_note_does_not_verify():
    vote = make_vote(state=State.ANNOUNCED)
    note = latest_note(vote)
    with pytest.raises(InvalidSignature):
        verified(note.replace("\n1\n", "\n2\n"), vote)


def test_a_survey_is_signed_when_it_is_published():
    survey = make_survey(state=State.PUBLISHED, ballots=[{"q": "a"}] * 2)
    kinds = list(survey.log.values_list("kind", flat=True))
    assert [kinds[point.size - 1] for point in survey.checkpoints.all()] == [
        "announced",
        "opened",
        "closed",
        "published",
    ]


def test_the_newest_note_is_the_last_one_of_the_file(client):
    vote = make_vote(state=State.CLOSED)
    answer = client.get(reverse("voting:checkpoints", args=[vote.pk]))
    assert answer.content.decode() == notes_text(vote)
    notes = notes_text(vote).split("\n\nmember-vote/")
    assert len(notes) == 3
    assert latest_note(vote).startswith(f"member-vote/{vote.pk}\n3\n")
    assert notes_text(vote).endswith(latest_note(vote))


def test_a_draft_has_no_notes(client):
    vote = make_vote(state=State.DRAFT)
    assert latest_note(vote) == ""
    assert client.get(reverse("voting:checkpoints", args=[vote.pk])).status_code == 404


def test_the_key_is_one_file_that_nobody_else_reads(key_dir):
    one, other = make_vote(state=State.ANNOUNCED), make_vote(state=State.ANNOUNCED)
    assert manifest_of(one)["log"]["public_key"] == manifest_of(other)["log"]["public_key"]
    assert stat.S_IMODE(log_key_path().stat().st_mode) == 0o600
    assert stat.S_IMODE(key_dir.stat().st_mode) == 0o700
    assert not list(key_dir.glob("*.new"))


def test_a_vote_goes_on_without_its_key_and_signs_nothing_with_another(caplog):
    vote = make_vote(state=State.ANNOUNCED)
    log_key_path().unlink()
    make_vote(state=State.ANNOUNCED)
    opened = open_vote(member_vote=vote, at=vote.opens_at)
    assert opened.state == State.OPEN
    assert vote.checkpoints.count() == 1
    assert "cannot be signed" in caplog.text


def test_a_vote_from_before_logs_were_signed_gets_no_notes(monkeypatch):
    monkeypatch.setattr("voting.domain.manifest.log_of_manifest", lambda vote_id: None)
    vote = make_vote(state=State.PUBLISHED)
    assert latest_note(vote) == ""
    assert not vote.checkpoints.exists()


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete_a_note(verb):
    vote = make_vote(state=State.ANNOUNCED)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        if verb == "update":
            Checkpoint.objects.filter(member_vote=vote).update(note="other")
        else:
            Checkpoint.objects.filter(member_vote=vote).delete()


def test_votes_of_a_demo_go_with_their_notes_and_the_rest_stays_locked():
    demo, real = make_vote(state=State.OPEN), make_vote(state=State.OPEN)
    MemberVote.objects.filter(pk=demo.pk).update(is_demo=True)
    assert purge_demo_votes() == 1
    assert set(Checkpoint.objects.values_list("member_vote", flat=True)) == {real.pk}
    for model in (Checkpoint, AuditEvent):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            model.objects.filter(member_vote=real).delete()


def test_a_step_that_fails_leaves_no_note():
    vote = make_vote(state=State.ANNOUNCED)
    with pytest.raises(RuntimeError), transaction.atomic():
        open_vote(member_vote=vote, at=vote.opens_at)
        raise RuntimeError
    assert vote.checkpoints.count() == vote.log.count() == 1
