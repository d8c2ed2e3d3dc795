"""Approval, block and limited voting, counted by hand."""

import pytest

from tests.voting.plugins.examples import contest_of, count_example, possible_winners
from voting.api import InvalidBallot, InvalidSettings
from voting.plugins.approval.method import Approval

METHOD = Approval()


def marks(*lines):
    """Ballots from lines as "42 MN"."""
    return [(list(line.split()[1]), int(line.split()[0])) for line in lines]


def test_every_mark_is_a_vote():
    # Tennessee: everybody approves their own city and the nearest one, in Memphis only their own.
    count = count_example(METHOD, "MNCK", marks("42 M", "26 NC", "15 CK", "17 KC"))
    assert count.tallies == {"M": 42, "N": 26, "C": 58, "K": 32}
    assert (count.winners, count.with_choice, count.ties) == (("C",), 100, ())


def test_several_seats_go_to_the_most_approved():
    count = count_example(METHOD, "ABCD", marks("5 AB", "4 AC", "3 D", "2 BD"), seats=2)
    # A 9, B 7, C 4, D 5
    assert count.winners == ("A", "B")
    assert count.rounds[0].elected == ("A", "B")


def test_approving_everybody_changes_nothing():
    few = marks("3 A", "2 B")
    assert count_example(METHOD, "ABC", [*few, (["A", "B", "C"], 50)]).winners == ("A",)


def test_block_voting_lets_a_majority_take_all_seats():
    ballots = marks("6 ABC", "5 XYZ")
    assert count_example(METHOD, "ABCXYZ", ballots, seats=3, max_marks=3).winners == ("A", "B", "C")


def test_limited_voting_leaves_a_seat_to_a_minority():
    # Three seats, two marks: the majority of six splits its marks, the minority does not.
    ballots = marks("3 AB", "3 BC", "5 XY")
    count = count_example(METHOD, "ABCXY", ballots, seats=3, max_marks=2)
    # A 3, B 6, C 3, X 5, Y 5
    assert count.winners == ("B", "X", "Y")


def test_a_tie_for_the_last_seats_is_a_set_of_committees():
    ballots = marks("4 AB", "3 C", "3 D", "3 E")
    # A and B have 4, the others 3.
    assert possible_winners(METHOD, "ABCDE", ballots, seats=3) == {"ABC", "ABD", "ABE"}
    count = count_example(METHOD, "ABCDE", ballots, seats=3, lot="EDCBA")
    assert count.winners == ("A", "B", "E")
    (tie,) = count.ties
    assert (tie.choices, tie.settled_by, tie.favored) == (("C", "D", "E"), "lot", ("E",))


def test_a_tie_among_winners_needs_no_lot():
    assert count_example(METHOD, "ABC", marks("4 AB", "1 C"), seats=2).winners == ("A", "B")


def test_a_choice_without_a_mark_is_not_elected():
    assert count_example(METHOD, "ABC", marks("4 A"), seats=2).winners == ("A",)


def test_blank_and_spoiled_ballots_are_counted_apart():
    ballots = [(["A", "B", "C"], 5), (["A"], 2), (None, 4), ([], 1), (["B", "B"], 3)]
    count = count_example(METHOD, "ABC", ballots, max_marks=2)
    # Three marks are too many; a mark that stands twice counts once.
    assert count.tallies == {"A": 2, "B": 3, "C": 0}
    assert (count.with_choice, count.blank) == (5, 10)


def test_no_ballots_and_blank_ones_elect_nobody():
    for ballots in ([], [(None, 9)]):
        assert count_example(METHOD, "AB", ballots).winners == ()


def test_marks_are_read_in_the_order_of_the_contest():
    contest = contest_of(METHOD, "ABC")
    assert METHOD.read_selection(contest=contest, data={"q": ["C", "A", "C"]}) == ["A", "C"]
    assert METHOD.read_selection(contest=contest, data={"q": [""]}) is None


@pytest.mark.parametrize(("most", "words"), [(1, "only 1 choice"), (2, "at most 2 choices")])
def test_too_many_marks_are_refused_in_plain_words(most, words):
    contest = contest_of(METHOD, "ABC", max_marks=most)
    with pytest.raises(InvalidBallot, match=words):
        METHOD.read_selection(contest=contest, data={"q": ["A", "B", "C"]})
    METHOD.check_selection(contest=contest, selection=["A"])


@pytest.mark.parametrize("selection", [[], "A", ["B", "A"], ["A", "A"], ["A", "X"], ("A",)])
def test_a_selection_of_another_form_is_refused(selection):
    with pytest.raises(InvalidBallot):
        METHOD.check_selection(contest=contest_of(METHOD, "ABC"), selection=selection)


def test_contests_that_cannot_be_asked_are_refused_beside_the_field():
    for keys, seats, field in (("A", 1, "choices"), ("AB", 3, "seats")):
        with pytest.raises(InvalidSettings) as refused:
            METHOD.check_contest(contest=contest_of(METHOD, keys, seats=seats))
        assert list(refused.value.problems) == [field]
    METHOD.check_contest(contest=contest_of(METHOD, "AB", seats=2))
