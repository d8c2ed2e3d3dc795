import pytest

from tests.voting.plugins.deciding import SIXTY, decide
from voting.api import InvalidSettings, decision_rules

RULES = ["threshold", "method_winners"]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("kind", "value", "just_enough", "too_few"),
    [
        ("ballots", 25, {}, {"votes": {"a": 24}}),
        ("percent_of_roll", 25, {"eligible": 100}, {"eligible": 101}),
        ("percent_of_members", 5, {"members": 500}, {"members": 501}),
        ("percent_of_ballots", 50, {"blank": 25}, {"blank": 26}),
    ],
)
def test_a_quorum_is_met_at_its_number_and_not_one_below(rule, kind, value, just_enough, too_few):
    def outcome(votes=None, **facts):
        votes = votes or {"a": 25}
        return decide(votes, rule=rule, quorum_kind=kind, quorum_value=value, **facts).outcome

    assert outcome(**just_enough) in ("endorsed", "elected")
    assert outcome(**too_few) == "quorum_not_met"


@pytest.mark.parametrize("rule", RULES)
def test_a_share_of_members_whom_nobody_has_counted_is_not_met(rule):
    decision = decide({"a": 25}, rule=rule, members=None, quorum_kind="percent_of_members", quorum_value=1)
    assert (decision.outcome, decision.winners) == ("quorum_not_met", ())


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"quorum_kind": "some"}, "quorum_kind"),
        ({"quorum_kind": "ballots"}, "quorum_value"),
        ({"quorum_kind": "ballots", "quorum_value": -1}, "quorum_value"),
        ({"quorum_kind": "ballots", "quorum_value": 1.5}, "quorum_value"),
        ({"quorum_kind": "percent_of_roll", "quorum_value": 101}, "quorum_value"),
        ({"quorum_kind": "percent_of_members", "quorum_value": 101}, "quorum_value"),
        ({"quorum_kind": "percent_of_ballots", "quorum_value": 101}, "quorum_value"),
    ],
)
def test_a_quorum_that_makes_no_sense_is_refused_by_name(rule, given, field):
    with pytest.raises(InvalidSettings) as refusal:
        decision_rules.get(rule).clean_settings(settings={**SIXTY, **given})
    assert list(refusal.value.problems) == [field]


@pytest.mark.parametrize("rule", RULES)
def test_a_quorum_of_ballots_may_be_more_than_a_hundred(rule):
    settings = decision_rules.get(rule).clean_settings(
        settings={**SIXTY, "quorum_kind": "ballots", "quorum_value": 250}
    )
    assert settings["quorum_value"] == 250


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("ballots", "at least 10 people vote"),
        ("percent_of_roll", "at least 10 % of those who may vote"),
        ("percent_of_members", "at least 10 % of all members vote"),
        ("percent_of_ballots", "at least 10 % of the ballots choose something here"),
    ],
)
def test_the_ballot_says_what_the_quorum_is(rule, kind, words):
    plugin = decision_rules.get(rule)
    settings = plugin.clean_settings(settings={**SIXTY, "quorum_kind": kind, "quorum_value": 10})
    assert words in plugin.sentence(settings=settings)
