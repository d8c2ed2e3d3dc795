"""What an editor is told about a decision rule, beside the field it concerns."""

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from tests.factories.voting import contest, race_contest
from voting.blocks import ContestBlock


def clean(value):
    block = ContestBlock()
    return block.clean(block.to_python(value["value"]))


def refused_fields(value):
    """The fields of the rule beside which something is refused."""
    with pytest.raises(StructBlockValidationError) as refusal:
        clean(value)
    assert list(refusal.value.block_errors) == ["rule"]
    return list(refusal.value.block_errors["rule"].block_errors)


def test_a_rule_without_the_newer_settings_takes_their_defaults():
    assert clean(race_contest())["rule"]["max_endorsed"] == 1


@pytest.mark.parametrize("rule", ["method_winners", "advice"])
def test_settings_that_a_rule_does_not_use_are_not_refused(rule):
    cleaned = clean(
        race_contest(rule={"rule": rule, "threshold_numerator": 200, "denominator": "yes_plus_no"})
    )
    assert cleaned["rule"]["rule"] == rule


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"max_endorsed": 16}, "max_endorsed"),
        ({"denominator": "yes_plus_no"}, "denominator"),
        ({"quorum_kind": "percent_of_members", "quorum_value": 101}, "quorum_value"),
        ({"quorum_kind": "percent_of_ballots"}, "quorum_value"),
        ({"rule": "method_winners", "quorum_kind": "ballots"}, "quorum_value"),
        ({"rule": "default_option", "majority_denominator": 2}, "majority_numerator"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(given, field):
    assert refused_fields(race_contest(rule=given)) == [field]


def test_a_method_without_shares_needs_another_rule():
    ranked = race_contest(method="schulze")
    assert refused_fields(ranked) == ["rule"]
    cleaned = clean(
        race_contest(
            method="schulze",
            rule={"rule": "default_option", "option_quorum": 5, "majority_numerator": 3},
        )
    )
    assert cleaned["rule"]["option_quorum"] == 5


def test_a_question_cannot_have_two_answers():
    assert refused_fields(contest(method="yes_no", rule={"max_endorsed": 2})) == ["max_endorsed"]
