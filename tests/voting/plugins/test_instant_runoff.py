"""Instant-runoff: whole counts, worked out by hand from the rules."""

from fractions import Fraction

import pytest

from tests.voting.plugins.rankings import ballots_of, contest_of, count_of
from voting.api import OrderedLot, Turnout, count_every_way, counting_methods, decision_rules

METHOD = counting_methods.get("instant_runoff")


def count(keys, *lines, **settings):
    return count_of(METHOD, keys, *lines, **settings)


def tallies(result):
    return [{key: int(votes) for key, votes in step.tallies.items()} for step in result.rounds]


def test_the_last_drops_out_and_its_ballots_move_on():
    # 9 ballots, 5 are more than half. c is last; its 2 ballots name b next: 3 + 2 = 5.
    result = count("a b c", "4 a b c", "3 b c a", "2 c b a")
    assert tallies(result) == [{"a": 4, "b": 3, "c": 2}, {"a": 4, "b": 5}]
    assert result.winners == ("b",)
    assert result.rounds[0].eliminated == ("c",)
    assert [(move.source, move.to, move.votes) for move in result.rounds[0].transfers] == [("c", "b", 2)]
    assert result.ties == ()


def test_the_majority_is_of_the_ballots_that_still_count():
    # 15 ballots, nobody has 8. b is last, its 4 ballots name nobody else: 11 are left, and a has 6 of them.
    result = count("a b c", "6 a", "4 b", "3 c", "2 c b")
    assert tallies(result) == [{"a": 6, "b": 4, "c": 5}, {"a": 6, "c": 5}]
    assert result.winners == ("a",)
    assert result.with_choice == 15
    assert result.rounds[1].exhausted == 4
    assert result.rounds[0].values == {"needed": 8, "eliminated": ("b",)}
    assert result.rounds[1].values == {"continuing": 11, "winner": ("a",)}


def test_more_than_half_at_once_needs_one_round():
    # 3 of 5 ballots.
    result = count("a b c", "3 a", "1 b a", "1 c")
    assert len(result.rounds) == 1
    assert result.rounds[0].elected == result.winners == ("a",)


def test_exactly_half_is_not_more_than_half():
    # 4 of 8 is not enough. c drops out, its ballot names nobody: then 4 of 7 are.
    result = count("a b c", "4 a", "3 b", "1 c")
    assert tallies(result) == [{"a": 4, "b": 3, "c": 1}, {"a": 4, "b": 3}]
    assert result.winners == ("a",)


def test_ballots_pass_over_everybody_who_is_out():
    # 20 ballots. The one of e goes to d: d 4. Then d is last: the ballot e d a goes to a (7), the three
    # ballots d e c pass e, who is out, and go to c (8). Then b is last: its ballots name d and e, who
    # are out, and then a: 7 + 5 = 12 of 20.
    result = count("a b c d e", "6 a", "5 b d e a", "5 c", "3 d e c", "1 e d a")
    assert tallies(result) == [
        {"a": 6, "b": 5, "c": 5, "d": 3, "e": 1},
        {"a": 6, "b": 5, "c": 5, "d": 4},
        {"a": 7, "b": 5, "c": 8},
        {"a": 12, "c": 8},
    ]
    assert result.winners == ("a",)


def test_no_endorsement_that_never_drops_out_keeps_its_ballots():
    # 15 ballots, 8 needed. No endorsement (ne, 3) is last, but stays; a (5) drops out instead, and
    # all 5 ballots name b: 7 + 5 = 12.
    lines = ("5 a b", "7 b", "3 ne")
    kept = count("a b ne", *lines, kinds={"ne": "no_endorsement"}, keep_no_endorsement=True)
    assert [step.eliminated for step in kept.rounds] == [("a",), ()]
    assert tallies(kept)[-1] == {"b": 12, "ne": 3}
    # Without the option it drops out like any other, and b has 7 of the 12 that are left.
    dropped = count("a b ne", *lines, kinds={"ne": "no_endorsement"})
    assert [step.eliminated for step in dropped.rounds] == [("ne",), ()]
    assert tallies(dropped)[-1] == {"a": 5, "b": 7}


def test_exhausted_ballots_stay_in_the_denominator_of_a_threshold():
    # 15 ballots. a (4) drops out and its ballots end, so that b has 6 of the 11 that still count.
    # Of all 15 that is 40 %: not the 50 % that a rule with the 15 as its denominator asks for.
    result = count(
        "a b ne", "4 a", "6 b ne", "5 ne", kinds={"ne": "no_endorsement"}, keep_no_endorsement=True
    )
    assert result.winners == ("b",)
    rule = decision_rules.get("threshold")
    decision = rule.decide(
        contest=contest_of("a b ne", kinds={"ne": "no_endorsement"}),
        count=result,
        turnout=Turnout(eligible=20, ballots=15),
        settings=rule.clean_settings(settings={"threshold_numerator": 1, "threshold_denominator": 2}),
    )
    assert decision.base == 15
    assert decision.shares["b"] == Fraction(6, 15)
    assert decision.outcome == "none_reached_threshold"


def test_nobody_gets_past_no_endorsement_with_an_equal_number():
    # Both have 5. No endorsement stays, so a drops out, and no lot is asked.
    result = count("a ne", "5 a", "5 ne", kinds={"ne": "no_endorsement"}, keep_no_endorsement=True)
    assert result.winners == ("ne",)
    assert result.ties == ()


def test_when_only_protected_choices_are_left_the_last_of_them_drops_out():
    kinds = {"n": "no_endorsement", "o": "no_endorsement"}
    result = count("a n o", "1 a", "3 n", "3 o", kinds=kinds, keep_no_endorsement=True)
    assert result.rounds[0].eliminated == ("a",)
    assert result.ties[-1].choices == ("n", "o")
    assert result.winners == ("n",)


def test_a_tie_for_the_fewest_votes_is_settled_by_lot():
    # b and c have 2 each; the lot favors the first of the order it was given.
    lines = ("3 a", "2 b c", "2 c b")
    first = count("a b c", *lines, lot=OrderedLot(["a", "b", "c"]))
    other = count("a b c", *lines, lot=OrderedLot(["a", "c", "b"]))
    assert first.rounds[0].eliminated == ("c",)
    assert other.rounds[0].eliminated == ("b",)
    assert (first.winners, other.winners) == (("b",), ("c",))
    (tie,) = first.ties
    assert (tie.round, tie.choices, tie.what, tie.settled_by) == (1, ("b", "c"), "eliminated", "lot")
    assert tie.favored == ("b",)


def test_a_tie_of_the_last_two_is_settled_by_lot():
    result = count("a b", "2 a", "2 b", lot=OrderedLot(["b", "a"]))
    assert result.winners == ("b",)
    (tie,) = result.ties
    assert (tie.what, tie.settled_by, tie.favored) == ("elected", "lot", ("b",))


def test_every_way_the_lots_can_fall_can_be_counted():
    # b and c tie for the fewest; whoever stays gets the other's ballots and ties with a.
    contest = contest_of("a b c")
    ballots = ballots_of("4 a", "2 b c", "2 c b")
    counts = count_every_way(lambda lot: METHOD.count(contest=contest, ballots=ballots, lot=lot))
    assert sorted(count.winners for count in counts) == [("a",), ("a",), ("b",), ("c",)]


def test_nobody_wins_without_ballots():
    result = count("a b")
    assert result.winners == ()
    assert (result.with_choice, result.blank) == (0, 0)
    assert result.tallies == {"a": 0, "b": 0}


@pytest.mark.parametrize("line", ["3", "3 -", "3 - -"])
def test_ballots_that_choose_nothing_are_blank(line):
    result = count("a b", line)
    assert (result.with_choice, result.blank, result.winners) == (0, 3, ())


def test_a_ballot_with_only_several_choices_on_a_place_chose_something():
    result = count("a b", "2 a=b", "1 ?")
    assert (result.with_choice, result.blank, result.winners) == (3, 0, ())
    assert result.rounds[0].exhausted == 3


def test_the_only_choice_wins_with_any_vote():
    assert count("a", "2 a").winners == ("a",)
    assert count("a", "2").winners == ()


def test_a_choice_without_any_vote_drops_out_first():
    result = count("a b c", "2 a", "2 b a")
    assert result.rounds[0].eliminated == ("c",)
    assert result.rounds[0].transfers == ()
    assert result.tallies["c"] == 0


def test_neither_the_order_of_ballots_nor_that_of_choices_matters():
    lines = ["3 a b", "2 b a=c", "2 c - b", "1 d a", "1 d c"]
    one = count("a b c d", *lines, lot=OrderedLot("abcd"))
    other = count("d c b a", *reversed(lines), lot=OrderedLot("abcd"))
    assert one == other


def test_lists_and_tuples_split_and_grouped_ballots_count_the_same():
    contest = contest_of("a b c")
    grouped = ballots_of("3 a b=c", "2 b - c", "2 c b")
    split = [
        (tuple(tuple(place) if isinstance(place, list) else place for place in selection), 1)
        for selection, number in grouped
        for _ in range(number)
    ]
    lot = OrderedLot("abc")
    assert METHOD.count(contest=contest, ballots=iter(split), lot=lot) == METHOD.count(
        contest=contest, ballots=grouped, lot=lot
    )


def test_the_method_reads_and_counts_a_ballot_of_the_site():
    contest = contest_of("a b c", **METHOD.clean_options(options={}))
    METHOD.check_contest(contest=contest)
    selection = METHOD.read_selection(contest=contest, data={"q.a": ["2"], "q.c": ["1"], "q.b": [""]})
    assert selection == ["c", "a"]
    result = METHOD.count(contest=contest, ballots=[(selection, 2)], lot=OrderedLot("abc"))
    assert result.winners == ("c",)
