"""Counting an election that was read from a file: with a lot, or in every way a lot could fall."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from voting.api import (
    ChoiceSpec,
    ContestSpec,
    Count,
    CountingMethod,
    Decision,
    DecisionRule,
    InvalidSettings,
    Lot,
    SeededLot,
    TooManyWays,
    Turnout,
    count_every_way,
    counting_methods,
    decision_rules,
)
from voting.ballot_files.election import Election
from voting.ballot_files.errors import CannotCount

_MOST_WAYS = 500


class MethodNotOffered(CannotCount):
    """The file was counted by a method that is not here."""


@dataclass(frozen=True)
class Plan:
    """How an election is to be counted. `lot` makes one, and is None where every way is to be tried."""

    election: Election
    method: CountingMethod
    contest: ContestSpec
    lot: Callable[[], Lot] | None
    rule: DecisionRule | None


@dataclass(frozen=True)
class Tallied:
    """What came out. `counts`: one, or one for each way in which the lot could fall.

    `decisions` belong to the counts; empty where the file has no decision
    rule. `winners`: everybody who wins in some way, in the order of the
    choices where that is open.
    """

    plan: Plan
    counts: tuple[Count, ...]
    decisions: tuple[Decision, ...]
    winners: tuple[str, ...]
    is_open: bool

    @property
    def ways(self) -> list[tuple[str, ...]]:
        """The winners of each way."""
        if not self.decisions:
            return [count.winners for count in self.counts]
        ways = []
        for decision in self.decisions:
            # A rule that leaves a tie open names nobody: each of the tied may be the one.
            ways += [(key,) for key in decision.tied] if decision.outcome == "tie" else [decision.winners]
        return ways


def make_plan(
    *,
    election: Election,
    method: str = "",
    seats: int | None = None,
    options: Mapping[str, Any] | None = None,
    seed: str = "",
) -> Plan:
    """How the election is counted, by what is given and else by what the file says. Raises CannotCount."""
    plugin = method_called(method or election.method, is_from_file=not method)
    options = _options(plugin, election, options or {}, is_same=plugin.slug == election.method)
    seats = seats if seats is not None else election.seats or 1
    contest = ContestSpec(key=election.key, choices=_choices(plugin, election), seats=seats, options=options)
    _check_seats(plugin, contest)
    _check_form(plugin, election)
    rule = None
    if election.rule and plugin.slug == election.method:
        rule = decision_rules.get(election.rule)
        if rule.is_missing:
            raise MethodNotOffered(f"The decision rule “{election.rule}” is not offered here.")
        _check_rule(rule, plugin, contest, election)
    lot = partial(SeededLot, seed) if seed else election.lot
    return Plan(election=election, method=plugin, contest=contest, lot=lot, rule=rule)


def method_called(slug: str, *, is_from_file: bool = False) -> CountingMethod:
    """The counting method of this name. Raises CannotCount with the names there are."""
    if not slug:
        raise CannotCount("The file does not say how to count. Say it with --method.")
    if slug not in counting_methods:
        names = ", ".join(name for name, _label in counting_methods.choices())
        kind = MethodNotOffered if is_from_file else CannotCount
        raise kind(f"The counting method “{slug}” is not offered here. There are: {names}.")
    return counting_methods.get(slug)


def tally(plan: Plan) -> Tallied:
    """Count as planned. Raises CannotCount where there are too many ways to try without a lot."""
    ballots = _ballots(plan)

    def count_with(lot: Lot) -> Count:
        return plan.method.count(contest=plan.contest, ballots=ballots, lot=lot)

    if plan.lot is not None:
        counts = (count_with(plan.lot()),)
    else:
        try:
            counts = tuple(count_every_way(count_with, limit=_MOST_WAYS))
        except TooManyWays:
            raise CannotCount(
                f"The ties can fall in more than {_MOST_WAYS} ways. Give a seed with --lot."
            ) from None
    decisions = tuple(_decision(plan, count) for count in counts) if plan.rule else ()
    tallied = Tallied(plan=plan, counts=counts, decisions=decisions, winners=(), is_open=False)
    ways = tallied.ways
    if len({frozenset(way) for way in ways}) == 1:
        return Tallied(plan=plan, counts=counts, decisions=decisions, winners=ways[0], is_open=False)
    possible = {key for way in ways for key in way}
    winners = tuple(key for key in plan.contest.choice_keys if key in possible)
    return Tallied(plan=plan, counts=counts, decisions=decisions, winners=winners, is_open=True)


def _decision(plan: Plan, count: Count) -> Decision:
    ballots = count.with_choice + count.blank
    turnout = plan.election.turnout or Turnout(eligible=ballots, ballots=ballots)
    return plan.rule.decide(
        contest=plan.contest, count=count, turnout=turnout, settings=plan.election.rule_settings
    )


def _options(
    plugin: CountingMethod, election: Election, given: Mapping[str, Any], *, is_same: bool
) -> dict[str, Any]:
    # What a file says about another method than the one that is asked for
    # holds as far as that one knows it.
    known = {option.name for option in plugin.options}
    stated = {name: value for name, value in election.options.items() if is_same or name in known}
    try:
        return plugin.clean_options(options={**stated, **given})
    except InvalidSettings as error:
        problems = " ".join(f"{name}: {problem}" for name, problem in error.problems.items())
        raise CannotCount(f"These settings do not fit “{plugin.slug}”. {problems}") from None


def _choices(plugin: CountingMethod, election: Election) -> tuple[ChoiceSpec, ...]:
    """The choices; where a method brings its own, those are found by their names."""
    fixed = {}
    for key, kind, label in plugin.fixed_choices:
        fixed[key] = fixed[str(label).lower()] = kind
    choices = []
    for choice in election.choices:
        kind = fixed.get(choice.key.lower(), choice.kind)
        choices.append(ChoiceSpec(key=choice.key, kind=kind))
    return tuple(choices)


def _check_seats(plugin: CountingMethod, contest: ContestSpec) -> None:
    if not 1 <= contest.seats <= plugin.most_seats:
        most = "one seat" if plugin.most_seats == 1 else f"1 to {plugin.most_seats} seats"
        raise CannotCount(f"“{plugin.slug}” fills {most}, and not {contest.seats}.")
    try:
        plugin.check_contest(contest=contest)
    except InvalidSettings as error:
        raise CannotCount(str(error)) from None


def _check_rule(rule: DecisionRule, plugin: CountingMethod, contest: ContestSpec, election: Election) -> None:
    try:
        rule.check_contest(contest=contest, method=plugin, settings=election.rule_settings)
    except InvalidSettings as error:
        raise CannotCount(str(error)) from None


def _check_form(plugin: CountingMethod, election: Election) -> None:
    forms = (election.ballot_type, plugin.ballot_type)
    if forms[0] != forms[1] and forms not in _CONVERSIONS:
        raise CannotCount(
            f"The file holds {_FORMS.get(forms[0], 'other ballots')}, "
            f"and “{plugin.slug}” counts {_FORMS.get(forms[1], 'other ballots')}."
        )


_FORMS = {
    "one": "ballots with one choice",
    "approval": "approvals",
    "ranking": "rankings",
    "scores": "scores",
}


def _ballots(plan: Plan) -> Any:
    forms = (plan.election.ballot_type, plan.method.ballot_type)
    if forms[0] == forms[1]:
        return plan.election.ballots
    convert = _CONVERSIONS[forms]
    order = plan.contest.choice_keys
    return [
        (None if selection is None else convert(selection, order), number)
        for selection, number in plan.election.ballots
    ]


def _named(selection: Any, order: tuple[str, ...]) -> tuple[str, ...] | None:
    """Every choice that a ranking names, in the order of the choices."""
    named: set[str] = set()
    for place in selection:
        if place is None:
            raise CannotCount("The file has ballots with marks that nobody recorded.")
        named.update([place] if isinstance(place, str) else place)
    return tuple(key for key in order if key in named) or None


def _only(selection: Any, order: tuple[str, ...]) -> str | None:
    named = _named(selection, order) or (None,)
    if len(named) > 1:
        raise CannotCount("The file has ballots that name several choices, and this method takes one.")
    return named[0]


# From the form of the file to the form of the method.
_CONVERSIONS = {
    ("ranking", "approval"): _named,
    ("ranking", "one"): _only,
    ("approval", "one"): _only,
    ("approval", "ranking"): lambda selection, _order: (
        (selection[0] if len(selection) == 1 else tuple(selection)),
    ),
    ("one", "approval"): lambda selection, _order: (selection,),
    ("one", "ranking"): lambda selection, _order: (selection,),
}
