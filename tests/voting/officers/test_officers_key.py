"""A key in three shares, without database or file."""

import json
import uuid
from itertools import combinations

import pytest

from voting.api import InvalidKey, InvalidShare, ballot_boxes
from voting.plugins.secret.canary import is_answer, make_canary
from voting.plugins.secret.officers_key import (
    answer_test,
    join_shares,
    make_officers_key,
    read_public_text,
)
from voting.plugins.secret.shares import Share, read_share

VOTE, OTHER_VOTE = str(uuid.uuid4()), str(uuid.uuid4())
NAMES = ["Ada", "Ben", "Cora"]
MADE = make_officers_key(vote_id=VOTE, names=NAMES)
HALF = read_public_text(MADE.public_text, vote_id=VOTE)
EARLIER = make_officers_key(vote_id=VOTE, names=NAMES)
OTHER = make_officers_key(vote_id=OTHER_VOTE, names=NAMES)
CANARY, TEXT_SHA256 = make_canary(vote_id=VOTE, public=HALF.public)
QUESTION = HALF.test_text(CANARY)


def altered(text):
    """A share with one more byte changed and the check put right: no typo, a forgery."""
    share = read_share(text)
    return Share(share.number, share.vote_prefix, share.value[:-1] + bytes([share.value[-1] ^ 1])).text


@pytest.mark.parametrize("some", [*combinations(MADE.shares, 2), MADE.shares], ids=["12", "13", "23", "123"])
def test_two_or_three_shares_open_the_test(some):
    assert is_answer(answer=answer_test(question=QUESTION, shares=some), text_sha256=TEXT_SHA256)


@pytest.mark.parametrize(
    ("some", "words"),
    [
        ([], "Two shares are needed"),
        ([MADE.shares[0]], "Two shares are needed"),
        ([MADE.shares[0], MADE.shares[0]], "One share is here twice"),
        ([MADE.shares[0], altered(MADE.shares[1])], "not the share that Ben was given"),
        ([MADE.shares[0], EARLIER.shares[2]], "not the share that Cora was given"),
        ([OTHER.shares[0], MADE.shares[1]], "belongs to the key of another vote"),
        ([MADE.shares[0], MADE.shares[1][:-1]], "68 letters and digits"),
    ],
    ids=["none", "one", "twice", "altered", "of an earlier key", "of another vote", "cut"],
)
def test_wrong_shares_are_named_before_anything_is_tried(some, words):
    with pytest.raises(InvalidShare, match=words):
        answer_test(question=QUESTION, shares=some)


def test_shares_that_hash_right_and_do_not_fit_the_key_are_refused():
    """A browser that made nonsense would say so with the right hashes."""
    content = json.loads(MADE.public_text) | {"public_key": json.loads(EARLIER.public_text)["public_key"]}
    half = read_public_text(json.dumps(content), vote_id=VOTE)
    with pytest.raises(InvalidKey, match="do not open"):
        join_shares(half=half, shares=[read_share(share) for share in MADE.shares[:2]])


def test_a_third_share_that_does_not_fit_is_noticed_in_the_test():
    nonsense = Share(3, read_share(MADE.shares[2]).vote_prefix, bytes(32))
    content = json.loads(QUESTION)
    content["officers"][2]["share_sha256"] = nonsense.sha256
    with pytest.raises(InvalidKey, match="do not open"):
        answer_test(question=json.dumps(content), shares=[*MADE.shares[:2], nonsense.text])


def test_a_test_of_another_vote_is_not_answered():
    content = json.loads(QUESTION)
    content["sealed"] = json.loads(HALF.test_text(make_canary(vote_id=OTHER_VOTE, public=HALF.public)[0]))[
        "sealed"
    ]
    with pytest.raises(InvalidKey, match="do not open"):
        answer_test(question=json.dumps(content), shares=MADE.shares)


def test_public_text_holds_no_share():
    for share in MADE.shares:
        signs = share.replace("-", "")
        assert signs[12:30] not in MADE.public_text.replace("-", "").upper()


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Ada", "Ben"], "Three officers are needed"),
        (["Ada", "Ben", " "], "Three officers are needed"),
        (["Ada", "Ben", "ada "], "Three different people"),
        (["Ada", "Ben", "C" * 101], "too long"),
    ],
)
def test_three_different_names_are_needed(names, words):
    with pytest.raises(InvalidKey, match=words):
        make_officers_key(vote_id=VOTE, names=names)


def changed(**changes):
    return json.dumps(json.loads(MADE.public_text) | changes)


OFFICERS = json.loads(MADE.public_text)["officers"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        MADE.public_text[:-1],
        "[" * 100_000,
        changed(format="member-vote-officers-key/2"),
        changed(vote=OTHER_VOTE),
        changed(public_key=""),
        changed(public_key="AAAA"),
        changed(public_key=HALF.public_key[:-4]),
        changed(public_key=HALF.public_key + "\n"),
        changed(public_key=7),
        changed(officers=OFFICERS[:2]),
        changed(officers=[OFFICERS[0]] * 3),
        changed(officers="abc"),
        changed(officers=None),
        changed(officers=[{**each, "share_sha256": "x" * 64} for each in OFFICERS]),
        changed(officers=[{**each, "share_sha256": "a" * 64} for each in OFFICERS]),
        changed(private="something"),
    ],
)
def test_what_is_no_public_text_is_refused_in_words(text):
    with pytest.raises(InvalidKey, match=r"\.$"):
        read_public_text(text, vote_id=VOTE)


@pytest.mark.parametrize(
    "text", ["", "{}", MADE.public_text, QUESTION[:-1], changed(format="member-vote-key-test/1")]
)
def test_what_is_no_test_is_refused_in_words(text):
    with pytest.raises(InvalidKey, match=r"\.$"):
        answer_test(question=text, shares=MADE.shares)


def test_the_box_offers_the_same():
    box = ballot_boxes.get("secret_officers")
    made = box.make_key(vote_id=VOTE, names=NAMES)
    assert len(made.shares) == box.officers_needed
