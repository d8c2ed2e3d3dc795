"""A count and its decision in one call, for tests of rules."""

from dataclasses import replace

from voting.api import (
    ChoiceSpec,
    ContestSpec,
    SeededLot,
    Turnout,
    counting_methods,
    decision_rules,
)

SIXTY = {
    "threshold_numerator": 60,
    "threshold_denominator": 100,
    "comparison": "at_least",
    "denominator": "choices_cast",
    "max_endorsed": 1,
    "quorum_kind": "none",
    "quorum_value": 0,
}
RACE = ContestSpec(
    key="race",
    choices=(ChoiceSpec("a"), ChoiceSpec("b"), ChoiceSpec("ne", "no_endorsement")),
)
QUESTION = ContestSpec(key="q", choices=(ChoiceSpec("yes", "yes"), ChoiceSpec("no", "no")))


def decide(
    votes,
    *,
    blank=0,
    contest=RACE,
    method="single_choice",
    rule="threshold",
    eligible=1000,
    recused=0,
    members=None,
    seed="any",
    options=None,
    **settings,
):
    """`votes`: selections with their numbers, as a dictionary or as pairs."""
    pairs = list(votes.items() if isinstance(votes, dict) else votes)
    counting = counting_methods.get(method)
    contest = replace(contest, options=counting.clean_options(options=options or {}))
    count = counting.count(contest=contest, ballots=[*pairs, (None, blank)], lot=SeededLot(seed))
    turnout = Turnout(
        eligible=eligible,
        ballots=sum(number for _selection, number in pairs) + blank,
        recused=recused,
        members=members,
    )
    plugin = decision_rules.get(rule)
    return plugin.decide(
        contest=contest,
        count=count,
        turnout=turnout,
        settings=plugin.clean_settings(settings={**SIXTY, **settings}),
    )
