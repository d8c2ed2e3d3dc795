"""Instant-runoff: what each option changes."""

import pytest

from tests.voting.plugins.rankings import contest_of, count_of
from voting.api import InvalidSettings, OrderedLot, counting_methods

METHOD = counting_methods.get("instant_runoff")


def count(keys, *lines, **settings):
    return count_of(METHOD, keys, *lines, **settings)


def tallies(result):
    return [{key: int(votes) for key, votes in step.tallies.items()} for step in result.rounds]


@pytest.mark.parametrize(
    ("overvote", "first_round", "exhausted"),
    [
        ("exhaust", {"a": 3, "b": 2, "c": 1}, 4),
        ("skip", {"a": 3, "b": 2, "c": 5}, 0),
        ("exhaust_if_several", {"a": 3, "b": 2, "c": 1}, 4),
    ],
)
def test_several_choices_on_the_first_place(overvote, first_round, exhausted):
    result = count("a b c", "3 a", "2 b", "1 c", "4 a=b c", overvote=overvote)
    assert tallies(result)[0] == first_round
    assert result.rounds[0].exhausted == exhausted


@pytest.mark.parametrize(
    ("overvote", "winner", "exhausted"),
    [("exhaust", "a", 4), ("skip", "a", 4), ("exhaust_if_several", "c", 1)],
)
def test_a_place_with_several_counts_once_one_of_them_is_left(overvote, winner, exhausted):
    # b (1) drops out, then d (3): of b and c on its ballots only c is left, who gets 4 + 3 = 7 of 12.
    result = count("a b c d", "5 a", "4 c", "1 b", "3 d b=c", overvote=overvote)
    assert result.winners == (winner,)
    assert result.rounds[-1].exhausted == exhausted


def test_a_ballot_that_ended_stays_ended():
    # The ballot of a ends at b and c, who are both in. When b is out it could be read again; it is not.
    result = count("a b c d", "5 d", "3 c", "2 b", "1 a b=c", overvote="exhaust_if_several")
    assert [int(step.exhausted) for step in result.rounds] == [0, 1, 3]
    assert tallies(result)[-1] == {"c": 3, "d": 5}


@pytest.mark.parametrize(("overvote", "votes"), [("exhaust", 0), ("skip", 2), ("exhaust_if_several", 0)])
def test_marks_that_were_not_recorded(overvote, votes):
    result = count("a b", "1 a", "2 ? b", overvote=overvote)
    assert result.rounds[0].tallies["b"] == votes


@pytest.mark.parametrize(
    ("line", "most", "reaches_b"),
    [
        ("2 a - b", -1, True),
        ("2 a - b", 0, False),
        ("2 a - b", 1, True),
        ("2 a - - b", 1, False),
        ("2 a - - b", 2, True),
        # Places with a choice in between start a new row.
        ("2 a - c - b", 1, True),
        # A place with several choices is used, even where it is passed over.
        ("2 a - c=d - b", 1, True),
        # Empty places behind the last choice end nothing.
        ("2 a b - - -", 0, True),
    ],
)
def test_empty_places_in_a_row(line, most, reaches_b):
    # c (0) and a (2) drop out before b and d.
    result = count("a b c d", line, "4 b", "6 d", max_skipped_ranks=most, overvote="skip")
    assert (tallies(result)[-1].get("b") == 6) is reaches_b


@pytest.mark.parametrize(("most", "votes"), [(-1, 2), (0, 0), (1, 0), (2, 2)])
def test_empty_places_at_the_start_count_too(most, votes):
    result = count("a b", "1 a", "2 - - b", max_skipped_ranks=most)
    assert result.rounds[0].tallies["b"] == votes
    assert result.with_choice == 3


@pytest.mark.parametrize(("flag", "votes"), [(True, 4), (False, 6)])
def test_a_choice_that_stands_twice(flag, votes):
    # c drops out. Its two ballots name c again before b.
    result = count("a b c", "5 a", "4 b", "2 c c b", exhaust_on_duplicate=flag)
    assert result.rounds[1].tallies["b"] == votes


def test_a_choice_that_stands_twice_in_a_place_with_several_ends_the_ballot():
    result = count(
        "a b c", "5 a", "4 b", "2 c b=c a", exhaust_on_duplicate=True, overvote="exhaust_if_several"
    )
    assert result.rounds[1].exhausted == 2


def test_the_same_mark_twice_on_one_place_is_one_mark():
    assert count("a b", "1 a", "2 b=b").winners == ("b",)


def test_choices_that_cannot_catch_up_drop_out_together():
    # d and c have 1 + 2 = 3 together, less than the 6 of b. Nobody has 10 of 19.
    lines = ("9 a", "6 b", "2 c b", "2 d b")
    result = count("a b c d", *lines, batch_elimination=True)
    assert result.rounds[0].eliminated == ("c", "d")
    assert tallies(result) == [{"a": 9, "b": 6, "c": 2, "d": 2}, {"a": 9, "b": 10}]
    assert result.ties == ()
    one_by_one = count("a b c d", *lines)
    assert len(one_by_one.rounds) == 3
    assert one_by_one.winners == result.winners == ("b",)


def test_choices_that_could_just_catch_up_do_not_drop_out_together():
    # c and d have 1 + 2 = 3 together, as many as b: c could still be ahead of b.
    result = count("a b c d", "5 a", "3 b", "2 c", "1 d c", batch_elimination=True)
    assert result.rounds[0].eliminated == ("d",)


def test_without_batch_only_one_drops_out():
    result = count("a b c d", "9 a", "6 b", "2 c b", "1 d b", "1 b")
    assert [step.eliminated for step in result.rounds][:2] == [("d",), ("c",)]


def test_the_count_goes_on_until_two_are_left():
    # a has 8 of 15 at once. The others drop out one by one: c (1), whose ballot goes to d, then d (3).
    # Two of those go to b (6), the one from c ends.
    lines = ("8 a", "4 b", "2 d b", "1 c d")
    result = count("a b c d", *lines, until_two=True)
    assert result.winners == ("a",)
    assert [step.elected for step in result.rounds] == [("a",), (), (), ()]
    assert [step.eliminated for step in result.rounds] == [(), ("c",), ("d",), ()]
    assert tallies(result)[-1] == {"a": 8, "b": 6}
    assert len(count("a b c d", *lines).rounds) == 1


def test_until_two_leaves_two_even_in_a_batch():
    # b, c and d together (6) are less than a: but two must be left, so that no batch is possible
    # that takes b, and c and d (1 + 1) drop out together, being less than the 4 of b.
    result = count("a b c d", "8 a", "4 b", "1 c", "1 d", until_two=True, batch_elimination=True)
    assert [step.eliminated for step in result.rounds] == [(), ("c", "d"), ()]
    assert tallies(result)[-1] == {"a": 8, "b": 4}


def test_until_two_leaves_two_besides_a_protected_choice_in_a_batch():
    # c and b together (1 + 3) are less than the 9 of a: with c alone, a and b are left beside ne.
    result = count(
        "a b c ne",
        "9 a",
        "3 b",
        "1 c",
        "9 ne",
        kinds={"ne": "no_endorsement"},
        until_two=True,
        keep_no_endorsement=True,
        batch_elimination=True,
    )
    assert [step.eliminated for step in result.rounds] == [("c",), ("b",), ("a",), ()]
    assert result.winners == ("ne",)


def test_no_endorsement_can_stand_only_once():
    contest = contest_of("a n o", kinds={"n": "no_endorsement", "o": "no_endorsement"})
    with pytest.raises(InvalidSettings):
        METHOD.check_contest(contest=contest)


def test_until_two_keeps_a_protected_choice():
    kinds = {"ne": "no_endorsement"}
    result = count("a b ne", "8 a", "4 b a", "1 ne", kinds=kinds, until_two=True, keep_no_endorsement=True)
    assert tallies(result)[-1] == {"a": 12, "ne": 1}
    alone = count("a ne", "8 a", "1 ne", kinds=kinds, until_two=True, keep_no_endorsement=True)
    assert alone.winners == ("a",)


def test_until_two_ends_when_only_protected_choices_could_leave():
    kinds = {"n": "no_endorsement", "o": "no_endorsement"}
    result = count("a n o", "5 a", "1 n", "1 o", kinds=kinds, until_two=True, keep_no_endorsement=True)
    assert result.winners == ("a",)
    assert set(result.rounds[-1].tallies) == {"a", "n", "o"}


def test_choices_below_the_minimum_drop_out_first():
    # 13 ballots. b, c and d have fewer than 4 and drop out at once; their ballots give e 4 + 6 = 10.
    result = count("a b c d e", "3 b e", "2 c e", "1 d e", "4 e", "3 a", "2 a", minimum_votes=4)
    assert result.rounds[0].eliminated == ("b", "c", "d")
    assert tallies(result)[1] == {"a": 5, "e": 10}
    assert result.winners == ("e",)


def test_a_majority_below_the_minimum_does_not_win():
    result = count("a b", "3 a", "1 b", minimum_votes=4)
    assert result.winners == ()
    assert "minimum" in result.rounds[-1].why
    assert count("a", "3 a", minimum_votes=4).winners == ()
    assert count("a b", "4 a", "1 b", minimum_votes=4).winners == ("a",)


def test_only_the_first_ranks_are_read():
    # The third place is not read, so that the ballots of c end.
    result = count("a b c d", "4 a", "3 b", "2 c d b", max_ranks=2)
    assert result.rounds[-1].exhausted == 2
    assert result.winners == ("a",)
    assert count("a b c d", "4 a", "3 b", "2 c d b").winners == ("b",)


def test_an_earlier_round_settles_a_tie_for_the_fewest_votes():
    # d (1) goes to c: b and c have 3 each. In the round before, c had 2: c drops out, whatever the lot says.
    lines = ("6 a", "3 b a", "2 c b", "1 d c")
    result = count("a b c d", *lines, ties="earlier_rounds", lot=OrderedLot(["c", "b", "a", "d"]))
    assert result.rounds[1].eliminated == ("c",)
    (tie,) = result.ties
    assert (tie.round, tie.choices, tie.settled_by, tie.favored) == (2, ("b", "c"), "earlier_rounds", ("b",))
    by_lot = count("a b c d", *lines, lot=OrderedLot(["c", "b", "a", "d"]))
    assert by_lot.rounds[1].eliminated == ("b",)


def test_the_latest_round_that_differs_settles_a_tie():
    # Round 1: a 7, b 2, c 3, d 2, e 1. The ballot of e goes to b: b 3, c 3. Those of d go to b and c:
    # b 4, c 4. In round 2 they were level, in round 1 c was ahead: b drops out. Two of its ballots go
    # to c (6), and 7 of 13 are more than half.
    result = count(
        "a b c d e",
        "7 a",
        "2 b c",
        "3 c",
        "1 d b",
        "1 d c",
        "1 e b",
        ties="earlier_rounds",
        lot=OrderedLot("badce"),
    )
    assert tallies(result)[2] == {"a": 7, "b": 4, "c": 4}
    assert result.rounds[2].eliminated == ("b",)
    assert [(tie.round, tie.settled_by) for tie in result.ties] == [(3, "earlier_rounds")]
    assert result.winners == ("a",)


def test_what_earlier_rounds_leave_level_goes_to_the_lot():
    # Round 1: d and e have 1 each, no round is earlier: the lot takes e, whose ballot goes to d.
    # Round 2: b, c and d have 2 each; in round 1 d had 1, and drops out.
    # Round 3: b and c have 2 each, and always had: the lot takes b.
    result = count(
        "a b c d e",
        "4 a",
        "2 b",
        "2 c",
        "1 d",
        "1 e d",
        ties="earlier_rounds",
        lot=OrderedLot("cbade"),
    )
    assert [step.eliminated for step in result.rounds[:3]] == [("e",), ("d",), ("b",)]
    assert [tie.settled_by for tie in result.ties] == ["lot", "earlier_rounds", "lot"]


def test_an_earlier_round_settles_a_tie_of_the_last_two():
    # b gets the ballot of c: 3 and 3. In round 1 a was ahead.
    result = count("a b c", "3 a", "2 b", "1 c b", ties="earlier_rounds", lot=OrderedLot("bac"))
    assert result.winners == ("a",)
    assert result.ties[0].what == "elected"


def test_write_ins_drop_out_before_anybody_else_and_cannot_win():
    # w has 5 of 9, more than half; it drops out first all the same.
    kinds = {"w": "write_ins"}
    result = count("a b w", "5 w", "3 a", "1 b", kinds=kinds)
    assert result.rounds[0].eliminated == ("w",)
    assert result.winners == ("a",)
    alone = count("a w", "2 w", kinds=kinds)
    assert alone.winners == ()


def test_write_ins_without_votes_drop_out_like_anybody():
    kinds = {"w": "write_ins"}
    result = count("a b c w", "4 a", "3 b", "1 c w", kinds=kinds)
    # w has no vote and is last; then c, whose ballot names w next, ends.
    assert [step.eliminated for step in result.rounds] == [("w",), ("c",), ()]
    assert result.winners == ("a",)


@pytest.mark.parametrize(
    "options",
    [
        {"overvote": "ignore"},
        {"max_skipped_ranks": -2},
        {"batch_elimination": "perhaps"},
        {"minimum_votes": -1},
        {"ties": "coin"},
        {"unknown": 1},
    ],
)
def test_settings_that_do_not_exist_are_refused(options):
    with pytest.raises(InvalidSettings):
        METHOD.clean_options(options=options)
