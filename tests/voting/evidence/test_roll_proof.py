"""The proof that somebody is on a roll: it leads to the root in the log, for whoever checks it."""

import json
import subprocess
import sys

import pytest
from django.urls import reverse

from tests.factories.voting import make_user, make_vote, make_voters
from tests.sample_plugin.electorate import Listed
from tests.voting.evidence.bundles import HOLDS, TWELVE, bundle_of
from tests.voting.views.pages import text_of
from voting.domain.canonical import root_from_path, sha256
from voting.domain.checkpoints import latest_note
from voting.domain.recounting import program_path
from voting.domain.roll_changes import ADD, agree_to_roll_change, ask_for_roll_change
from voting.domain.roll_proof import roll_proof
from voting.models import State

pytestmark = pytest.mark.django_db


def root_of(proof):
    return root_from_path(
        leaf=sha256(bytes.fromhex(proof["salt"]) + proof["voter_ref"].encode()),
        index=proof["leaf"],
        size=proof["size"],
        path=[bytes.fromhex(step) for step in proof["path"]],
    ).hex()


def test_the_proof_of_everybody_leads_to_the_root_in_the_log():
    vote = make_vote(voters=11)
    stated = vote.log.get(kind="opened").payload["roll"]
    for entry in vote.roll.all():
        proof = roll_proof(member_vote=vote, voter_ref=entry.voter_ref)
        assert root_of(proof) == proof["root"] == stated["root"]
        assert proof["size"] == stated["size"] == 11


def test_a_proof_tells_of_nobody_else():
    vote = make_vote(voters=11)
    refs = list(vote.roll.values_list("voter_ref", flat=True))
    proof = json.dumps(roll_proof(member_vote=vote, voter_ref=refs[0]))
    assert all(ref not in proof for ref in refs[1:])
    assert all(bytes(entry.salt).hex() not in proof for entry in vote.roll.exclude(voter_ref=refs[0]))


def test_after_a_change_the_proof_is_about_the_new_roll():
    vote, late = make_vote(voters=11), make_user("late")
    ref = Listed().ref_for(user=late)
    before = roll_proof(member_vote=vote, voter_ref=vote.roll.first().voter_ref)
    one, two = vote.tellers.order_by("pk")
    request = ask_for_roll_change(
        member_vote=vote, kind=ADD, voter_ref=ref, teller=one, reason="So.", at=vote.opens_at
    )
    agree_to_roll_change(member_vote=vote, request_id=request.pk, teller=two, at=vote.opens_at)
    proof = roll_proof(member_vote=vote, voter_ref=ref)
    assert root_of(proof) == vote.log.get(kind="roll_added").payload["roll"]["root"] != before["root"]


def test_the_second_program_takes_proof_note_and_bundle_together(tmp_path):
    vote = make_vote(state=State.PUBLISHED, voters=15, ballots=TWELVE)
    bundle, proof, note = (tmp_path / name for name in ("bundle.zip", "proof.json", "note.txt"))
    bundle.write_bytes(bundle_of(vote))
    proof.write_text(json.dumps(roll_proof(member_vote=vote, voter_ref=vote.roll.last().voter_ref)))
    note.write_text(f"A mail.\n\n{latest_note(vote)}\nGood-bye.\n")
    command = [sys.executable, "-I", "-S", str(program_path()), str(bundle)]
    done = subprocess.run(
        [*command, "--roll-proof", str(proof), "--checkpoint", str(note)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == HOLDS, done.stdout + done.stderr


def test_my_ballots_offers_the_proof_to_those_on_the_roll(sign_in):
    people = make_voters(6)
    votes = [
        make_vote(voters=people),
        make_vote(voters=people, ballots=[{"race": "a"}]),
        make_vote(voters=people, state=State.CLOSED),
    ]
    page = sign_in(people[0]).get(reverse("voting:my_ballots"))
    for vote in votes:
        assert reverse("voting:roll_proof", args=[vote.pk]) in page.content.decode()
    stranger = sign_in().get(reverse("voting:my_ballots"))
    assert "Proof that I am on the roll" not in text_of(stranger)
