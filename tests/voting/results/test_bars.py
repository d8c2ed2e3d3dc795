"""What stands beside the bars of each kind of count, and how long they are."""

from fractions import Fraction

import pytest
from django.utils import translation

from tests.voting.results.stored import (
    APPROVAL,
    INSTANT_RUNOFF,
    SCHULZE,
    SCORE,
    SINGLE_TRANSFERABLE_VOTE,
    STAR,
    read,
    stored,
)
from voting.models import Outcome


def _lines(bars):
    return [(row.key, row.count, row.percent_text, row.note) for row in bars.rows]


def test_shares_are_shown_where_the_rule_knew_them():
    bars = read(APPROVAL).bars
    assert _lines(bars)[:2] == [("ada", "71 ballots", "71.0 %", ""), ("ben", "48 ballots", "48.0 %", "")]
    assert [row.bar_percent for row in bars.rows] == ["71.0", "48.0", "48.0", "12.0"]


def test_votes_without_shares_get_no_percentage():
    result = read({**APPROVAL, "shares": {}})
    assert {row.percent_text for row in result.rows} == {""}
    assert [row.bar_percent for row in result.rows] == ["100.0", "67.6", "67.6", "16.9"]
    assert result.denominator_text == ""


def test_winner_that_the_lot_favored_stands_before_the_one_that_was_level():
    result = read({**APPROVAL, "shares": {}})
    assert [row.key for row in result.rows] == ["ada", "cora", "ben", "dora"]


def test_bars_of_rounds_show_the_votes_when_a_place_was_settled():
    assert _lines(read(INSTANT_RUNOFF).bars) == [
        ("ada", "52 ballots", "", "Elected in round 3"),
        ("ben", "42 ballots", "", ""),
        ("cora", "21 ballots", "", "Dropped out in round 2"),
        ("dora", "10 ballots", "", "Dropped out in round 1"),
    ]


def test_bars_of_seats_are_measured_by_the_votes_that_elect():
    bars = read(SINGLE_TRANSFERABLE_VOTE).bars
    assert bars.threshold_text == "302 votes elect."
    # Ada's 412 are the most: the line stands at 302 of them.
    assert bars.threshold_percent == f"{float(Fraction(302, 412) * 100):.2f}"
    assert [row.key for row in bars.rows] == ["ada", "ben", "cora", "dora", "eli", "fay"]
    assert [row.note for row in bars.rows][:3] == [
        "Elected in round 1",
        "Elected in round 2",
        "Elected in round 5",
    ]
    assert bars.rows[0].bar_percent == "100.0"


def test_shares_of_a_runoff_belong_to_those_who_were_left_at_the_end():
    shares = {"ada": "13/25", "ben": "21/50"}
    result = read({**INSTANT_RUNOFF, "shares": shares, "threshold": "3/5"}, denominator="choices_cast")
    assert _lines(result.bars) == [
        ("ada", "52 ballots", "52.0 %", "Elected in round 3"),
        ("ben", "42 ballots", "42.0 %", ""),
        ("cora", "21 ballots", "", "Dropped out in round 2"),
        ("dora", "10 ballots", "", "Dropped out in round 1"),
    ]
    assert [row.bar_percent for row in result.bars.rows] == ["52.0", "42.0", "21.0", "10.0"]
    assert result.bars.threshold_text == "60 % needed"


def test_points_are_measured_by_the_most_that_all_ballots_can_give():
    bars = read(SCORE).bars
    assert _lines(bars)[0] == ("ada", "356 points", "", "")
    assert bars.rows[0].bar_percent == "71.2"
    assert bars.meaning == "A full bar would be the highest score on every ballot."


def test_points_with_a_threshold_are_shares_of_all_points():
    result = read(
        {**SCORE, "shares": {"ada": "89/125", "ben": "0", "cora": "0"}, "threshold": "3/5"},
        outcome=Outcome.ENDORSED,
    )
    assert result.rows[0].percent_text == "71.2 %"
    assert result.bars.threshold_text == "60 % needed"
    assert result.denominator_text == "Shares are of the points that 100 ballots can give."


def test_final_of_two_has_bars_of_its_own():
    final = read(STAR).final
    assert _lines(final) == [("ada", "48 ballots", "", ""), ("ben", "44 ballots", "", "")]
    assert [row.bar_percent for row in final.rows] == ["48.0", "44.0"]
    assert "8 ballots give both the same." in final.meaning


def test_count_by_pairs_has_a_ranking_and_no_bars():
    result = read(SCHULZE)
    assert result.rows == () and len(result.ranking) == 3


@pytest.mark.parametrize(
    ("votes", "words"), [("299999/1000", "300.00 votes"), ("301999/1000", "301.99 votes")]
)
def test_votes_below_the_quota_are_never_rounded_onto_it(votes, words):
    result = {
        **SINGLE_TRANSFERABLE_VOTE,
        "rounds": [dict(each) for each in SINGLE_TRANSFERABLE_VOTE["rounds"]],
    }
    result["rounds"][-1] = {**result["rounds"][-1], "tallies": {"dora": votes}}
    dora = next(row for row in read(result).bars.rows if row.key == "dora")
    assert dora.count == words


def test_only_winners_are_marked_with_the_outcome():
    rows = {row.key: row for row in read(SINGLE_TRANSFERABLE_VOTE).rows}
    assert {key for key, row in rows.items() if row.is_winner} == {"ada", "ben", "cora"}
    assert rows["ada"].kind == "elected" and rows["dora"].kind == ""


def test_no_endorsement_stands_apart():
    result = read(APPROVAL, kinds={"dora": "no_endorsement"})
    assert [row.kind for row in result.rows][-1] == "no_endorsement"


@pytest.mark.parametrize("result", [APPROVAL, INSTANT_RUNOFF, SINGLE_TRANSFERABLE_VOTE, SCORE, STAR, SCHULZE])
@pytest.mark.parametrize("outcome", [Outcome.QUORUM_NOT_MET, Outcome.ADVICE, Outcome.NONE_REACHED])
def test_every_count_can_have_every_outcome(result, outcome):
    assert read(result, outcome=outcome, winners=[]).outcome_sentence


@pytest.mark.parametrize("shape", [{}, {"rounds": [{**INSTANT_RUNOFF["rounds"][0], "tallies": {}}]}])
def test_a_count_of_nothing_has_empty_bars(shape):
    result = stored(tallies={"ada": "0", "ben": "0"}, with_choice=0, base=0, **shape)
    shown = read(result, outcome=Outcome.NONE_REACHED, winners=[])
    assert {row.bar_percent for row in shown.rows} <= {"0", "0.0"}


def test_numbers_are_those_of_the_language():
    with translation.override("ar"):
        ben = read(SINGLE_TRANSFERABLE_VOTE).rows[1]
    assert ben.count.startswith("311,75")
