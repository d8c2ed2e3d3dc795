"""The second tabulator as a program: what it accepts, what it refuses, and what it says."""

import copy
import json

import pytest

from tests.tools.exports import PROGRAM, exported, load_program, run_program
from voting.api import counting_methods

program = load_program()

SIXTY = {"threshold_numerator": 60, "threshold_denominator": 100, "quorum_kind": "ballots", "quorum_value": 2}
MARKS = [(3, "A"), (2, "B"), (1, "C"), (1, None)]
RANKINGS = [(4, ["A"]), (3, ["B", "C"]), (2, ["C", "B"]), (1, ["D", "A", "B"]), (1, None)]
SCORES = [(2, [5, 4, None, 0]), (1, [None, 5, 3, 1]), (1, None)]

# A vote for every method: what `exported` is called with.
VOTES = {
    "yes_no": {
        "ballots": [(5, "yes"), (2, "no"), (1, None)],
        "choices": ["yes", "no"],
        "kinds": {"yes": "yes", "no": "no"},
        "rule": "threshold",
        "settings": SIXTY,
    },
    "single_choice": {"ballots": MARKS, "rule": "threshold", "settings": SIXTY},
    "approval": {"ballots": [(3, ["A", "B"]), (2, ["B"]), (1, ["C"]), (1, None)], "seats": 2},
    "score": {"ballots": SCORES, "choices": "ABCD", "rule": "threshold", "settings": SIXTY},
    "star": {"ballots": SCORES, "choices": "ABCD"},
    "instant_runoff": {"ballots": RANKINGS, "choices": "ABCD"},
    "stv_scottish": {"ballots": RANKINGS, "choices": "ABCD", "seats": 2},
    "stv_meek": {"ballots": RANKINGS, "choices": "ABCD", "seats": 2},
    "schulze": {"ballots": RANKINGS, "choices": "ABCD"},
    # No two wins are equally strong, so that every round has one figure for each choice.
    "ranked_pairs": {"ballots": [(4, ["A", "B", "C"]), (3, ["B", "C", "A"]), (2, ["C", "A", "B"])]},
}
HERE = sorted(plugin.slug for plugin in counting_methods if plugin.slug in VOTES)


def vote(method="single_choice", **changes):
    return exported(**{"method": method, **VOTES[method], **changes})


def verify(data):
    """The status of a file, and everything that does not agree, as one text."""
    try:
        code, report = program.verify(json.dumps(data).encode())
    except program.Unreadable as problem:
        return program.UNREADABLE, str(problem)
    details = [
        f"{check['check']}: {check['detail']}"
        for contest in report["contests"]
        for check in contest["checks"]
        if not check["agrees"]
    ]
    return code, "; ".join(details)


def test_there_is_a_vote_for_every_method_that_the_program_knows():
    assert set(VOTES) == set(program.METHODS)


@pytest.mark.parametrize("method", HERE)
def test_an_untouched_vote_holds(method):
    assert verify(vote(method)) == (program.HOLDS, "")


# --- nothing that matters can be changed ---

# What is words only, or describes how a tie was told apart, which the figures show.
FREE = {"why", "values", "what", "settled_by", "round", "n", "members"}


def leaves(value, path=()):
    """The path of everything in a result that is neither an object nor a list."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in FREE:
                yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from leaves(inner, (*path, at))
    else:
        yield path


def changed(value):
    match value:
        case bool() | None:
            return "1"
        case int():
            return value + 1
        case str() if value.replace("/", "").isdigit():
            return f"{value}1"
    return f"{value}x"


def with_change(data, path, new):
    data = copy.deepcopy(data)
    holder = data["contests"][0]["result"]
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = new
    return data


@pytest.mark.parametrize("method", HERE)
def test_every_figure_and_name_of_a_result_that_is_changed_is_found(method):
    data = vote(method)
    result = data["contests"][0]["result"]
    missed = []
    # The seed stands beside the ballots, from where it is read; the ties repeat what the rounds say.
    for path in (path for path in leaves(result) if path[0] not in ("lot", "ties")):
        value = result
        for step in path:
            value = value[step]
        if verify(with_change(data, path, changed(value)))[0] not in (program.DIFFERS, program.UNREADABLE):
            missed.append(path)
    assert missed == []


@pytest.mark.parametrize("method", HERE)
def test_every_ballot_that_is_added_or_taken_away_is_found(method):
    data = vote(method)
    for at in range(len(data["contests"][0]["ballots"])):
        more = copy.deepcopy(data)
        more["contests"][0]["ballots"][at][0] += 1
        assert verify(more)[0] == program.DIFFERS
        fewer = copy.deepcopy(data)
        del fewer["contests"][0]["ballots"][at]
        assert verify(fewer)[0] == program.DIFFERS


def test_a_ballot_that_says_something_else_is_found():
    data = vote()
    data["contests"][0]["ballots"][2][1] = "A"
    code, details = verify(data)
    assert code == program.UNREADABLE
    assert "equal ballots must stand on one line" in details
    data["contests"][0]["ballots"][2:3] = []
    data["contests"][0]["ballots"][0][0] += 1
    code, details = verify(data)
    assert code == program.DIFFERS
    assert "tallies: A is stored with 3, counted are 4" in details


def test_a_lot_that_was_drawn_again_is_found():
    level = vote(ballots=[(2, "A"), (2, "B"), (1, "C")], rule="method_winners", settings={})
    assert level["contests"][0]["result"]["winners"] == ["B"]
    level["contests"][0]["lot"] = "another seed, under which A comes first: 0"
    assert program.SeedLot(level["contests"][0]["lot"]).order("AB") == ["A", "B"]
    code, details = verify(level)
    assert code == program.DIFFERS
    assert "winners: stored: B; counted: A" in details
    assert "lot: favored by the lot, stored: B; counted: A" in details


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"valid": 7, "invalid": 1, "opened": 8, "participated": 8, "eligible": 7}, ""),
        ({"valid": 7, "invalid": 1, "opened": 7, "participated": 7, "eligible": 7}, "opened ballots"),
        ({"valid": 7, "invalid": 0, "opened": 7, "participated": 8, "eligible": 7}, "people who voted"),
        ({"valid": 8, "invalid": 0, "opened": 8, "participated": 8, "eligible": 7}, "valid ballots"),
        ({"valid": 7, "invalid": 0, "opened": 7, "participated": 7, "eligible": 9}, "on the roll"),
    ],
)
def test_ballots_voters_and_roll_must_add_up(figures, said):
    data = vote()
    data["contests"][0]["result"]["figures"] = figures
    code, details = verify(data)
    assert code == (program.DIFFERS if said else program.HOLDS)
    assert said in details


def test_more_ballots_than_people_on_the_roll_are_found():
    code, details = verify(vote(eligible=6))
    assert code == program.DIFFERS
    assert "7 ballots are more than the 6 people on the roll" in details


# --- what cannot be read, and what is not known ---


def without(data, *path):
    holder = data
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    return data


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no JSON",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"format": "member-vote-count/9", "contests": []}',
        b'{"format": "member-vote-count/1", "contests": []}',
        b'{"format": "member-vote-count/1", "contests": [7]}',
        b"[" * 100_000,
        json.dumps(without(vote(), "contests", 0, "lot")).encode(),
        json.dumps(without(vote(), "contests", 0, "result", "tallies")).encode(),
        json.dumps(without(vote(), "contests", 0, "turnout")).encode(),
    ],
)
def test_what_is_not_an_export_is_refused(content):
    code, text = run_program(content)
    assert code == program.UNREADABLE
    assert "cannot be checked" in text
    assert "Traceback" not in text


# What may stand in a file in the place of anything else.
RUBBISH = [None, True, -1, 10**30, 1.5, "", "x", "1/0", [], {}, [[]], {"a": 1}, ["A"], [None], "\ud800"]


def places(value, path=()):
    """The path of everything in a file."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in inner:
        yield (*path, step)
        yield from places(below, (*path, step))


@pytest.mark.parametrize("method", ["approval", "instant_runoff", "ranked_pairs", "stv_meek"])
def test_rubbish_anywhere_in_a_file_never_stops_the_program_with_an_error(method):
    data = vote(method)
    for number, path in enumerate(places(data)):
        changed_data = copy.deepcopy(data)
        holder = changed_data
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = RUBBISH[number % len(RUBBISH)]
        assert verify(changed_data)[0] in program.WORDS


@pytest.mark.parametrize(
    "ballot",
    [[0, "A"], [-1, "A"], [1.5, "A"], [True, "A"], ["1", "A"], [1], [1, "Z"], [1, ["A"]], [1, 3], 7],
)
def test_a_ballot_that_does_not_fit_is_refused_with_its_line(ballot):
    data = vote()
    data["contests"][0]["ballots"][1] = ballot
    code, problem = verify(data)
    assert code == program.UNREADABLE
    assert "Question 1, line 2 of the ballots" in problem


def test_a_method_that_is_not_known_is_not_checked():
    code, details = verify(
        exported(method="most_marks", ballots=[(2, ["A"]), (1, None)], rule="method_winners")
    )
    assert code == program.NOT_CHECKED
    assert "does not know the method “most_marks”" in details


def test_a_rule_that_is_not_known_is_not_checked():
    data = vote()
    data["contests"][0]["rule"]["slug"] = "by_dice"
    code, details = verify(data)
    assert code == program.NOT_CHECKED
    assert details == "decision: this program does not know the rule “by_dice”"


def test_a_difference_weighs_more_than_what_is_not_known():
    data = vote()
    data["contests"][0]["rule"]["slug"] = "by_dice"
    data["contests"][0]["result"]["winners"] = ["C"]
    assert verify(data)[0] == program.DIFFERS


def test_totals_without_ballots_are_not_checked():
    code, details = verify(without(vote(), "contests", 0, "ballots"))
    assert (code, details) == (program.NOT_CHECKED, "count: the ballots of this vote are not in the file")


# --- the program ---


def test_the_program_says_that_everything_holds():
    code, text = run_program(vote())
    assert code == program.HOLDS
    assert "Second count of: A vote" in text
    assert "1. Who? (single_choice)" in text
    assert "Everything holds" in text


def test_the_program_says_what_differs():
    data = with_change(vote(), ("tallies", "B"), "3")
    code, text = run_program(data)
    assert code == program.DIFFERS
    assert "DIFFERS      the votes of each choice" in text
    assert "B is stored with 3, counted are 2" in text


def test_the_program_speaks_to_machines_and_names_what_it_read():
    code, text = run_program(vote(), "--json")
    report = json.loads(text)
    assert (code, report["status"]) == (program.HOLDS, "holds")
    assert report["sha256"] == program.hashlib.sha256(json.dumps(vote()).encode()).hexdigest()
    code, text = run_program(b"{}", "--json")
    assert (code, json.loads(text)["status"]) == (program.UNREADABLE, "unreadable")


def test_a_file_that_is_not_there_cannot_be_read(tmp_path, capsys):
    assert program.main([str(tmp_path / "nothing.json")]) == program.UNREADABLE
    assert "cannot be checked" in capsys.readouterr().err


def test_the_program_needs_nothing_but_python():
    imported = {
        line.split()[1].partition(".")[0]
        for line in PROGRAM.read_text().splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported == {
        "argparse",
        "binascii",
        "collections",
        "dataclasses",
        "datetime",
        "fractions",
        "functools",
        "hashlib",
        "itertools",
        "json",
        "os",
        "struct",
        "sys",
    }


# --- an election with an official result ---


def official(**changes):
    return {
        "id": "by-hand",
        "name": "By hand",
        "method": "irv",
        "ballot_type": "ranked",
        "seats": 1,
        "candidates": ["Ada", "Ben", "Cy"],
        "rules": {"overvote": "exhaustImmediately"},
        "ballots": [[4, [[0]]], [3, [[1], [2]]], [2, [[2], [1]]], [1, ["overvote", [0]]]],
        "official": {
            "winners": [1],
            "rounds": [{"tally": {"Ada": "4", "Ben": "3", "Cy": "2"}}, {"tally": {"Ada": "4", "Ben": "5"}}],
        },
        **changes,
    }


def test_an_election_with_an_official_result_is_counted_and_compared():
    assert verify(official()) == (program.HOLDS, "")
    code, details = verify(official(official={"winners": [0]}))
    assert code == program.DIFFERS
    assert "official [[0]]; counted [[1]]" in details


def test_an_official_round_that_differs_is_named():
    stated = {
        "winners": [1],
        "rounds": [{"tally": {"Ada": "4", "Ben": "3", "Cy": "1"}}, {"tally": {"Ada": "4", "Ben": "5"}}],
    }
    code, details = verify(official(official=stated))
    assert code == program.DIFFERS
    assert "round 1, Cy: official 1, counted 2" in details


def test_an_election_by_a_method_that_is_not_known_is_not_checked():
    assert verify(official(method="minimax_winning"))[0] == program.NOT_CHECKED


def test_an_election_that_is_broken_cannot_be_read():
    assert verify(official(ballots=[[1, 7]]))[0] == program.UNREADABLE
