"""What comes out of the box: one form for every ballot, whatever a browser has sealed."""

import json
import os
import uuid
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.api import InvalidBallot, VoteRef, ballot_boxes, hearing_progress
from voting.plugins.secret import opening, tables
from voting.plugins.secret.keys import KeysMissing, destroy_tally_key, read_outer_key, read_tally_key
from voting.plugins.secret.models import OpenedBallot
from voting.plugins.secret.opening import opened, written_alike
from voting.plugins.secret.sealing import public_key, seal, sealed_length, wrap

LENGTH = 512
BOX = ballot_boxes.get("secret")


@pytest.fixture
def vote(db) -> VoteRef:
    vote_id = str(uuid.uuid4())
    manifest = {"ballot_length": LENGTH, "box": BOX.prepare(vote_id=vote_id)}
    digest = sha256(json.dumps(manifest, sort_keys=True).encode()).digest()
    ref = VoteRef(id=vote_id, manifest=manifest, manifest_sha256=digest)
    BOX.begin(vote=ref)
    return ref


def sealed_by_a_browser(vote, ballot: bytes) -> bytes:
    told = BOX.sealing(vote=vote)
    return seal(
        ballot=ballot,
        length=told["ballot_length"],
        public=public_key(told["public_key"]),
        bound_to=bytes.fromhex(told["manifest_sha256"]),
    )


def put_sealed(vote, *ballots):
    for ballot in ballots:
        BOX.put_sealed(vote=vote, voter_ref="", sealed=sealed_by_a_browser(vote, ballot))


def test_a_browser_is_told_all_it_needs(vote):
    told = BOX.sealing(vote=vote)
    assert told["suite"] == "P256-HKDF-SHA256-AES256GCM"
    assert json.loads(json.dumps(told)) == told
    assert BOX.seals_in_browser and BOX.has_tracking_codes


def test_what_a_browser_sealed_lies_beside_what_the_site_sealed_and_looks_alike(vote):
    put_sealed(vote, b'{"race":"a"}')
    BOX.put(vote=vote, voter_ref="", ballot=b'{"race":"a"}')
    found = tables.ballots(vote.id, tables.ids(vote.id)).values()
    assert len({len(sealed) for sealed in found}) == 1
    assert list(BOX.open(vote=vote)) == [(b'{"race":"a"}', 2)]


def test_spaces_and_order_chosen_by_a_browser_mark_nothing(vote):
    put_sealed(
        vote,
        b'{"race":"a","tax":"yes"}',
        b'{ "tax" : "yes",\n"race":"\\u0061" }',
        b'{"tax":"yes","race":"a"}',
    )
    assert list(BOX.open(vote=vote)) == [(b'{"race":"a","tax":"yes"}', 3)]


@pytest.mark.parametrize("change", [-1, 1, -sealed_length(LENGTH)])
def test_a_sealed_ballot_of_another_length_is_refused_before_the_database(vote, change):
    sealed = sealed_by_a_browser(vote, b"{}")
    with pytest.raises(InvalidBallot):
        BOX.put_sealed(vote=vote, voter_ref="", sealed=(sealed + b"x")[: len(sealed) + change])
    assert BOX.stored(vote=vote) == 0


def test_rubbish_of_the_right_length_is_an_invalid_ballot(vote):
    BOX.put_sealed(vote=vote, voter_ref="", sealed=os.urandom(sealed_length(LENGTH)))
    BOX.put_sealed(vote=vote, voter_ref="", sealed=bytes(sealed_length(LENGTH)))
    assert BOX.stored(vote=vote) == 2
    assert list(BOX.open(vote=vote)) == [(b"", 2)]


def test_a_ballot_sealed_for_another_vote_is_invalid(vote):
    other = VoteRef(id=vote.id, manifest=vote.manifest, manifest_sha256=bytes(32))
    put_sealed(vote, b"{}")
    BOX.put_sealed(vote=vote, voter_ref="", sealed=sealed_by_a_browser(other, b'{"race":"a"}'))
    assert dict(BOX.open(vote=vote)) == {b"{}": 1, b"": 1}


NO_OBJECTS = [
    b"",
    b"null",
    b"[]",
    b'"a"',
    b"1",
    b"{",
    b'{"a":NaN}',
    b'{"a":1e999}',
    b"\xff",
    b'{"a":"\\ud800"}',
]
TOO_MUCH = [b"[" * 500, b'{"a":' * 80, b'{"a":' + b"9" * 400 + b"}", b'{"a":' * 70 + b"1" + b"}" * 70]


@pytest.mark.parametrize("ballot", [*NO_OBJECTS, *TOO_MUCH[:3]])
def test_what_is_no_json_object_is_opened_as_nothing(ballot):
    assert written_alike(ballot) == b""


def test_a_ballot_as_deep_as_memory_allows_never_stops_the_opening():
    for depth in (100, 1_000, 10_000, 200_000):
        deep = b'{"a":' * depth + b"1" + b"}" * depth
        assert written_alike(deep) in (deep, b"")
        lists = b'{"a":' + b"[" * depth + b"]" * depth + b"}"
        assert written_alike(lists) in (lists, b"")


@given(rubbish=st.binary(max_size=300))
def test_rubbish_never_stops_the_opening(rubbish):
    assert written_alike(rubbish) in (b"",) or isinstance(json.loads(rubbish), dict)


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(content=st.dictionaries(st.text(), _json), indent=st.sampled_from([None, 1]), ascii=st.booleans())
def test_every_way_to_write_a_ballot_is_opened_alike(content, indent, ascii):
    plain = json.dumps(content, ensure_ascii=False).encode(errors="surrogatepass")
    backwards = dict(reversed(content.items()))
    other = json.dumps(backwards, indent=indent, ensure_ascii=ascii).encode(errors="surrogatepass")
    assert written_alike(plain) == written_alike(other)
    assert written_alike(plain) == b"" or json.loads(written_alike(plain)) == content


def test_opening_tells_how_far_it_has_come(vote, monkeypatch):
    monkeypatch.setattr(opening, "_BATCH", 4)
    put_sealed(vote, *[b"{}"] * 10)
    heard = []
    with hearing_progress(lambda done, total: heard.append((done, total))):
        BOX.open(vote=vote)
    assert heard == [(4, 10), (8, 10), (10, 10)]
    assert OpenedBallot.objects.filter(vote_id=vote.id).count() == 10


def test_opening_that_fails_half_way_leaves_nothing_opened(vote, monkeypatch):
    monkeypatch.setattr(opening, "_BATCH", 2)
    put_sealed(vote, *[b"{}"] * 6)

    def fails(done, total):
        if done == 4:
            raise RuntimeError

    with pytest.raises(RuntimeError), hearing_progress(fails):
        BOX.open(vote=vote)
    assert not OpenedBallot.objects.exists()
    assert list(BOX.open(vote=vote)) == [(b"{}", 6)]


def test_opened_rows_have_nothing_of_the_sealed_ones(vote):
    ballots = [json.dumps({"race": str(number)}).encode() for number in range(200)]
    put_sealed(vote, *ballots)
    sealed_ids = tables.ids(vote.id)
    BOX.open(vote=vote)
    rows = OpenedBallot.objects.filter(vote_id=vote.id)
    assert not {bytes(row.id) for row in rows} & set(sealed_ids)
    by_id = [json.loads(bytes(row.ballot))["race"] for row in rows.order_by("id")]
    private, outer = read_tally_key(vote.id), read_outer_key(vote.id)
    found = tables.ballots(vote.id, sealed_ids)
    inside = [
        json.loads(opened(wrapped=found[id_], outer=outer, private=private, bound_to=vote.manifest_sha256))[
            "race"
        ]
        for id_ in sorted(sealed_ids)
    ]
    for order in (inside, [str(number) for number in range(200)]):
        assert sum(one == other for one, other in zip(order, by_id, strict=True)) < 10


def test_somebody_else_can_bring_the_key(vote):
    put_sealed(vote, b'{"race":"a"}')
    private = read_tally_key(vote.id)
    destroy_tally_key(vote.id)
    with pytest.raises(KeysMissing):
        BOX.open(vote=vote)
    BOX.open_with(vote=vote, private=private)
    BOX.open_with(vote=vote, private=private)
    assert list(BOX.open(vote=vote)) == [(b'{"race":"a"}', 1)]


def test_a_layer_of_another_outer_key_cannot_be_opened(vote):
    sealed = sealed_by_a_browser(vote, b"{}")
    wrapped = wrap(sealed=sealed, outer=os.urandom(32), bound_to=vote.manifest_sha256)
    private, outer = read_tally_key(vote.id), read_outer_key(vote.id)
    assert opened(wrapped=wrapped, outer=outer, private=private, bound_to=vote.manifest_sha256) == b""
