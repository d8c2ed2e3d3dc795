"""What came out of a count: as JSON values with names, or as text for people."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, override

from voting.api import Count, Round, Tie
from voting.ballot_files.tallying import Tallied


class Names:
    """The names of an election's choices, by key."""

    def __init__(self, tallied: Tallied):
        self.labels = {choice.key: choice.label for choice in tallied.plan.election.choices}

    def of(self, keys: Iterable[str]) -> list[str]:
        return [self.labels[key] for key in keys]

    def __getitem__(self, key: str) -> str:
        return self.labels[key]

    def listed(self, keys: Iterable[str]) -> str:
        """“Ada”, “Ada and Ben” or “Ada, Ben and Cleo”."""
        names = self.of(keys)
        return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def tallied_as_json(tallied: Tallied) -> dict[str, Any]:
    """Everything about a count, with choices by name and exact numbers as text."""
    names = Names(tallied)
    plan, count = tallied.plan, tallied.counts[0]
    told: dict[str, Any] = {
        "method": plan.method.slug,
        "seats": plan.contest.seats,
        "winners": names.of(tallied.winners),
        "ties": [_tie(tie, names, tallied) for tie in count.ties],
        "rounds": [_round(step, names) for step in count.rounds],
        "decision": _decision(tallied, names),
        "options": dict(plan.contest.options),
        "ballots": count.with_choice + count.blank,
        "blank": count.blank,
        "tallies": _tallies(count.tallies, names),
    }
    if plan.election.title:
        told["title"] = plan.election.title
    if len(tallied.counts) > 1:
        told["ways"] = len(tallied.counts)
        told["possible_winners"] = _possible(tallied, names)
        told["note"] = _WAYS.format(number=len(tallied.counts))
    return {**told, **_extras(count, names)}


_WAYS = "The lot can fall in {number} ways. The rounds are those of the first."


def _possible(tallied: Tallied, names: Names) -> list[list[str]]:
    order = tallied.plan.contest.choice_keys
    ways = {tuple(sorted(way, key=order.index)) for way in tallied.ways}
    return [names.of(way) for way in sorted(ways, key=lambda way: [order.index(key) for key in way])]


def _extras(count: Count, names: Names) -> dict[str, Any]:
    extras: dict[str, Any] = {}
    if count.quota is not None:
        extras["quota"] = number_text(count.quota)
    if count.pairwise is not None:
        extras["pairwise"] = {
            names[key]: {names[other]: number for other, number in row.items()}
            for key, row in count.pairwise.items()
        }
    if count.ranking:
        extras["ranking"] = [names.of(group) for group in count.ranking]
    if count.distribution is not None:
        extras["distribution"] = {
            names[key]: {str(score): number for score, number in scores.items()}
            for key, scores in count.distribution.items()
        }
    return extras


def _tie(tie: Tie, names: Names, tallied: Tallied) -> dict[str, Any]:
    # Where every way is tried, no lot has settled anything.
    is_left = tie.settled_by == "lot" and tallied.plan.lot is None
    return {
        "round": tie.round,
        "choices": names.of(tie.choices),
        "what": tie.what,
        "settled_by": "" if is_left else tie.settled_by,
        "favored": [] if is_left else names.of(tie.favored),
        "open": is_left or not tie.settled_by,
    }


def _round(step: Round, names: Names) -> dict[str, Any]:
    return {
        "n": step.number,
        "tallies": _tallies(step.tallies, names),
        "exhausted": number_text(step.exhausted),
        "elected": names.of(step.elected),
        "eliminated": names.of(step.eliminated),
        "transfers": [
            {
                "from": names[move.source],
                "to": None if move.to is None else names[move.to],
                "votes": number_text(move.votes),
            }
            for move in step.transfers
        ],
        "why": why_of(step, names),
    }


def why_of(step: Round, names: Names) -> str:
    """The explanation of a round, in English."""
    if not step.why:
        return ""
    values = {
        name: names.listed(value)
        if isinstance(value, tuple)
        else number_text(value)
        if isinstance(value, Fraction)
        else names.labels.get(value, value)
        if isinstance(value, str)
        else value
        for name, value in step.values.items()
    }
    with override("en"):
        return gettext(step.why) % values


def _decision(tallied: Tallied, names: Names) -> dict[str, Any]:
    if tallied.decisions:
        first = tallied.decisions[0]
        # With a rule the lot can lead to different outcomes, or to one with different winners.
        ways = {(decision.outcome, frozenset(decision.winners)) for decision in tallied.decisions}
        is_one = len(ways) == 1
        return {
            "rule": tallied.plan.rule.slug,
            "outcome": first.outcome if is_one else "open",
            "winners": names.of(first.winners) if is_one else [],
            "tied": names.of(first.tied),
            "shares": {names[key]: str(share) for key, share in first.shares.items()},
            "base": first.base,
            "needed": first.needed,
        }
    outcome = "open" if tallied.is_open else "elected" if tallied.winners else "nobody"
    return {"rule": None, "outcome": outcome, "winners": names.of(tallied.winners), "tied": []}


def _tallies(tallies: Mapping[str, Fraction], names: Names) -> dict[str, str]:
    return {names[key]: number_text(votes) for key, votes in tallies.items()}


def number_text(number: Fraction | int) -> str:
    """An exact number: as a decimal where it has an end, else as a fraction."""
    number = Fraction(number)
    rest, digits = number.denominator, 0
    for factor in (2, 5):
        power = 0
        while rest % factor == 0:
            rest //= factor
            power += 1
        digits = max(digits, power)
    if rest != 1:
        return str(number)
    if not digits:
        return str(number.numerator)
    scaled = abs(number.numerator) * 10**digits // number.denominator
    whole, part = divmod(scaled, 10**digits)
    return f"{'-' if number < 0 else ''}{whole}.{part:0{digits}d}"


def tallied_as_text(tallied: Tallied, *, file: str) -> str:
    """A report for people."""
    names = Names(tallied)
    plan, count = tallied.plan, tallied.counts[0]
    title = plan.election.title or file
    seats = "1 seat" if plan.contest.seats == 1 else f"{plan.contest.seats} seats"
    lines = [
        title,
        "=" * len(title),
        f"{plan.method.slug}, {seats}, {count.with_choice + count.blank} ballots",
    ]
    lines += [f"  {name}: {value}" for name, value in plan.contest.options.items()]
    lines += [f"{count.blank} ballots choose nothing here."] if count.blank else []
    lines += [f"Quota: {number_text(count.quota)}"] if count.quota is not None else []
    lines += list(plan.election.notes)
    if len(tallied.counts) > 1:
        lines += ["", _WAYS.format(number=len(tallied.counts))]
    for step in count.rounds:
        lines += ["", f"Round {step.number}", *_bars(step, names)]
        lines += [f"  {why_of(step, names)}"] if step.why else []
        lines += [f"  Elected: {names.listed(step.elected)}"] if step.elected else []
        lines += [f"  Eliminated: {names.listed(step.eliminated)}"] if step.eliminated else []
    if not count.rounds:
        lines += ["", *_table(count.tallies, names)]
    lines += _pairwise(count, names)
    lines += [""] + [_tie_text(tie, names, tallied) for tie in count.ties] if count.ties else []
    return "\n".join([*lines, "", *_outcome(tallied, names), ""])


def _bars(step: Round, names: Names) -> list[str]:
    lines = _table(step.tallies, names)
    return [*lines, f"  no longer counting: {number_text(step.exhausted)}"] if step.exhausted else lines


def _table(tallies: Mapping[str, Fraction], names: Names) -> list[str]:
    rows = sorted(tallies.items(), key=lambda row: (-row[1], names[row[0]]))
    width = max((len(names[key]) for key, _votes in rows), default=0)
    return [f"  {names[key]:<{width}}  {number_text(votes):>12}" for key, votes in rows]


def _pairwise(count: Count, names: Names) -> list[str]:
    if count.pairwise is None:
        return []
    lines = ["", "Pairs (ballots that prefer the first to the second)"]
    keys = list(count.pairwise)
    for place, key in enumerate(keys):
        for other in keys[place + 1 :]:
            ahead, behind = count.pairwise[key].get(other, 0), count.pairwise[other].get(key, 0)
            lines.append(f"  {names[key]} – {names[other]}: {ahead} to {behind}")
    if count.ranking:
        lines += ["", "Order"]
        lines += [f"  {place}. {names.listed(group)}" for place, group in enumerate(count.ranking, 1)]
    return lines


def _tie_text(tie: Tie, names: Names, tallied: Tallied) -> str:
    told = _tie(tie, names, tallied)
    start = f"Tie in round {tie.round} ({tie.what}): {names.listed(tie.choices)}."
    if told["open"]:
        return f"{start} It is open."
    return f"{start} Settled by {told['settled_by'].replace('_', ' ')}: {names.listed(tie.favored)}."


def _outcome(tallied: Tallied, names: Names) -> list[str]:
    decision = _decision(tallied, names)
    rule = f" ({decision['rule']}: {decision['outcome']})" if decision["rule"] else ""
    if tallied.is_open:
        lines = [f"The winners are open{rule}. They can be:"]
        return lines + [f"  {', '.join(way) or 'nobody'}" for way in _possible(tallied, names)]
    if not tallied.winners:
        return [f"Nobody wins{rule}."]
    word = "Winner" if len(tallied.winners) == 1 else "Winners"
    return [f"{word}: {', '.join(names.of(tallied.winners))}{rule}"]
