"""Random elections, drawn fast and the same each time, as the exports that a bundle holds."""

from random import Random

from tests.tools.exports import exported
from voting.api import counting_methods

_NUMBERS = {
    "max_skipped_ranks": (-1, 2),
    "minimum_votes": (0, 4),
    "max_score": (1, 5),
    "max_marks": (0, 3),
    "max_ranks": (0, 4),
}
_QUORUMS = ("none", "ballots", "percent_of_roll", "percent_of_members", "percent_of_ballots")
PAIRS = ("schulze", "ranked_pairs")


def draw_election(method, seed, *, choices=6, lines=9, weights=6):
    """One contest of an export, counted and decided by the site's plugins. Few ballots make many ties."""
    random = Random(f"{method} {seed}")
    counting = counting_methods.get(method)
    keys, kinds = _choices(random, counting, choices)
    options = {option.name: _value(random, option) for option in counting.options}
    selections = {}
    for _line in range(random.randint(0, lines)):
        selection = None if random.random() < 0.1 else _selection(random, counting, keys, options)
        selections[repr(selection)] = (random.randint(1, weights), selection)
    ballots = list(selections.values())
    number = sum(weight for weight, _selection in ballots)
    rules = ["threshold", "method_winners", "advice", *(["default_option"] if method in PAIRS else [])]
    rule = random.choice(rules)
    if rule == "default_option":
        kinds = {keys[-1]: "no_endorsement"}
    return exported(
        method=method,
        choices=keys,
        kinds=kinds,
        seats=random.randint(1, min(counting.most_seats, max(1, len(keys) - 1))),
        options=options,
        ballots=ballots,
        rule=rule,
        settings=_settings(random, rule, keys),
        seed=f"seed {seed}",
        eligible=number + random.randint(0, 9),
        recused=random.choice([0, 0, 1]) if number else 0,
        members=random.choice([None, number + 12]),
    )["contests"][0]


def _choices(random, counting, most):
    if counting.fixed_choices:
        kinds = {key: kind for key, kind, _label in counting.fixed_choices}
        return list(kinds), kinds
    keys = list("ABCDEFGHIJKLMNOP"[: random.randint(2, most)])
    kinds = {}
    if random.random() < 0.4:
        kinds[keys[-1]] = "no_endorsement"
    if counting.slug == "instant_runoff" and random.random() < 0.2:
        kinds[keys[0]] = "write_ins"
    return keys, kinds


def _value(random, option):
    if option.kind == "flag":
        return random.random() < 0.5
    if option.kind == "choice":
        return random.choice([value for value, _label in option.choices])
    if option.name == "max_ranks" and random.random() < 0.7:
        return 0
    return random.randint(*_NUMBERS[option.name])


def _selection(random, counting, keys, options):
    match counting.ballot_type:
        case "one":
            return random.choice(keys)
        case "approval":
            most = options.get("max_marks") or len(keys)
            marked = random.sample(keys, random.randint(1, min(most, len(keys))))
            return [key for key in keys if key in marked]
        case "scores":
            scores = [random.choice([None, *range(options["max_score"] + 1)]) for _key in keys]
            return scores if any(score is not None for score in scores) else [0] * len(keys)
    plain = random.sample(keys, random.randint(1, len(keys)))
    if counting.slug == "instant_runoff" and random.random() < 0.5:
        # As paper ballots are: a skipped rank, two marks on one rank, a choice twice.
        return [
            random.choice([random.choice(keys), [], None, random.sample(keys, 2)])
            for _place in range(random.randint(1, 5))
        ]
    if getattr(counting, "allows_level", False) and random.random() < 0.5:
        cut = random.randint(0, len(plain))
        groups = [group for group in (plain[:cut], plain[cut:]) if group]
        return [group[0] if len(group) == 1 else group for group in groups]
    return plain


def _settings(random, rule, keys):
    quorum = {"quorum_kind": random.choice(_QUORUMS), "quorum_value": random.randint(1, 60)}
    if rule == "threshold":
        answers = ["yes_plus_no"] if "yes" in keys else []
        return {
            "threshold_numerator": random.randint(1, 3),
            "threshold_denominator": random.randint(4, 6),
            "comparison": random.choice(["at_least", "more_than"]),
            "denominator": random.choice(
                ["choices_cast", "ballots_submitted", "eligible_minus_recused", *answers]
            ),
            "max_endorsed": 1 if "yes" in keys else random.randint(1, 3),
            **quorum,
        }
    if rule == "default_option":
        return {
            "option_quorum": random.randint(0, 4),
            "majority_numerator": random.randint(1, 3),
            "comparison": random.choice(["at_least", "more_than"]),
            "majorities": random.choice([{}, {keys[0]: [3, 2]}]),
            **(quorum if random.random() < 0.3 else {}),
        }
    return quorum if rule == "method_winners" else {}
