"""The examples of docs/plugins.md, taken from the page, held to the contract, and voted with."""

import inspect
import re
import sys
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection

from tests.factories.voting import choice, contest, make_vote
from tests.support.fingerprints import ROOT
from tests.voting.contract import (
    test_ballot_boxes,
    test_counting_methods,
    test_decision_rules,
    test_electorates,
)
from voting.api import ballot_boxes, counting_methods, decision_rules, electorates
from voting.models import State

PAGE = (ROOT / "docs" / "plugins.md").read_text()
CODE = dict(re.findall(r"```python\n# (\S+)\n(.*?)```", PAGE, re.DOTALL))
PACKAGES = sorted({path.partition("/")[0] for path in CODE})


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    """The packages of the page, importable; gives a function that imports one of their modules."""
    folder = tmp_path_factory.mktemp("examples")
    for path, code in CODE.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(code)
    sys.path.insert(0, str(folder))
    yield import_module
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] in PACKAGES]:
        del sys.modules[name]


@pytest.fixture
def installed(monkeypatch):
    """Registers a plugin for one test."""

    def install(registry, plugin):
        registry.register(plugin)
        # What monkeypatch replaces it puts back; the plugin was not there before.
        instance = registry._plugins.pop(plugin.slug)
        monkeypatch.setitem(registry._plugins, plugin.slug, instance)
        return instance

    return install


@pytest.fixture
def slips(examples, db):
    """The box of the page, with its table."""
    meta = examples("slips.models").Slip._meta
    # Inside the transaction of a test, SQLite lets no schema editor in.
    columns = ", ".join(f'"{field.column}" {field.db_type(connection)}' for field in meta.local_fields)
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TABLE "{meta.db_table}" ({columns})')
    return examples("slips.box").Slips


def contract_tests(module, argument, *, also=()):
    """The tests of a module that need nothing but the plugin (and the fixtures named)."""
    found = [
        test
        for name, test in vars(module).items()
        if name.startswith("test_") and set(inspect.signature(test).parameters) <= {argument, *also}
    ]
    assert len(found) >= 5
    return found


def test_page_has_an_example_of_every_kind():
    assert set(CODE) == {
        "borda/apps.py",
        "borda/method.py",
        "slips/models.py",
        "slips/box.py",
        "accounts/electorate.py",
        "consensus/rule.py",
    }


def test_page_names_every_plugin_that_comes_with_the_site():
    table = PAGE[: PAGE.index("## ")]
    for registry in (counting_methods, ballot_boxes, electorates, decision_rules):
        for plugin in registry:
            assert f"`{plugin.slug}`" in table or type(plugin).__module__.startswith("tests.")


@pytest.mark.parametrize(
    "test", contract_tests(test_counting_methods, "method"), ids=lambda test: test.__name__
)
def test_counting_method_of_the_page_keeps_the_contract(examples, test):
    test(method=examples("borda.method").Borda())


@pytest.mark.parametrize("test", contract_tests(test_decision_rules, "rule"), ids=lambda test: test.__name__)
def test_decision_rule_of_the_page_keeps_the_contract(examples, test):
    test(rule=examples("consensus.rule").Consensus())


@pytest.mark.parametrize("test", contract_tests(test_ballot_boxes, "box"), ids=lambda test: test.__name__)
def test_ballot_box_of_the_page_keeps_the_contract(slips, test):
    test(box=slips())


@pytest.mark.parametrize(
    "test", contract_tests(test_electorates, "electorate", also=["people"]), ids=lambda test: test.__name__
)
def test_electorate_of_the_page_keeps_the_contract(examples, db, test):
    everybody = inspect.unwrap(test_electorates.people)()
    for person in everybody[1:]:
        person.date_joined -= timedelta(days=900)
        person.save()
    arguments = {"electorate": examples("accounts.electorate").Accounts(), "people": everybody}
    test(**{name: arguments[name] for name in inspect.signature(test).parameters})


def test_app_of_the_page_registers_its_method(examples, installed, monkeypatch):
    borda = examples("borda.method").Borda
    config = examples("borda.apps").BordaConfig("borda", examples("borda"))
    monkeypatch.setitem(counting_methods._plugins, "borda", None)
    del counting_methods._plugins["borda"]
    config.ready()
    assert isinstance(counting_methods.get("borda"), borda)


def test_votes_are_counted_with_the_examples(examples, installed, slips):
    installed(counting_methods, examples("borda.method").Borda)
    installed(decision_rules, examples("consensus.rule").Consensus)
    installed(ballot_boxes, slips)
    people = [choice(name.title(), key=name) for name in ("ada", "ben", "cleo")]
    vote = make_vote(
        contest(*people, key="board", method="borda", rule={"rule": "method_winners"}),
        contest(
            choice("Yes", key="yes", kind="yes"),
            choice("No", key="no", kind="no"),
            key="plan",
            question="Do we adopt the plan?",
            method="yes_no",
            rule={"rule": "consensus"},
        ),
        box="slips",
        state=State.COUNTED,
        ballots=[
            {"board": ["ada", "ben", "cleo"], "plan": "yes"},
            {"board": ["ada", "ben"], "plan": "yes"},
            {"board": ["cleo", "ben", "ada"], "plan": None},
        ],
    )
    board, plan = (vote.contests.get(key=key).tally for key in ("board", "plan"))
    # By hand: 3 + 3 + 1, 2 + 2 + 2, 1 + 0 + 3.
    assert board.result["tallies"] == {"ada": "7", "ben": "6", "cleo": "4"}
    assert (board.outcome, board.winners) == ("elected", ["ada"])
    assert (plan.outcome, plan.winners, plan.result["needed"]) == ("endorsed", ["yes"], 2)
