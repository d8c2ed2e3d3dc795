"""What every registered ballot box must do: keep each ballot once, and give back what was put in."""

import json
import uuid
from collections import Counter
from hashlib import sha256

import pytest

from voting.api import VoteRef, ballot_boxes

pytestmark = pytest.mark.django_db

BALLOTS = [b'{"q":"a"}', b'{"q":"b"}', b'{"q":"a"}', b'{"q":null}', b'{"q":"a"}', b'{"q":"b"}']


@pytest.fixture(params=[box.slug for box in ballot_boxes])
def box(request):
    return ballot_boxes.get(request.param)


def make_vote(box) -> VoteRef:
    """A vote as the domain makes one: what the box prepared stands in the manifest."""
    vote_id = str(uuid.uuid4())
    shares = made_shares(box, vote_id)
    prepared = box.prepare(vote_id=vote_id)
    assert json.loads(json.dumps(prepared)) == prepared
    manifest = {"vote_id": vote_id, "ballot_length": 64, "box": {"slug": box.slug, **prepared}}
    digest = sha256(json.dumps(manifest, sort_keys=True).encode()).digest()
    vote = VoteRef(id=vote_id, manifest=manifest, manifest_sha256=digest)
    box.begin(vote=vote)
    for share in shares[:2]:
        box.take_share(vote=vote, share=share)
    return vote


def made_shares(box, vote_id) -> tuple[str, ...]:
    """Where officers hold the key, it is made first, and two of them come afterwards."""
    if not box.kept_by_officers:
        return ()
    made = box.make_key(vote_id=vote_id, names=["Ada", "Ben", "Cora"])
    box.hold_key(vote_id=vote_id, public_text=made.public_text)
    return made.shares


def put_all(box, vote, ballots=BALLOTS):
    for number, ballot in enumerate(ballots):
        box.put(vote=vote, voter_ref=f"voter-{number}", ballot=ballot)


def test_box_promises_something_to_voters(box):
    assert str(box.promise).endswith(".")
    assert box.least_voters >= 1


def test_box_gives_back_every_ballot_that_was_put_in(box):
    vote = make_vote(box)
    put_all(box, vote)
    assert box.stored(vote=vote) == len(BALLOTS)
    opened = list(box.open(vote=vote))
    assert dict(opened) == Counter(BALLOTS)
    assert len(opened) == len(set(BALLOTS)), "equal ballots are given once, with their number"
    assert all(type(ballot) is bytes and type(number) is int for ballot, number in opened)


def test_box_opens_the_same_way_each_time(box):
    vote = make_vote(box)
    put_all(box, vote)
    assert list(box.open(vote=vote)) == list(box.open(vote=vote))


def test_order_of_the_opened_ballots_does_not_follow_that_of_casting(box):
    one, other = make_vote(box), make_vote(box)
    put_all(box, one)
    put_all(box, other, BALLOTS[::-1])
    assert list(box.open(vote=one)) == list(box.open(vote=other))


def test_empty_box_opens(box):
    vote = make_vote(box)
    assert box.stored(vote=vote) == 0
    assert list(box.open(vote=vote)) == []


def test_boxes_of_two_votes_do_not_mix(box):
    one, other = make_vote(box), make_vote(box)
    put_all(box, one)
    box.put(vote=other, voter_ref="voter-0", ballot=b'{"q":"z"}')
    assert list(box.open(vote=other)) == [(b'{"q":"z"}', 1)]
    assert box.stored(vote=one) == len(BALLOTS)


def test_names_are_kept_exactly_where_the_box_says_so(box):
    vote = make_vote(box)
    put_all(box, vote)
    named = box.named_ballots(vote=vote)
    if box.shows_names:
        assert sorted(named) == [(f"voter-{number}", ballot) for number, ballot in enumerate(BALLOTS)]
        assert box.ballot_of(vote=vote, voter_ref="voter-3") == BALLOTS[3]
    else:
        assert named == []
        assert box.ballot_of(vote=vote, voter_ref="voter-3") is None
    assert box.ballot_of(vote=vote, voter_ref="somebody-else") is None


def test_changed_ballot_replaces_the_first_one_and_is_stored_once(box):
    if not box.can_change:
        assert not box.shows_names or box.ballot_of(vote=make_vote(box), voter_ref="voter-0") is None
        return
    vote = make_vote(box)
    put_all(box, vote)
    box.put(vote=vote, voter_ref="voter-0", ballot=b'{"q":"b"}')
    assert box.stored(vote=vote) == len(BALLOTS)
    assert dict(box.open(vote=vote)) == Counter([b'{"q":"b"}', *BALLOTS[1:]])


def test_preparing_twice_prepares_the_same(box):
    vote_id = str(uuid.uuid4())
    made_shares(box, vote_id)
    assert box.prepare(vote_id=vote_id) == box.prepare(vote_id=vote_id)


def test_destroying_what_opens_ballots_keeps_the_opened_ones(box):
    vote = make_vote(box)
    put_all(box, vote)
    opened = list(box.open(vote=vote))
    assert box.destroy_secrets(vote=vote) in (True, False)
    assert list(box.open(vote=vote)) == opened
    assert box.destroy_secrets(vote=vote) is False, "nothing is left to destroy"


def test_forgotten_vote_leaves_nothing_and_takes_nothing_along(box):
    vote, other = make_vote(box), make_vote(box)
    put_all(box, vote)
    put_all(box, other)
    box.open(vote=vote)
    box.forget(vote_id=vote.id)
    assert box.stored(vote=vote) == 0
    assert list(box.open(vote=vote)) == []
    assert box.named_ballots(vote=vote) == []
    assert dict(box.open(vote=other)) == Counter(BALLOTS)
