"""A ballot that is being filled in: it lives in the fields of the form, and nowhere else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voting.api import ContestSpec, CountingMethod, InvalidBallot
from voting.paper import ChoicePaper, ContestPaper, Paper
from voting.wording import number_text

CHOOSE_FIRST = gettext_lazy("Choose first. If you do not want to choose, skip this contest.")


@dataclass(frozen=True)
class HiddenField:
    name: str
    value: str


@dataclass(frozen=True)
class FieldOption:
    """A rank or a score that can be given: `value` goes into the form, `label` is for the voter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class BallotRow:
    """A choice that is given a number, with the field for it."""

    choice: ChoicePaper
    name: str
    options: tuple[FieldOption, ...]


@dataclass(frozen=True)
class BallotContest:
    """A contest with what the voter has chosen so far: what a counting method's ballot template gets.

    `fields`: the values that stand in the form by name, right or wrong.
    `chosen`: the choices of a selection that can be read; `answer`: what it
    says, in words.
    """

    paper: ContestPaper
    number: int
    chosen: tuple[str, ...]
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    answer: tuple[str, ...] = ()
    error: str = ""

    @property
    def key(self) -> str:
        return self.paper.key

    @property
    def choices(self) -> tuple[ChoicePaper, ...]:
        return self.paper.choices

    @property
    def ordinary_choices(self) -> list[ChoicePaper]:
        return [choice for choice in self.choices if not choice.stands_apart]

    @property
    def choices_apart(self) -> list[ChoicePaper]:
        return [choice for choice in self.choices if choice.stands_apart]

    @property
    def is_pair(self) -> bool:
        """Two short answers, such as yes and no, that fit beside each other."""
        return len(self.choices) == 2 and not any(choice.page_id for choice in self.choices)

    @property
    def marked(self) -> Sequence[str]:
        """The choices that are ticked on the screen, also when they are too many."""
        return self.fields.get(self.key, ())

    @property
    def most_ranks(self) -> int:
        return min(self.paper.options.get("max_ranks") or len(self.choices), len(self.choices))

    @property
    def rank_rows(self) -> list[BallotRow]:
        """Each choice with the ranks it can be given; an empty value leaves it unranked."""
        numbers = range(1, self.most_ranks + 1)
        options = [("", _("Not ranked")), *((str(number), number_text(number)) for number in numbers)]
        return [self._row(choice, options) for choice in self._apart_last]

    @property
    def score_rows(self) -> list[BallotRow]:
        """Each choice with the scores it can be given."""
        numbers = range(self.paper.options.get("max_score", 5) + 1)
        options = [(str(number), number_text(number)) for number in numbers]
        return [self._row(choice, options) for choice in self._apart_last]

    @property
    def _apart_last(self) -> list[ChoicePaper]:
        return [*self.ordinary_choices, *self.choices_apart]

    def _row(self, choice: ChoicePaper, options: list[tuple[str, str]]) -> BallotRow:
        name = f"{self.key}.{choice.key}"
        given = [value for value in self.fields.get(name, ()) if value][:1] or [""]
        return BallotRow(
            choice=choice,
            name=name,
            options=tuple(FieldOption(value, label, value == given[0]) for value, label in options),
        )


class BallotForm:
    """Reads and carries the selections of one ballot.

    `data`: the submitted form. `earlier`: selections of a ballot that may
    still be changed, shown where nothing was submitted yet.
    """

    def __init__(self, *, paper: Paper, data: QueryDict, earlier: Mapping[str, Any] | None = None):
        self.paper = paper
        self.earlier = earlier or {}
        self.errors: dict[str, str] = {}
        self.selections: dict[str, Any] = {}
        self._data: dict[str, dict[str, list[str]]] = {}
        for contest in paper.contests:
            self._data[contest.key] = _fields_of(contest.key, data)
            self._read(contest)

    def _read(self, contest: ContestPaper) -> None:
        self.selections[contest.key] = None
        try:
            self.selections[contest.key] = contest.method.read_selection(
                contest=contest.spec, data=self._data[contest.key]
            )
        except InvalidBallot as error:
            self.errors[contest.key] = str(error) or _("This answer does not fit the question.")

    def leave_out(self, number: int) -> None:
        """Forget what was chosen in a contest."""
        key = self.paper.contests[number - 1].key
        self._data[key] = {}
        self.selections[key] = None
        self.errors.pop(key, None)

    def require(self, number: int) -> bool:
        """Whether a contest has an answer; if not, it gets an error."""
        key = self.paper.contests[number - 1].key
        if self.selections[key] is None and key not in self.errors:
            self.errors[key] = str(CHOOSE_FIRST)
        return key not in self.errors

    @property
    def first_error(self) -> int | None:
        """The number of the first contest with an error."""
        for number, contest in enumerate(self.paper.contests, start=1):
            if contest.key in self.errors:
                return number
        return None

    @property
    def is_empty(self) -> bool:
        return all(selection is None for selection in self.selections.values())

    def contest(self, number: int) -> BallotContest:
        """A contest as its screen shows it: what was submitted, or else what was cast earlier."""
        paper = self.paper.contests[number - 1]
        selection, fields = self.selections[paper.key], self._data[paper.key]
        if selection is None and not fields:
            selection = self.earlier.get(paper.key)
            fields = paper.method.form_fields(contest=paper.spec, selection=selection)
        return self._contest(paper, number, selection, fields)

    def contests(self) -> list[BallotContest]:
        """Every contest as the review shows it."""
        return [
            self._contest(paper, number, self.selections[paper.key], self._data[paper.key])
            for number, paper in enumerate(self.paper.contests, start=1)
        ]

    def _contest(self, paper: ContestPaper, number: int, selection, fields) -> BallotContest:
        return BallotContest(
            paper=paper,
            number=number,
            chosen=tuple(paper.method.chosen_keys(contest=paper.spec, selection=selection)),
            fields=fields,
            answer=paper.answer_words(selection),
            error=self.errors.get(paper.key, ""),
        )

    def hidden_fields(self, *, shown: int | None) -> list[HiddenField]:
        """The selections of every contest that is not on the screen."""
        return [
            HiddenField(name=name, value=value)
            for number, contest in enumerate(self.paper.contests, start=1)
            if number != shown
            for name, values in self._data[contest.key].items()
            for value in values
        ]


def selections_in(*, asked: Sequence[tuple[ContestSpec, CountingMethod]], data: QueryDict) -> dict[str, Any]:
    """What a submitted form chooses, by the key of the contest. Raises InvalidBallot."""
    return {
        contest.key: method.read_selection(contest=contest, data=_fields_of(contest.key, data))
        for contest, method in asked
    }


def _fields_of(key: str, data: QueryDict) -> dict[str, Sequence[str]]:
    return {name: data.getlist(name) for name in data if name == key or name.startswith(f"{key}.")}
