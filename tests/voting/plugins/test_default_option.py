"""The Debian project's rule for a default option, counted by hand."""

import pytest

from tests.voting.plugins.examples import contest_of, count_example, duels, rankings
from voting.api import InvalidSettings, Turnout, decision_rules
from voting.plugins.default_option.rule import DefaultOption, Drops
from voting.plugins.ranked_pairs.method import RankedPairs
from voting.plugins.schulze.method import Schulze
from voting.plugins.single_choice.method import SingleChoice

RULE = DefaultOption()
SCHULZE = Schulze()


def decide(keys, ballots, *, default="D", lot="", unranked="last", eligible=1000, **settings):
    """The decision, and what left before the count."""
    count = count_example(SCHULZE, keys, ballots, default=default, lot=lot or keys, unranked=unranked)
    contest = contest_of(SCHULZE, keys, default=default, unranked=unranked)
    settings = RULE.clean_settings(settings=settings)
    RULE.check_contest(contest=contest, method=SCHULZE, settings=settings)
    turnout = Turnout(eligible=eligible, ballots=count.with_choice + count.blank)
    decision = RULE.decide(contest=contest, count=count, turnout=turnout, settings=settings)
    return decision, RULE.find_drops(contest=contest, count=count, settings=settings)


def test_the_winner_among_choices_that_beat_the_default_one():
    ballots = rankings("40 A>B>D", "35 B>A>D", "20 D>A>B")
    decision, drops = decide("ABD", ballots)
    assert (decision.outcome, decision.winners, decision.base) == ("endorsed", ("A",), 95)
    assert drops == Drops(quorum=(), majority=())


def test_the_default_choice_can_win():
    decision, drops = decide("ABD", rankings("40 A>D", "30 B>D", "50 D"))
    assert drops.majority == ("A", "B")
    assert (decision.outcome, decision.winners) == ("no_endorsement", ("D",))


def test_a_draw_with_the_default_choice_is_no_majority():
    ballots = rankings("50 A>D", "50 D>A")
    for comparison in ("at_least", "more_than"):
        decision, drops = decide("AD", ballots, comparison=comparison)
        assert drops.majority == ("A",) and decision.outcome == "no_endorsement"


@pytest.mark.parametrize(("quorum", "dropped"), [(60, ()), (61, ("A",))])
def test_the_quorum_is_of_ballots_that_prefer_a_choice_to_the_default_one(quorum, dropped):
    ballots = rankings("60 A>D", "25 D>A", "70 B>D")
    decision, drops = decide("ABD", ballots, option_quorum=quorum)
    assert drops.quorum == dropped


def test_a_winner_under_its_quorum_gives_way():
    # C beats B, and everybody who ranks it; but few rank it above the default choice.
    circle = duels(CB=(30, 10), CD=(12, 3), BD=(40, 5))
    assert decide("BCD", circle, unranked="no_opinion")[0].winners == ("C",)
    decision, drops = decide("BCD", circle, unranked="no_opinion", option_quorum=20)
    assert drops.quorum == ("C",)
    assert (decision.outcome, decision.winners) == ("endorsed", ("B",))


@pytest.mark.parametrize(
    ("votes", "against", "comparison", "passes"),
    [
        (75, 25, "at_least", True),
        (74, 25, "at_least", False),
        (75, 25, "more_than", False),
        (76, 25, "more_than", True),
        (1, 0, "more_than", True),
    ],
)
def test_three_to_one_is_reached_or_passed_exactly(votes, against, comparison, passes):
    ballots = [(["A", "D"], votes), (["D", "A"], against)]
    decision, drops = decide(
        "AD", ballots, majority_numerator=3, majority_denominator=1, comparison=comparison
    )
    assert (drops.majority == ()) is passes
    assert decision.outcome == ("endorsed" if passes else "no_endorsement")


def test_a_ratio_that_is_no_whole_number_is_exact():
    # Three to two: 60 to 40 is enough, 59 to 40 is not.
    for votes, outcome in ((60, "endorsed"), (59, "no_endorsement")):
        ballots = [(["A", "D"], votes), (["D", "A"], 40)]
        decision, _drops = decide("AD", ballots, majority_numerator=3, majority_denominator=2)
        assert decision.outcome == outcome


def test_a_choice_may_need_a_majority_of_its_own():
    # A leads, but changes the rules: it needs three to one and has two to one.
    ballots = rankings("60 A>B>D", "10 B>D>A", "20 D>B>A")
    assert decide("ABD", ballots)[0].winners == ("A",)
    decision, drops = decide("ABD", ballots, majorities={"A": [3, 1]})
    assert drops.majority == ("A",)
    assert decision.winners == ("B",)


def test_a_choice_under_both_lines_is_told_under_the_quorum():
    _decision, drops = decide("AD", rankings("2 A>D", "5 D>A"), option_quorum=3)
    assert drops == Drops(quorum=("A",), majority=())


def test_several_winners_are_a_tie_that_stays_open():
    decision, _drops = decide("ABD", rankings("30 A>B>D", "30 B>A>D"))
    assert (decision.outcome, decision.winners, decision.tied) == ("tie", (), ("A", "B"))


def test_circles_are_settled_as_the_contest_says():
    circle = duels(AB=(30, 29), BC=(20, 5), CA=(25, 20), AD=(9, 1), BD=(9, 1), CD=(9, 1))
    contest = contest_of(SCHULZE, "ABCD", default="D", unranked="no_opinion", strength="margins")
    count = count_example(SCHULZE, "ABCD", circle, default="D", unranked="no_opinion", strength="margins")
    settings = RULE.clean_settings(settings={})
    turnout = Turnout(eligible=500, ballots=count.with_choice)
    decision = RULE.decide(contest=contest, count=count, turnout=turnout, settings=settings)
    assert decision.winners == ("B",)
    assert decide("ABCD", circle, unranked="no_opinion")[0].winners == ("C",)


def test_the_default_choice_can_be_named():
    decision, drops = decide("AB", rankings("3 A>B", "4 B>A"), default="", default_choice="B")
    assert drops.majority == ("A",)
    assert (decision.outcome, decision.winners) == ("no_endorsement", ("B",))


def test_too_few_voters_decide_nothing():
    ballots = rankings("9 A>D")
    decision, _drops = decide("AD", ballots, quorum_kind="ballots", quorum_value=10)
    assert (decision.outcome, decision.winners) == ("quorum_not_met", ())
    assert decide("AD", ballots, quorum_kind="ballots", quorum_value=9)[0].outcome == "endorsed"


@pytest.mark.parametrize("ballots", [[], [(None, 5)]])
def test_no_votes_decide_nothing(ballots):
    decision, _drops = decide("AD", ballots)
    assert (decision.outcome, decision.winners) == ("none_reached_threshold", ())


def test_settings_have_defaults_and_those_of_other_rules_are_passed_over():
    cleaned = RULE.clean_settings(settings={"threshold_numerator": 60, "denominator": "choices_cast"})
    assert cleaned == {
        "quorum_kind": "none",
        "quorum_value": 0,
        "option_quorum": 0,
        "majority_numerator": 1,
        "majority_denominator": 1,
        "comparison": "at_least",
        "default_choice": "",
        "majorities": {},
    }


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"option_quorum": -1}, "option_quorum"),
        ({"option_quorum": "3"}, "option_quorum"),
        ({"option_quorum": True}, "option_quorum"),
        ({"majority_numerator": 0}, "majority_numerator"),
        ({"majority_denominator": 1.5}, "majority_denominator"),
        ({"majority_numerator": 1, "majority_denominator": 2}, "majority_numerator"),
        ({"comparison": "nearly"}, "comparison"),
        ({"default_choice": 3}, "default_choice"),
        ({"majorities": {"A": [1, 2]}}, "majorities"),
        ({"majorities": {"A": 3}}, "majorities"),
        ({"majorities": ["A"]}, "majorities"),
        ({"quorum_kind": "ballots"}, "quorum_value"),
    ],
)
def test_wrong_settings_are_refused_beside_their_field(given, field):
    with pytest.raises(InvalidSettings) as refused:
        RULE.clean_settings(settings=given)
    assert list(refused.value.problems) == [field]


def test_contests_that_it_cannot_decide_are_refused_beside_the_rule():
    cleaned = RULE.clean_settings(settings={})
    named = RULE.clean_settings(settings={"default_choice": "X"})
    for method, contest, settings in (
        (SingleChoice(), contest_of(SingleChoice(), "AD", default="D"), cleaned),
        (SCHULZE, contest_of(SCHULZE, "ABD", default="D", seats=2), cleaned),
        (SCHULZE, contest_of(SCHULZE, "AB"), cleaned),
        (SCHULZE, contest_of(SCHULZE, "AB"), named),
    ):
        with pytest.raises(InvalidSettings) as refused:
            RULE.check_contest(contest=contest, method=method, settings=settings)
        assert list(refused.value.problems) == ["rule"]
    ranked_pairs = RankedPairs()
    contest = contest_of(ranked_pairs, "AD", default="D")
    RULE.check_contest(contest=contest, method=ranked_pairs, settings=cleaned)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {},
            "A choice must be preferred to the default choice by more ballots than not. "
            "Among the choices that are left, the ranking decides.",
        ),
        (
            {"majority_numerator": 3, "option_quorum": 20, "majorities": {"A": [2, 1]}},
            "A choice must be preferred to the default choice by at least 3 to 1. "
            "Some choices need another majority. "
            "At least 20 ballots must prefer it to the default choice. "
            "Among the choices that are left, the ranking decides.",
        ),
        (
            {"majority_numerator": 3, "majority_denominator": 2, "comparison": "more_than"},
            "A choice must be preferred to the default choice by more than 3 to 2. "
            "Among the choices that are left, the ranking decides.",
        ),
    ],
)
def test_the_rule_in_plain_words(given, sentence):
    assert RULE.sentence(settings=RULE.clean_settings(settings=given)) == sentence


def test_the_rule_is_installed():
    assert isinstance(decision_rules.get("default_option"), DefaultOption)
