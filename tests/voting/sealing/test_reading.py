"""Nobody can check a sealed ballot: so a browser must read, refuse and review just as the site does."""

import random

import pytest
from django.utils import translation

from voting.api import ChoiceSpec, ContestSpec, InvalidBallot, counting_methods

KEYS = ("d", "a", "c", "b")
LABELS = {
    "a": "Ada Okafor",
    "b": "Ben, the 2nd",
    "c": "100 %",
    "d": "No endorsement",
    "yes": "Yes",
    "no": "No",
}
READ = """async (load, [contest, ballots]) => {
    const { readSelection, answerLines } = await load("ballot.js");
    return ballots.map((fields) => {
        try {
            const selection = readSelection(contest, fields);
            return { selection, lines: answerLines(contest, selection) };
        } catch (error) {
            return { refused: error.message };
        }
    });
}"""


def _methods():
    return sorted(slug for slug, _label in counting_methods.choices())


def _contest(method, options):
    if method.fixed_choices:
        choices = [ChoiceSpec(key=key, kind=kind) for key, kind, _label in method.fixed_choices]
    else:
        choices = [ChoiceSpec(key=key, kind="option") for key in KEYS]
    return ContestSpec(key="race", choices=tuple(choices), seats=1, options=options)


def _fields(form: str, contest, options, source) -> list[list[str]]:
    """What a form may hold, right or wrong, as pairs of name and value in the order of the screen."""
    keys = source.sample(contest.choice_keys, len(contest.choices))
    match form:
        case "one":
            return [["race", key] for key in keys[: source.randrange(2)]]
        case "approval":
            return [["race", key] for key in keys if source.random() < 0.5]
        case "ranking":
            most = min(options.get("max_ranks") or len(keys), len(keys))
            ranks = [(key, source.choice(["", *map(str, range(1, most + 1))])) for key in keys]
        case _:
            most = options["max_score"]
            ranks = [(key, source.choice(["", *map(str, range(most + 1))])) for key in keys]
    return [[f"race.{key}", rank] for key, rank in ranks if rank]


def _told(method, contest, fields) -> dict:
    """What the site makes of the same form."""
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    try:
        selection = method.read_selection(contest=contest, data=data)
    except InvalidBallot as error:
        return {"refused": str(error)}
    labels = {key: LABELS[key] for key in contest.choice_keys}
    lines = method.answer_words(contest=contest, selection=selection, labels=labels)
    return {"selection": selection, "lines": list(lines)}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("limit", [0, 2])
@pytest.mark.parametrize("slug", _methods())
def test_browser_reads_refuses_and_reviews_as_the_site_does(run, slug, limit, language):
    method = counting_methods.get(slug)
    given = {"max_ranks", "max_marks"} & {option.name for option in method.options}
    options = method.clean_options(options=dict.fromkeys(given, limit))
    contest = _contest(method, options)
    source = random.Random(f"{slug} {limit}")
    with translation.override(language):
        rules = method.browser_rules(contest=contest)
        if not rules:
            # The ballot of this method is the site's own affair.
            assert method.ballot_type == ""
            return
        assert rules["form"] == method.ballot_type
        ballots = [_fields(rules["form"], contest, options, source) for _number in range(200)]
        expected = [_told(method, contest, fields) for fields in ballots]
    page = {**rules, "key": "race", "choices": [[key, LABELS[key]] for key in contest.choice_keys]}
    assert run(READ, [page, ballots]) == expected
    assert any("selection" in each for each in expected)
