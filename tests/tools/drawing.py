"""Random small elections of every kind, for hypothesis to draw."""

from hypothesis import strategies as st

from voting.api import counting_methods

# How far a number among a method's settings is worth drawing, by the name of the setting.
_NUMBERS = {
    "max_skipped_ranks": (-1, 2),
    "minimum_votes": (0, 4),
    "max_score": (1, 5),
    "max_marks": (0, 3),
    "max_ranks": (0, 0),
}
_QUORUMS = ("none", "ballots", "percent_of_roll", "percent_of_members", "percent_of_ballots")


@st.composite
def elections(draw, method, rules):
    """What `exported` is called with: a method, ballots that it accepts, and one of the rules."""
    counting = counting_methods.get(method)
    if counting.fixed_choices:
        kinds = {key: kind for key, kind, _label in counting.fixed_choices}
        choices = list(kinds)
    else:
        choices = list("ABCDEF"[: draw(st.integers(2, 6))])
        kinds = {choices[-1]: "no_endorsement"} if draw(st.booleans()) else {}
    options = {option.name: draw(_values(option)) for option in counting.options}
    selections = st.none() | _selections(counting, choices, options)
    ballots = draw(st.dictionaries(selections.map(_frozen), st.integers(1, 9), max_size=8))
    number = sum(ballots.values())
    rule = draw(st.sampled_from(rules))
    if rule == "default_option":
        kinds = {choices[-1]: "no_endorsement"}
    return {
        "method": method,
        "choices": choices,
        "kinds": kinds,
        "seats": draw(st.integers(1, min(counting.most_seats, max(1, len(choices) - 1)))),
        "options": options,
        "ballots": [(weight, _thawed(selection)) for selection, weight in ballots.items()],
        "rule": rule,
        "settings": draw(_settings(rule, choices, most=1 if "yes" in choices else 3)),
        "seed": draw(st.sampled_from(["one", "two", "three", "four", "five"])),
        "eligible": number + draw(st.integers(0, 9)),
        "recused": draw(st.sampled_from([0, 0, 1])) if number else 0,
        "members": draw(st.sampled_from([None, number + 12])),
    }


def _values(option):
    if option.kind == "flag":
        return st.booleans()
    if option.kind == "choice":
        return st.sampled_from([value for value, _label in option.choices])
    return st.integers(*_NUMBERS[option.name])


def _selections(counting, choices, options):
    match counting.ballot_type:
        case "one":
            return st.sampled_from(choices)
        case "approval":
            most = options.get("max_marks") or len(choices)
            return st.lists(st.sampled_from(choices), unique=True, min_size=1, max_size=most).map(
                lambda keys: [key for key in choices if key in keys]
            )
        case "scores":
            score = st.none() | st.integers(0, options.get("max_score", 5))
            return st.lists(score, min_size=len(choices), max_size=len(choices)).filter(
                lambda scores: any(score is not None for score in scores)
            )
    one = st.lists(st.sampled_from(choices), unique=True, min_size=1)
    if counting.slug == "instant_runoff":
        # As paper ballots are: a skipped rank, two marks on one rank, a choice twice.
        place = st.sampled_from(choices) | st.lists(st.sampled_from(choices), unique=True, max_size=2)
        return one | st.lists(place, min_size=1, max_size=5)
    if getattr(counting, "allows_level", False):
        return one | st.lists(st.integers(0, 4), min_size=len(choices), max_size=len(choices)).map(
            lambda ranks: _level(choices, ranks)
        ).filter(bool)
    return one


def _level(choices, ranks):
    """Places from a rank for each choice; 0 is unranked."""
    groups = [
        [key for key, rank in zip(choices, ranks, strict=True) if rank == wanted] for wanted in range(1, 5)
    ]
    return [group[0] if len(group) == 1 else group for group in groups if group]


def _settings(rule, choices, *, most):
    quorum = st.fixed_dictionaries(
        {"quorum_kind": st.sampled_from(_QUORUMS), "quorum_value": st.integers(1, 60)}
    )
    if rule == "threshold":
        shares = st.fixed_dictionaries(
            {
                "threshold_numerator": st.integers(1, 3),
                "threshold_denominator": st.integers(4, 6),
                "comparison": st.sampled_from(["at_least", "more_than"]),
                "denominator": st.sampled_from(
                    ["choices_cast", "ballots_submitted", "eligible_minus_recused"]
                ),
                "max_endorsed": st.integers(1, most),
            }
        )
        return st.tuples(shares, quorum).map(lambda both: both[0] | both[1])
    if rule == "default_option":
        return st.fixed_dictionaries(
            {
                "option_quorum": st.integers(0, 4),
                "majority_numerator": st.integers(1, 3),
                "comparison": st.sampled_from(["at_least", "more_than"]),
                "majorities": st.sampled_from([{}, {choices[0]: [3, 2]}]),
            }
        )
    return quorum if rule == "method_winners" else st.just({})


def _frozen(value):
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value


def _thawed(value):
    return [_thawed(each) for each in value] if isinstance(value, tuple) else value
