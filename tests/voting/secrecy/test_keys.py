import json
import multiprocessing
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from voting.plugins.secret.keys import KeysMissing, destroy_keys, key_path, make_keys, read_keys


@pytest.fixture
def vote_id():
    return str(uuid.uuid4())


def test_only_the_owner_reads_the_keys(vote_id):
    make_keys(vote_id)
    path = key_path(vote_id)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_make_keys_makes_them_once(vote_id):
    first = make_keys(vote_id)
    again = make_keys(vote_id)
    assert (first.public_text, first.outer) == (again.public_text, again.outer)


def test_every_vote_has_keys_of_its_own(vote_id):
    one, two = make_keys(vote_id), make_keys(str(uuid.uuid4()))
    assert one.outer != two.outer and one.public_text != two.public_text


def test_of_many_threads_making_keys_one_wins(vote_id):
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda _number: make_keys(vote_id).public_text, range(16)))
    assert set(made) == {read_keys(vote_id).public_text}


def test_of_many_processes_making_keys_one_wins(vote_id):
    with multiprocessing.get_context("fork").Pool(4) as pool:
        made = pool.map(_public_text, [vote_id] * 12)
    assert set(made) == {read_keys(vote_id).public_text}


def _public_text(vote_id):
    return make_keys(vote_id).public_text


def test_nothing_but_the_key_file_is_left(vote_id):
    make_keys(vote_id)
    make_keys(vote_id)
    assert [path.name for path in key_path(vote_id).parent.iterdir()] == [f"{vote_id}.json"]


def test_destroy_keys_removes_them(vote_id):
    make_keys(vote_id)
    assert destroy_keys(vote_id) is True
    assert list(key_path(vote_id).parent.iterdir()) == []
    with pytest.raises(KeysMissing):
        read_keys(vote_id)


def test_destroy_keys_overwrites_them(vote_id):
    make_keys(vote_id)
    path = key_path(vote_id)
    private = json.loads(path.read_text())["private"].encode()
    with path.open("rb") as still_open:
        destroy_keys(vote_id)
        left = still_open.read()
    assert left and private not in left


def test_destroying_twice_is_no_error(vote_id):
    make_keys(vote_id)
    destroy_keys(vote_id)
    assert destroy_keys(vote_id) is False


def test_keys_made_after_destruction_are_new_ones(vote_id):
    before = make_keys(vote_id).public_text
    destroy_keys(vote_id)
    assert make_keys(vote_id).public_text != before
