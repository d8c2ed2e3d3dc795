"""The second tabulator decides cases that can be decided by hand."""

from fractions import Fraction

import pytest

from tests.tools.by_hand import election, program, ranking


def decide(rule, votes, settings, *, choices="ABC", kinds=None, turnout=None, blank=0):
    ballots = [(number, key) for key, number in votes.items() if number] + ([(blank, None)] if blank else [])
    this = election(ballots, choices, kinds=kinds)
    found = program.count_marks(this)
    cast = sum(votes.values()) + blank
    return program.RULES[rule](settings, this, found, turnout or program.Turnout(eligible=cast, ballots=cast))


def sixty(**settings):
    return {
        "threshold_numerator": 60,
        "threshold_denominator": 100,
        "comparison": "at_least",
        "denominator": "choices_cast",
        **settings,
    }


THIRDS = {"threshold_numerator": 2, "threshold_denominator": 3}


@pytest.mark.parametrize(
    ("votes", "settings", "blank", "outcome", "winners"),
    [
        ({"A": 60, "B": 25, "C": 15}, {}, 0, "endorsed", ["A"]),
        ({"A": 59, "B": 25, "C": 15}, {}, 0, "none_reached_threshold", []),
        ({"A": 3, "C": 2}, {}, 0, "endorsed", ["A"]),
        ({"A": 3, "C": 2}, {"comparison": "more_than"}, 0, "none_reached_threshold", []),
        ({"A": 60, "B": 25, "C": 15}, {}, 10, "endorsed", ["A"]),
        (
            {"A": 60, "B": 25, "C": 15},
            {"denominator": "ballots_submitted"},
            10,
            "none_reached_threshold",
            [],
        ),
        ({"A": 6, "B": 3}, THIRDS, 0, "endorsed", ["A"]),
        ({"A": 11}, {"quorum_kind": "ballots", "quorum_value": 12}, 0, "quorum_not_met", []),
        ({}, {}, 0, "none_reached_threshold", []),
        ({"A": 20, "B": 20, "C": 60}, {}, 0, "no_endorsement", ["C"]),
    ],
)
def test_threshold_decides_the_published_cases(votes, settings, blank, outcome, winners):
    ruling = decide("threshold", votes, sixty(**settings), kinds={"C": "no_endorsement"}, blank=blank)
    assert (ruling.outcome, ruling.winners) == (outcome, winners)


@pytest.mark.parametrize(
    ("most", "votes", "winners", "tied"),
    [
        (1, {"A": 35, "B": 31}, ["A"], []),
        (2, {"A": 35, "B": 31}, ["A", "B"], []),
        (1, {"A": 31, "B": 31}, [], ["A", "B"]),
        (2, {"A": 35, "B": 31, "C": 31}, ["A"], ["B", "C"]),
    ],
)
def test_threshold_endorses_the_best_and_nobody_of_those_level_at_the_limit(most, votes, winners, tied):
    this = election([(50, "A")])
    found = program.Found({key: Fraction(votes.get(key, 0)) for key in "ABC"}, [])
    turnout = program.Turnout(eligible=50, ballots=50)
    ruling = program.decide_threshold(sixty(max_endorsed=most), this, found, turnout)
    assert (ruling.winners, ruling.tied) == (winners, tied)
    assert ruling.outcome == ("endorsed" if winners else "tie")


def test_threshold_of_everybody_who_may_vote_leaves_out_who_is_recused():
    turnout = program.Turnout(eligible=15, ballots=9, recused=1)
    ruling = decide(
        "threshold",
        {"yes": 9},
        sixty(**THIRDS, denominator="eligible_minus_recused"),
        choices=["yes", "no"],
        kinds={"yes": "yes", "no": "no"},
        turnout=turnout,
    )
    assert (ruling.outcome, ruling.base, ruling.needed) == ("none_reached_threshold", 14, 10)


@pytest.mark.parametrize(
    ("yes", "no", "outcome"),
    [(55, 45, "none_reached_threshold"), (62, 38, "position_yes"), (38, 62, "position_no")],
)
def test_threshold_of_yes_and_no(yes, no, outcome):
    kinds = {"yes": "yes", "no": "no"}
    ruling = decide(
        "threshold",
        {"yes": yes, "no": no},
        sixty(denominator="yes_plus_no"),
        choices=["yes", "no"],
        kinds=kinds,
        blank=7,
    )
    assert (ruling.outcome, ruling.base) == (outcome, 100)


@pytest.mark.parametrize(
    ("kind", "value", "met"),
    [
        ("none", 0, True),
        ("ballots", 10, True),
        ("ballots", 11, False),
        ("percent_of_roll", 25, True),
        ("percent_of_roll", 26, False),
        ("percent_of_members", 10, True),
        ("percent_of_members", 11, False),
        ("percent_of_ballots", 80, True),
        ("percent_of_ballots", 81, False),
    ],
)
def test_a_quorum_is_reached_exactly(kind, value, met):
    this = election([(8, "A"), (2, None)])
    turnout = program.Turnout(eligible=40, ballots=10, members=100)
    settings = {"quorum_kind": kind, "quorum_value": value}
    assert program.quorum_met(settings, this, turnout) is met


def test_a_share_of_members_that_nobody_counted_is_never_reached():
    settings = {"quorum_kind": "percent_of_members", "quorum_value": 1}
    assert not program.quorum_met(settings, election([]), program.Turnout(eligible=9, ballots=9))


def test_method_winners_leaves_a_seat_of_no_endorsement_empty():
    this = election([], kinds={"C": "no_endorsement"})
    turnout = program.Turnout(eligible=9, ballots=9)
    found = program.Found(dict.fromkeys("ABC", Fraction(0)), ["A", "C"])
    assert program.decide_method_winners({}, this, found, turnout).winners == ["A"]
    found.winners = ["C"]
    assert program.decide_method_winners({}, this, found, turnout).outcome == "no_endorsement"


def test_advice_names_those_whom_only_the_lot_put_behind():
    ruling = decide("advice", {"A": 1, "B": 1}, {})
    assert ruling.outcome == "advice"
    assert sorted(ruling.winners) == ["A", "B"]


@pytest.mark.parametrize(
    ("settings", "outcome", "winners"),
    [
        ({}, "endorsed", ["A"]),
        # A has 4 against 2 over C; B has 3 against 3 and never holds.
        ({"majority_numerator": 2}, "endorsed", ["A"]),
        ({"majority_numerator": 2, "comparison": "more_than"}, "no_endorsement", ["C"]),
        ({"majority_numerator": 3}, "no_endorsement", ["C"]),
        ({"majorities": {"A": [5, 2]}}, "no_endorsement", ["C"]),
        ({"option_quorum": 4}, "endorsed", ["A"]),
        ({"option_quorum": 5}, "no_endorsement", ["C"]),
        ({"quorum_kind": "ballots", "quorum_value": 6}, "endorsed", ["A"]),
        ({"quorum_kind": "ballots", "quorum_value": 7}, "quorum_not_met", []),
    ],
)
def test_default_option_drops_who_does_not_hold_against_it(settings, outcome, winners):
    ballots = [(3, ranking("A", "B", "C")), (2, ranking("C", "B", "A")), (1, ranking("A", "C", "B"))]
    this = election(ballots, kinds={"C": "no_endorsement"})
    found = program.count_schulze(this)
    ruling = program.decide_default_option(settings, this, found, program.Turnout(eligible=6, ballots=6))
    assert (ruling.outcome, ruling.winners) == (outcome, winners)
