"""The third counter, in a browser, against the site's own methods and rules."""

import copy
import json

import pytest

from tests.tools.exports import exported
from tests.voting.check.drawing import draw_election
from voting.api import counting_methods, decision_rules

OURS = [plugin.slug for plugin in counting_methods if type(plugin).__module__.startswith("voting.plugins.")]
RULES = [plugin.slug for plugin in decision_rules if type(plugin).__module__.startswith("voting.plugins.")]
ELECTIONS = 250

# What is wrong with each contest, and what was counted where values must be alike to the letter.
RECOUNT = """
async (load, contests) => {
  const { recount } = await load("compare.js");
  const rows = (pairs) => pairs && Object.fromEntries([...pairs].map(([k, r]) => [k, Object.fromEntries(r)]));
  const texts = (numbers) => numbers && Object.fromEntries([...numbers].map(([key, n]) => [key, `${n}`]));
  return JSON.parse(contests).map((contest) => {
    const { checks, found, ruling } = recount(contest);
    return {
      wrong: checks.filter(({ status }) => status !== "holds").map(({ id, status }) => `${id} ${status}`),
      tallies: texts(found?.tallies),
      winners: found?.winners,
      rounds: found?.rounds?.map((round) => texts(round.tallies)),
      quota: found?.quota ? `${found.quota}` : null,
      pairwise: rows(found?.pairwise ?? null),
      outcome: ruling?.outcome,
      chosen: ruling?.winners,
      facts: checks.flatMap(({ facts }) => facts.map(([name]) => name)),
    };
  });
}
"""


def recount(engine, contests):
    return engine.run(RECOUNT, json.dumps(contests))


def contest(**election):
    return exported(**election)["contests"][0]


def test_the_browser_knows_every_method_and_rule_of_the_site(engine):
    known = engine.run(
        "async (load) => [[...(await load('methods/index.js')).METHODS.keys()],"
        " [...(await load('rules.js')).RULES.keys()]]"
    )
    assert [set(OURS) - set(known[0]), set(RULES) - set(known[1])] == [set(), set()]


@pytest.mark.parametrize("method", OURS)
def test_site_and_browser_count_and_decide_the_same(engine, method):
    contests = [draw_election(method, seed) for seed in range(ELECTIONS)]
    for here, there in zip(contests, recount(engine, contests), strict=True):
        result = here["result"]
        assert there["wrong"] == [], here
        assert there["tallies"] == result["tallies"]
        assert sorted(there["winners"]) == sorted(result["winners"])
        assert there["quota"] == result["quota"]
        assert there["pairwise"] == result["pairwise"]
        if there["rounds"]:
            assert there["rounds"] == [each["tallies"] for each in result["rounds"]]
        assert there["outcome"] == result["decision"]["outcome"]
        assert sorted(there["chosen"]) == sorted(result["decision"]["winners"])


TIES = {
    "two level for one seat": {
        "method": "single_choice",
        "ballots": [(2, "A"), (2, "B"), (1, "C")],
    },
    "everybody level": {"method": "approval", "ballots": [(1, ["A", "B", "C"])], "seats": 2},
    "nobody voted": {"method": "instant_runoff", "ballots": []},
    "all blank": {"method": "stv_meek", "ballots": [(4, None)], "seats": 2},
    "level scores": {"method": "score", "ballots": [(1, [5, 0, 5]), (1, [0, 5, 0])], "seats": 2},
    "level runoff of scores": {"method": "star", "ballots": [(1, [5, 3, 0]), (1, [3, 5, 0])]},
    "four level before the runoff of scores": {
        "method": "star",
        "choices": "ABCD",
        "ballots": [(1, [5, 5, 5, 5]), (1, [0, 1, 1, 0]), (1, [1, 0, 0, 1])],
    },
    "level for dropping out": {
        "method": "instant_runoff",
        "choices": "ABCD",
        "ballots": [(3, ["A"]), (3, ["B"]), (2, ["C", "A"]), (2, ["D", "B"])],
    },
    "level at the end": {"method": "instant_runoff", "ballots": [(3, ["A"]), (3, ["B"])]},
    "level but for earlier rounds": {
        "method": "instant_runoff",
        "choices": "ABCD",
        "ballots": [(5, ["A"]), (3, ["B"]), (2, ["C", "B"]), (4, ["D"]), (1, ["C", "D"])],
        "options": {"ties": "earlier_rounds"},
    },
    "level surpluses": {
        "method": "stv_scottish",
        "choices": "ABCD",
        "seats": 3,
        "ballots": [(5, ["A", "C"]), (5, ["B", "D"]), (1, ["C"]), (1, ["D"])],
    },
    "level within the surplus": {
        "method": "stv_meek",
        "choices": "ABCD",
        "seats": 2,
        "ballots": [(7, ["A", "B"]), (2, ["B"]), (2, ["C"]), (2, ["D"])],
    },
    "a circle of equal wins": {
        "method": "schulze",
        "ballots": [(1, ["A", "B", "C"]), (1, ["B", "C", "A"]), (1, ["C", "A", "B"])],
    },
    "a circle that the lot opens": {
        "method": "ranked_pairs",
        "ballots": [(1, ["A", "B", "C"]), (1, ["B", "C", "A"]), (1, ["C", "A", "B"])],
    },
    "a tie against the default choice": {
        "method": "schulze",
        "choices": "ABN",
        "kinds": {"N": "no_endorsement"},
        "rule": "default_option",
        "ballots": [(2, ["A", "B"]), (2, ["B", "A"])],
    },
    "level at the line": {
        "method": "approval",
        "rule": "threshold",
        "settings": {"threshold_numerator": 1, "threshold_denominator": 2},
        "ballots": [(3, ["A", "B"]), (1, ["C"])],
    },
    "too few for a quorum of members": {
        "method": "ranked_pairs",
        "choices": "ABN",
        "kinds": {"N": "no_endorsement"},
        "rule": "default_option",
        "settings": {"quorum_kind": "percent_of_members", "quorum_value": 50},
        "members": 100,
        "ballots": [(3, ["A", "N"])],
    },
}


@pytest.mark.parametrize("name", TIES)
def test_tie_is_settled_as_the_site_settles_it(engine, name):
    here = contest(**TIES[name])
    (there,) = recount(engine, [here])
    assert there["wrong"] == []
    assert there["outcome"] == here["result"]["decision"]["outcome"]


def altered(result):
    """Every single change of a stored result that says something else, by what it changes."""
    for path in _leaves(result):
        changed = copy.deepcopy(result)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = _other(holder[path[-1]])
        yield path, changed


# What is told about a count in words or for the page, and decides nothing.
FREE = ("why", "values", "n")


def _leaves(value, path=()):
    if isinstance(value, dict | list) and value:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if key not in FREE and not (key == "ties" and not path):
                yield from _leaves(inner, (*path, key))
    elif not isinstance(value, dict | list):
        yield path


def _other(value):
    if isinstance(value, int):
        return value + 1
    if value is None:
        return 1
    try:
        int(value.partition("/")[0])
    except ValueError:
        return {"A": "B", "B": "C", "C": "A"}.get(value, f"{value}x")
    return f"1{value}"


ALTERED = {
    "marks": {"method": "approval", "ballots": [(3, ["A", "B"]), (2, ["C"])], "seats": 2},
    "scores": {"method": "star", "ballots": [(3, [5, 4, 0]), (2, [0, 4, 5])]},
    "runoff": {"method": "instant_runoff", "ballots": [(4, ["A", "B"]), (3, ["B", "C"]), (2, ["C", "B"])]},
    "stages": {"method": "stv_scottish", "seats": 2, "ballots": [(6, ["A", "B"]), (2, ["C"]), (2, ["B"])]},
    "pairs": {"method": "schulze", "ballots": [(4, ["A", "B", "C"]), (3, ["B", "C", "A"])]},
    "share": {
        "method": "single_choice",
        "rule": "threshold",
        "settings": {"threshold_numerator": 2, "threshold_denominator": 3},
        "ballots": [(3, "A"), (2, "B"), (1, None)],
    },
}


@pytest.mark.parametrize("name", ALTERED)
def test_any_change_of_a_stored_result_is_noticed(engine, name):
    whole = contest(**ALTERED[name])
    whole["result"].pop("lot")
    changes = list(altered(whole["result"]))
    found = recount(engine, [{**whole, "result": changed} for _path, changed in changes])
    unnoticed = [path for (path, _changed), there in zip(changes, found, strict=True) if not there["wrong"]]
    assert len(changes) > 10
    assert unnoticed == []


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "by_applause"},
        {"rule": {"slug": "by_applause", "settings": {}}},
        {"rule": {"slug": "method_winners", "settings": {"quorum_kind": "by_applause", "quorum_value": 1}}},
    ],
)
def test_what_the_browser_does_not_know_is_not_called_wrong(engine, changed):
    (found,) = recount(engine, [{**contest(method="single_choice", ballots=[(1, "A")]), **changed}])
    assert {status.split()[1] for status in found["wrong"]} == {"unknown"}


@pytest.mark.parametrize(
    "changed",
    [
        {"ballots": [[1, "D"]]},
        {"ballots": [[0, "A"]]},
        {"ballots": [[1, "A"], [1, "A"]]},
        {"ballots": [[2**53, "A"]]},
        {"ballots": [[1, ["A"]]]},
        {"ballots": "many"},
        {"choices": [{"key": "A"}, {"key": "A"}]},
        {"seats": 0},
        {"lot": None},
        {"turnout": {}},
        {"result": {}},
        {"result": {"tallies": {"A": "1.5e9"}, "winners": ["A"]}},
    ],
)
def test_contest_that_is_not_what_it_should_be_differs(engine, changed):
    (found,) = recount(engine, [{**contest(method="single_choice", ballots=[(1, "A")]), **changed}])
    assert "count differs" in found["wrong"]
    assert "malformed" in found["facts"]


def test_without_ballots_the_decision_is_still_checked(engine):
    whole = contest(method="single_choice", ballots=[(3, "A"), (2, "B")])
    del whole["ballots"]
    other = copy.deepcopy(whole)
    other["result"]["decision"]["winners"] = ["B"]
    found = recount(engine, [whole, other])
    assert [each["wrong"] for each in found] == [["count unknown"], ["count unknown", "decision differs"]]
