"""Java's numbers and orders, as its own library gives them."""

import pytest

from voting.api import OrderedLot
from voting.ballot_files.rctab_lots import (
    JavaRandom,
    RandomLot,
    hash_set_order,
    lot_for,
    shuffled,
    sorted_names,
)

NAMES = ("Ash", "Birch", "Cedar", "Dogwood")


def test_the_random_numbers_are_those_of_java():
    # new Random(1).nextDouble(), twice: 0.7308781907032909 and 0.41008081149220166.
    random = JavaRandom(1)
    assert [random.next_53_bits() / 2**53 for _ in range(2)] == [0.7308781907032909, 0.41008081149220166]
    # new Random(7): nextInt(3), nextInt(4), nextInt(10), nextInt(1000000007).
    random = JavaRandom(7)
    assert [random.next_below(bound) for bound in (3, 4, 10, 1000000007)] == [1, 2, 5, 20678044]


def test_a_negative_seed_is_a_seed():
    # new Random(-5).nextInt(100)
    assert JavaRandom(-5).next_below(100) == 11


def test_shuffling_is_that_of_java():
    # Collections.shuffle(new ArrayList<>(List.of("a", "b", "c", "d", "e")), new Random(12345))
    assert shuffled("abcde", seed=12345) == ["d", "e", "a", "c", "b"]


def test_names_come_back_in_the_order_of_a_hash_set():
    # new HashSet<>(List.of(...))
    assert hash_set_order(NAMES) == ["Birch", "Ash", "Cedar", "Dogwood"]
    # With twelve names the table is larger.
    more = (*NAMES, "Elm", "Fir", "Ginkgo", "Hazel", "Inês", "Juniper", "Kapok", "Larch")
    assert " ".join(hash_set_order(more[:11])) == (
        "Birch Ginkgo Juniper Ash Elm Kapok Cedar Hazel Inês Dogwood Fir"
    )
    assert " ".join(hash_set_order(more)) == (
        "Birch Ginkgo Juniper Elm Cedar Hazel Inês Fir Ash Kapok Dogwood Larch"
    )


def test_names_are_sorted_by_their_16_bit_characters():
    # Java stores a character beyond the first 65,536 as two, the first of which is less than U+FFFD.
    assert sorted_names(["\ufffd", "\U0001f600", "a"]) == ["a", "\U0001f600", "\ufffd"]


def test_a_random_tie_about_the_fewest_votes_names_who_drops_out():
    # The first number is 0.73: of three names it points at the third.
    lot = lot_for(mode="random", seed="1", names=NAMES[:3], keys="abc")
    assert lot.pick("cab", 2) == ("a", "b")
    # The second is 0.41: of two names it points at the first, who drops out, or is elected.
    assert lot.pick("ab", 1) == ("b",)
    lot = lot_for(mode="random", seed="1", names=NAMES[:3], keys="abc")
    lot.pick("abc", 2)
    assert lot.order("ab") == ("a", "b")


def test_names_not_keys_put_the_tied_in_order():
    lot = lot_for(mode="random", seed="1", names=("Cedar", "Birch", "Ash"), keys="abc")
    assert set(lot.pick("abc", 2)) == {"b", "c"}


def test_after_earlier_rounds_the_order_is_that_of_a_hash_set():
    lot = lot_for(mode="previousRoundCountsThenRandom", seed="1", names=NAMES, keys="abcd")
    assert isinstance(lot, RandomLot)
    # 0.73 points at the third of Birch, Ash, Cedar, Dogwood, who drops out.
    assert set(lot.pick("abcd", 3)) == {"a", "b", "d"}


@pytest.mark.parametrize("mode", ["useCandidateOrder", "stopCountingAndAsk", "previousRoundCountsThenAsk"])
def test_the_order_of_the_candidates_favors_the_first(mode):
    lot = lot_for(mode=mode, seed="", names=NAMES, keys="dcba")
    assert lot.pick("abcd", 3) == ("d", "c", "b")


def test_a_generated_permutation_starts_from_the_sorted_names():
    lot = lot_for(mode="generatePermutation", seed="12345", names=NAMES[::-1], keys="dcba")
    assert isinstance(lot, OrderedLot)
    assert lot.order("abcd") == ("a", "c", "d", "b")


def test_a_mode_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no tie-break mode"):
        lot_for(mode="coin", seed="1", names=NAMES, keys="abcd")


def test_a_random_mode_needs_a_seed():
    with pytest.raises(ValueError, match="invalid literal"):
        lot_for(mode="random", seed="", names=NAMES, keys="abcd")
