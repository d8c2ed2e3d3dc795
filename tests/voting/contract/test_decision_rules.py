"""What every registered decision rule must do, with every counting method it accepts."""

import json
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.voting.contract.ballot_forms import contest_for, contests, elections
from tests.voting.contract.test_counting_methods import json_values, with_names
from voting.api import (
    Decision,
    InvalidSettings,
    SeededLot,
    Turnout,
    count_as_json,
    counting_methods,
    decision_rules,
)
from voting.models.tally import Outcome

held_to = hypothesis_settings(
    max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)

SIXTY_PERCENT = {"threshold_numerator": 60, "threshold_denominator": 100}

# Settings to try; each rule must accept at least one. A rule that needs others adds them here.
TRIED = (
    {},
    SIXTY_PERCENT,
    {**SIXTY_PERCENT, "comparison": "more_than", "denominator": "ballots_submitted"},
    {**SIXTY_PERCENT, "denominator": "eligible_minus_recused"},
    {**SIXTY_PERCENT, "quorum_kind": "ballots", "quorum_value": 12},
    {**SIXTY_PERCENT, "quorum_kind": "percent_of_roll", "quorum_value": 40},
    {"default_choice": "a"},
    {"default_choice": "b", "option_quorum": 3, "majority_numerator": 3, "majorities": {"a": [2, 1]}},
    {"default_choice": "b", "option_quorum": 2, "majority_numerator": 3, "comparison": "more_than"},
)


@pytest.fixture(scope="module", params=[rule.slug for rule in decision_rules])
def rule(request):
    return decision_rules.get(request.param)


def accepted_settings(rule):
    accepted = []
    for tried in TRIED:
        try:
            cleaned = rule.clean_settings(settings=tried)
        except InvalidSettings as error:
            assert error.problems and all(str(text) for text in error.problems.values())
            continue
        # Some settings are sound, but not for any contest that is tried here.
        if accepted_methods(rule, cleaned):
            accepted.append(cleaned)
    return accepted


def accepted_methods(rule, settings):
    methods = []
    for method in counting_methods:
        try:
            rule.check_contest(contest=contest_for(method), method=method, settings=settings)
        except InvalidSettings as error:
            assert error.problems and all(str(text) for text in error.problems.values())
        else:
            methods.append(method)
    return methods


def test_rule_accepts_some_settings_and_some_method(rule):
    assert accepted_settings(rule)
    assert any(accepted_methods(rule, cleaned) for cleaned in accepted_settings(rule))


def test_settings_are_stored_as_they_are_read(rule):
    for cleaned in accepted_settings(rule):
        assert rule.clean_settings(settings=cleaned) == cleaned
        assert json.loads(json.dumps(cleaned, allow_nan=False)) == cleaned


def test_rule_says_in_a_sentence_what_is_needed(rule):
    for cleaned in accepted_settings(rule):
        sentence = str(rule.sentence(settings=cleaned))
        assert sentence.endswith(".") and "%(" not in sentence


def test_line_of_a_chart_is_an_exact_share(rule):
    for cleaned in accepted_settings(rule):
        line = rule.threshold(settings=cleaned)
        assert line is None or (type(line) is Fraction and 0 < line <= 1)


@held_to
@given(data=st.data())
def test_unsound_settings_are_refused(rule, data):
    names = sorted({name for tried in (*TRIED, *accepted_settings(rule)) for name in tried})
    tried = data.draw(st.dictionaries(st.sampled_from(names), json_values, max_size=4))
    try:
        cleaned = rule.clean_settings(settings={**data.draw(st.sampled_from(TRIED)), **tried})
    except InvalidSettings as error:
        assert error.problems and all(str(text) for text in error.problems.values())
    else:
        assert str(rule.sentence(settings=cleaned))


@st.composite
def counted_contests(draw, *, rule):
    """(contest, count, turnout, settings): what a rule is asked to decide."""
    usable = [cleaned for cleaned in accepted_settings(rule) if accepted_methods(rule, cleaned)]
    settings = draw(st.sampled_from(usable))
    method = draw(st.sampled_from(accepted_methods(rule, settings)))
    contest, ballots = draw(elections(method=method))
    try:
        rule.check_contest(contest=contest, method=method, settings=settings)
    except InvalidSettings:
        # It takes the method, but not this number of seats or of choices.
        contest, ballots = contest_for(method), []
    count = method.count(contest=contest, ballots=ballots, lot=SeededLot("any"))
    number = sum(weight for _selection, weight in ballots)
    absent, recused = draw(st.integers(0, 5)), draw(st.integers(0, 2))
    members = draw(st.one_of(st.none(), st.integers(number + absent + recused, 100)))
    turnout = Turnout(eligible=number + absent + recused, ballots=number, recused=recused, members=members)
    return contest, count, turnout, settings


@held_to
@given(data=st.data())
def test_decision_is_exact_and_about_this_contest(rule, data):
    contest, count, turnout, settings = data.draw(counted_contests(rule=rule))
    before = count_as_json(count)
    decision = rule.decide(contest=contest, count=count, turnout=turnout, settings=settings)
    assert isinstance(decision, Decision)
    assert decision.outcome in Outcome.values
    assert set(decision.winners) | set(decision.tied) <= set(contest.choice_keys)
    assert len(set(decision.winners)) == len(decision.winners)
    # Advice names all who lead; whoever decides leaves out whom nothing tells apart.
    assert decision.outcome == "advice" or not set(decision.winners) & set(decision.tied)
    assert set(decision.shares) <= set(contest.choice_keys)
    assert all(type(share) is Fraction and share >= 0 for share in decision.shares.values())
    assert type(decision.base) is int and decision.base >= 0
    assert decision.needed is None or (type(decision.needed) is int and decision.needed >= 0)
    if decision.outcome in {"none_reached_threshold", "quorum_not_met", "tie"}:
        assert decision.winners == ()
    if decision.outcome in {"endorsed", "elected", "position_yes", "position_no", "no_endorsement"}:
        assert decision.winners
    # The same again: a rule keeps nothing and changes nothing.
    assert rule.decide(contest=contest, count=count, turnout=turnout, settings=settings) == decision
    assert count_as_json(count) == before


def test_nobody_is_endorsed_or_elected_where_nobody_voted(rule):
    for cleaned in accepted_settings(rule):
        for method in accepted_methods(rule, cleaned):
            contest = contest_for(method)
            count = method.count(contest=contest, ballots=[], lot=SeededLot("any"))
            decision = rule.decide(
                contest=contest, count=count, turnout=Turnout(eligible=9, ballots=0), settings=cleaned
            )
            assert decision.outcome not in {"endorsed", "elected", "position_yes", "position_no"}


@held_to
@given(data=st.data())
def test_order_of_the_choices_decides_nothing(rule, data):
    contest, count, turnout, settings = data.draw(counted_contests(rule=rule))
    turned = type(count)(
        **{
            **{name: getattr(count, name) for name in count.__dataclass_fields__},
            "tallies": dict(reversed(count.tallies.items())),
        }
    )
    decisions = [
        rule.decide(contest=contest, count=found, turnout=turnout, settings=settings)
        for found in (count, turned)
    ]
    names = {key: key for key in contest.choice_keys}
    assert with_names(decisions[0], names) == with_names(decisions[1], names)


@held_to
@given(data=st.data())
def test_a_contest_is_accepted_or_refused_with_a_sentence(rule, data):
    method = data.draw(st.sampled_from(sorted(counting_methods, key=lambda method: method.slug)))
    contest = data.draw(contests(method=method))
    for cleaned in accepted_settings(rule):
        try:
            rule.check_contest(contest=contest, method=method, settings=cleaned)
        except InvalidSettings as error:
            assert error.problems and all(str(text) for text in error.problems.values())
