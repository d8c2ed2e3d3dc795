import json
import multiprocessing
import uuid
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from voting.plugins.secret.keys import (
    KeysMissing,
    destroy_keys,
    destroy_tally_key,
    make_outer_key,
    make_tally_key,
    outer_key_path,
    public_text,
    read_outer_key,
    read_tally_key,
    shared_key_path,
    store_tally_key,
    tally_key_path,
)

MAKERS = {"tally": make_tally_key, "outer": make_outer_key}
READERS = {"tally": read_tally_key, "outer": read_outer_key}
PATHS = {"tally": tally_key_path, "outer": outer_key_path}

each_key = pytest.mark.parametrize("which", MAKERS)


@pytest.fixture
def vote_id():
    return str(uuid.uuid4())


def text(key) -> str:
    """What tells one key from another."""
    return key.hex() if isinstance(key, bytes) else public_text(key.public_key())


@each_key
def test_only_the_owner_reads_a_key(vote_id, which):
    MAKERS[which](vote_id)
    path = PATHS[which](vote_id)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@each_key
def test_a_key_is_made_once(vote_id, which):
    assert text(MAKERS[which](vote_id)) == text(MAKERS[which](vote_id)) == text(READERS[which](vote_id))


@each_key
def test_every_vote_has_keys_of_its_own(vote_id, which):
    assert text(MAKERS[which](vote_id)) != text(MAKERS[which](str(uuid.uuid4())))


@each_key
def test_of_many_threads_making_a_key_one_wins(vote_id, which):
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda _number: text(MAKERS[which](vote_id)), range(16)))
    assert set(made) == {text(READERS[which](vote_id))}


@each_key
def test_of_many_processes_making_a_key_one_wins(vote_id, which):
    with multiprocessing.get_context("fork").Pool(4) as pool:
        made = pool.map(_made, [(which, vote_id)] * 12)
    assert set(made) == {text(READERS[which](vote_id))}


def _made(which_and_vote):
    which, vote_id = which_and_vote
    return text(MAKERS[which](vote_id))


def test_nothing_but_the_key_files_is_left(vote_id):
    for _number in "12":
        make_tally_key(vote_id)
        make_outer_key(vote_id)
    names = {path.name for path in tally_key_path(vote_id).parent.iterdir()}
    assert names == {f"{vote_id}.tally.json", f"{vote_id}.outer.json"}


def test_the_two_keys_lie_in_two_files(vote_id):
    make_outer_key(vote_id)
    with pytest.raises(KeysMissing):
        read_tally_key(vote_id)
    make_tally_key(vote_id)
    assert list(json.loads(tally_key_path(vote_id).read_text())) == ["private"]
    assert list(json.loads(outer_key_path(vote_id).read_text())) == ["outer"]


def test_a_tally_key_that_somebody_brings_is_kept_once(vote_id):
    first, second = (ec.generate_private_key(ec.SECP256R1()) for _number in "12")
    assert text(store_tally_key(vote_id, first)) == text(first)
    assert text(store_tally_key(vote_id, second)) == text(first) == text(read_tally_key(vote_id))


def test_the_tally_key_can_be_destroyed_alone(vote_id):
    make_tally_key(vote_id)
    outer = make_outer_key(vote_id)
    assert destroy_tally_key(vote_id) is True
    assert destroy_tally_key(vote_id) is False
    assert read_outer_key(vote_id) == outer


def test_destroy_keys_removes_both(vote_id):
    make_tally_key(vote_id)
    make_outer_key(vote_id)
    assert destroy_keys(vote_id) is True
    assert list(tally_key_path(vote_id).parent.iterdir()) == []
    for read in READERS.values():
        with pytest.raises(KeysMissing):
            read(vote_id)


@each_key
def test_destroy_keys_overwrites_them(vote_id, which):
    MAKERS[which](vote_id)
    path = PATHS[which](vote_id)
    secret = next(iter(json.loads(path.read_text()).values())).encode()
    with path.open("rb") as still_open:
        destroy_keys(vote_id)
        left = still_open.read()
    assert left and secret not in left


def test_destroying_twice_is_no_error(vote_id):
    make_tally_key(vote_id)
    destroy_keys(vote_id)
    assert destroy_keys(vote_id) is False


@each_key
def test_keys_made_after_destruction_are_new_ones(vote_id, which):
    before = text(MAKERS[which](vote_id))
    destroy_keys(vote_id)
    assert text(MAKERS[which](vote_id)) != before


def test_both_keys_in_one_file_as_version_0_1_kept_them_still_work(vote_id):
    private, outer = ec.generate_private_key(ec.SECP256R1()), bytes(range(32))
    der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    path = shared_key_path(vote_id)
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"private": b64encode(der).decode(), "outer": b64encode(outer).decode()}))
    assert text(make_tally_key(vote_id)) == text(read_tally_key(vote_id)) == text(private)
    assert make_outer_key(vote_id) == read_outer_key(vote_id) == outer
    assert list(path.parent.iterdir()) == [path]
    assert destroy_keys(vote_id) is True
    assert not path.exists()
