"""docs/counting.md: its examples are counted again, and it leaves no method and no rule out."""

import re

import pytest

from tests.support.fingerprints import ROOT
from tests.voting.properties.elections import count
from voting.api import OrderedLot, SeededLot, counting_methods, decision_rules

PAGE = (ROOT / "docs" / "counting.md").read_text()
EXAMPLES = re.findall(r"```vote\n(.*?)```", PAGE, re.DOTALL)


def read_example(text):
    """(method, seats, keys, ballots, winners) of an example as it stands on the page."""
    facts = dict(re.findall(r"^(\w+): (.*)$", text, re.MULTILINE))
    rows = [(int(weight), ballot) for weight, ballot in re.findall(r"^(\d+)  (.*)$", text, re.MULTILINE)]
    assert len(facts) + len(rows) == len(text.splitlines())
    keys = tuple(dict.fromkeys(re.findall(r"[A-Z]\w+", " ".join(ballot for _weight, ballot in rows))))
    form = counting_methods.get(facts["method"]).ballot_type
    ballots = [(read_ballot(ballot, form, keys), weight) for weight, ballot in rows]
    return facts["method"], int(facts.get("seats", 1)), keys, ballots, tuple(facts["wins"].split(", "))


def read_ballot(text, form, keys):
    if form == "one":
        return text
    if form == "approval":
        return text.split(", ")
    if form == "ranking":
        return text.split(" > ")
    scores = dict(part.split() for part in text.split(", "))
    return [int(scores[key]) for key in keys]


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: text.partition("\n")[0])
def test_example_is_counted_as_the_page_says(text):
    method, seats, keys, ballots, winners = read_example(text)
    # Whatever the lot: an example does not hang on one.
    for lot in (OrderedLot(keys), OrderedLot(keys[::-1])):
        assert count(method, keys, ballots, seats=seats, lot=lot).winners == winners


def test_every_method_that_comes_with_the_site_has_an_example():
    shown = {read_example(text)[0] for text in EXAMPLES}
    ours = {method.slug for method in counting_methods if type(method).__module__.startswith("voting.")}
    # A yes-or-no question is a single choice.
    assert shown == ours - {"yes_no"}


def test_every_rule_that_comes_with_the_site_is_explained():
    headings = {
        "threshold": "### A share of the votes",
        "method_winners": "### The winner of the count",
        "default_option": "### Against a default choice",
        "advice": "### Advice",
    }
    ours = {rule.slug for rule in decision_rules if type(rule).__module__.startswith("voting.")}
    assert ours == set(headings)
    assert all(heading in PAGE for heading in headings.values())


def test_order_of_the_lot_is_the_one_of_the_page():
    snippet = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
    seed, *rest = re.search(r"With the seed `(\w+)` and the keys (.*), the order is (.*)\.", PAGE).groups()
    keys, order = (re.findall(r"`(\w+)`", text) for text in rest)
    names = {"keys": keys, "seed": seed}
    exec(snippet, names)
    assert names["order"] == order
    assert SeededLot(seed).order(keys) == tuple(order)


def test_numbers_of_the_scottish_example_are_those_of_the_count():
    text = next(text for text in EXAMPLES if "stv_scottish" in text)
    method, seats, keys, ballots, _winners = read_example(text)
    found = count(method, keys, ballots, seats=seats)
    assert found.quota == 34
    second = found.rounds[1]
    assert float(second.tallies["Ben"]) == 25.9998 and float(second.exhausted) == 0.0002
    assert found.tallies["Cleo"] == 40
