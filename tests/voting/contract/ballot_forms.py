"""How to make, submit and rename the ballots of any counting method, by its `ballot_type`.

A method from outside with a form of its own (`ballot_type` is "") puts a
BallotForm under its slug into OWN_FORMS.
"""

from dataclasses import replace

from hypothesis import strategies as st

from voting.api import ChoiceSpec, ContestSpec, CountingMethod

KEYS = ("a", "b", "c", "d", "e", "f")


class BallotForm:
    """One form of ballots, for tests of a whole contest."""

    def selections(self, *, method, contest):
        """A strategy for what voters can hand in, blank ballots left out."""
        raise NotImplementedError

    def counted(self, *, method, contest):
        """A strategy for what may reach `count`: also what only paper and files bring."""
        return self.selections(method=method, contest=contest)

    def data(self, *, contest, selection):
        """The form values that a browser sends for a selection."""
        raise NotImplementedError

    def renamed(self, *, selection, names, before, after):
        """The same ballot in the contest `after`, whose keys are `names[key]`."""
        raise NotImplementedError


class OneChoice(BallotForm):
    def selections(self, *, method, contest):
        return st.sampled_from(contest.choice_keys)

    def data(self, *, contest, selection):
        return {contest.key: [selection]}

    def renamed(self, *, selection, names, before, after):
        return names[selection]


class Marks(BallotForm):
    """Any number of choices, in the contest's order."""

    def selections(self, *, method, contest):
        most = contest.options.get("max_marks") or len(contest.choices)
        marks = st.sets(st.sampled_from(contest.choice_keys), min_size=1, max_size=most)
        return marks.map(lambda keys: [key for key in contest.choice_keys if key in keys])

    def data(self, *, contest, selection):
        return {contest.key: list(selection)}

    def renamed(self, *, selection, names, before, after):
        marked = {names[key] for key in selection}
        return [key for key in after.choice_keys if key in marked]


class Ranking(BallotForm):
    def selections(self, *, method, contest):
        most = method.most_ranks(contest)
        orders = st.permutations(contest.choice_keys).flatmap(
            lambda keys: st.integers(1, most).map(lambda number: list(keys[:number]))
        )
        if not getattr(method, "allows_level", False):
            return orders
        return st.tuples(orders, st.lists(st.booleans(), min_size=len(contest.choices))).map(
            lambda drawn: _with_level_places(contest, *drawn)
        )

    def counted(self, *, method, contest):
        keys = st.sampled_from(contest.choice_keys)
        level = st.lists(keys, min_size=2, max_size=3, unique=True)
        place = st.one_of(keys, keys, keys, level, st.just([]), st.none())
        return st.one_of(
            self.selections(method=method, contest=contest),
            st.lists(place, min_size=1, max_size=len(contest.choices)),
        )

    def data(self, *, contest, selection):
        ranks = {}
        for number, place in enumerate(selection, start=1):
            for key in [place] if isinstance(place, str) else place:
                ranks[f"{contest.key}.{key}"] = [str(number)]
        return ranks

    def renamed(self, *, selection, names, before, after):
        return [
            place if place is None else names[place] if isinstance(place, str) else [names[k] for k in place]
            for place in selection
        ]


class Scores(BallotForm):
    def selections(self, *, method, contest):
        score = st.one_of(st.none(), st.integers(0, contest.options["max_score"]))
        scores = st.lists(score, min_size=len(contest.choices), max_size=len(contest.choices))
        return scores.filter(lambda row: any(score is not None for score in row))

    def data(self, *, contest, selection):
        return {
            f"{contest.key}.{key}": ["" if score is None else str(score)]
            for key, score in zip(contest.choice_keys, selection, strict=True)
        }

    def renamed(self, *, selection, names, before, after):
        scores = dict(zip((names[key] for key in before.choice_keys), selection, strict=True))
        return [scores[key] for key in after.choice_keys]


FORMS = {"one": OneChoice(), "approval": Marks(), "ranking": Ranking(), "scores": Scores()}
OWN_FORMS = {"most_marks": Marks()}


def form_of(method: CountingMethod) -> BallotForm:
    return FORMS[method.ballot_type] if method.ballot_type else OWN_FORMS[method.slug]


def contest_for(method: CountingMethod, *, choices: int = 4, seats: int = 1, **options) -> ContestSpec:
    """A contest that the method can ask, with its own choices where it brings them."""
    if method.fixed_choices:
        specs = tuple(ChoiceSpec(key, kind) for key, kind, _label in method.fixed_choices)
    else:
        specs = tuple(ChoiceSpec(key) for key in KEYS[:choices])
    seats = min(seats, method.most_seats, len(specs) - 1)
    return ContestSpec(key="q", choices=specs, seats=seats, options=method.clean_options(options=options))


def _settings_of(option):
    if option.kind == "flag":
        return st.booleans()
    if option.kind == "number":
        most = 4 if option.most is None else min(option.most, 4 + option.least)
        return st.integers(option.least, most)
    return st.sampled_from([value for value, _label in option.choices])


@st.composite
def contests(draw, *, method: CountingMethod):
    """Contests of every size, number of seats and setting."""
    options = {option.name: draw(_settings_of(option)) for option in method.options if draw(st.booleans())}
    contest = contest_for(method, choices=draw(st.integers(2, 5)), seats=draw(st.integers(1, 3)), **options)
    method.check_contest(contest=contest)
    return contest


@st.composite
def elections(draw, *, method: CountingMethod):
    """A contest and its ballots: (contest, [(selection, weight)]), blank ballots among them."""
    contest = draw(contests(method=method))
    selection = st.one_of(st.none(), *[form_of(method).counted(method=method, contest=contest)] * 3)
    ballots = draw(st.lists(st.tuples(selection, st.integers(1, 6)), max_size=9))
    return contest, ballots


def renamed_contest(contest: ContestSpec, *, names, order) -> ContestSpec:
    """The contest with other keys, its choices in another order."""
    specs = {choice.key: choice for choice in contest.choices}
    return replace(contest, choices=tuple(replace(specs[key], key=names[key]) for key in order))


def _with_level_places(contest, order, level_with_next):
    """An order in which some choices stand level with the one before them."""
    places: list[list[str]] = []
    for key, level in zip(order, level_with_next, strict=False):
        if level and places:
            places[-1].append(key)
        else:
            places.append([key])
    # As a form gives them: level choices in the contest's order.
    return [
        place[0] if len(place) == 1 else [key for key in contest.choice_keys if key in place]
        for place in places
    ]
