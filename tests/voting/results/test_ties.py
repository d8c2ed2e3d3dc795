"""Ties in words, and a lot that anybody can draw again."""

from hashlib import sha256

import pytest

from tests.voting.results.stored import APPROVAL, INSTANT_RUNOFF, SINGLE_TRANSFERABLE_VOTE, read

LEVEL = {"round": 2, "choices": ["ada", "ben"], "favored": ["ben"]}


def _ties(result, **tie):
    return read({**result, "ties": [{**LEVEL, **tie}]}).ties


def test_tie_says_in_which_round_who_was_level_and_what_settled_it():
    assert read(SINGLE_TRANSFERABLE_VOTE).ties == (
        "Round 2: Eli Njoroge and Fay Soares were level at the end of the list, and one had to leave. "
        "The earlier rounds favored Eli Njoroge.",
    )


@pytest.mark.parametrize(
    ("settled_by", "words"),
    [
        ("lot", "The lot favored Benjamin Tavares-Whitcombe."),
        ("head_to_head", "Head to head, more ballots preferred Benjamin Tavares-Whitcombe."),
        ("scores", "The higher total of points favored Benjamin Tavares-Whitcombe."),
        ("top_scores", "More ballots gave the highest score to Benjamin Tavares-Whitcombe."),
        ("a_step_of_its_own", "A step of the counting method favored Benjamin Tavares-Whitcombe."),
        ("", "This is left open."),
    ],
)
def test_each_way_to_settle_a_tie_has_its_words(settled_by, words):
    [sentence] = _ties(INSTANT_RUNOFF, what="eliminated", settled_by=settled_by)
    assert sentence.endswith(words)


@pytest.mark.parametrize("what", ["surplus", "ranked", "something_else"])
def test_each_kind_of_tie_names_who_was_level(what):
    [sentence] = _ties(INSTANT_RUNOFF, what=what, settled_by="lot")
    assert "Ada Okafor and Benjamin Tavares-Whitcombe" in sentence


def test_count_of_one_round_does_not_number_it():
    [sentence] = _ties(APPROVAL, what="elected", settled_by="scores")
    assert sentence.startswith("Ada Okafor and Benjamin Tavares-Whitcombe were level for a seat.")


def test_seat_by_lot_is_told_once_with_the_outcome():
    shown = read(APPROVAL)
    assert shown.ties == ()
    assert len([note for note in shown.notes if "lot" in note]) == 1


def test_order_of_the_lot_follows_from_the_seed_by_hand():
    lot = read(APPROVAL).lot
    codes = {key: sha256(f"{lot.seed}:{key}".encode()).hexdigest() for key in ("ada", "ben", "cora", "dora")}
    assert [line.key for line in lot.lines] == sorted(codes, key=codes.get)
    assert [line.code for line in lot.lines] == [codes[line.key][:16] for line in lot.lines]
    assert lot.was_needed
    assert not read(INSTANT_RUNOFF).lot.was_needed


def test_count_of_a_time_without_lots_shows_none():
    result = {key: value for key, value in APPROVAL.items() if key != "lot"}
    assert read(result).lot is None
