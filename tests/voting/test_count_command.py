"""./manage.py count: these tests have no database, and any use of one would fail them."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]

TENNESSEE = """\
4 1
42 1 2 3 4 0
26 2 3 4 1 0
15 3 4 2 1 0
17 4 3 2 1 0
0
"Memphis"
"Nashville"
"Chattanooga"
"Knoxville"
"Capital of Tennessee"
"""
TIED = '3 1\n2 1 0\n2 2 0\n1 3 0\n0\n"Ada"\n"Ben"\n"Cleo"\n'
IRV = {
    "name": "Chair",
    "method": "irv",
    "ballot_type": "ranked",
    "seats": 1,
    "candidates": ["Ada", "Ben", "Cleo"],
    "rules": {"overvote": "exhaustImmediately"},
    "ballots": [[5, [[0]]], [4, [[1], [2]]], [3, [[2], [1]]]],
}


@pytest.fixture
def write(tmp_path):
    def written(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return written


@pytest.fixture
def count(capsys):
    """Runs the command; gives exit status, what it said and what it complained of."""

    def counted(*arguments):
        try:
            call_command("count", *arguments)
            status = 0
        except SystemExit as ending:
            status = ending.code
        said = capsys.readouterr()
        return status, said.out, said.err

    return counted


@pytest.fixture
def count_json(count):
    def counted(*arguments):
        status, said, complaint = count("--json", *arguments)
        assert (status, complaint) == (0, "")
        return [json.loads(line) for line in said.splitlines()]

    return counted


def test_instant_runoff_by_hand(write, count_json):
    """42, 26, 15, 17: Chattanooga goes to Knoxville (32); Nashville (26) too; 58 to 42."""
    (told,) = count_json(write("t.blt", TENNESSEE), "--method", "instant_runoff")
    assert told["file"].endswith("t.blt")
    assert (told["method"], told["seats"], told["winners"], told["ties"]) == (
        "instant_runoff",
        1,
        ["Knoxville"],
        [],
    )
    first, second, third = told["rounds"]
    assert first["n"] == 1 and first["eliminated"] == ["Chattanooga"] and first["elected"] == []
    assert first["tallies"] == {"Memphis": "42", "Nashville": "26", "Chattanooga": "15", "Knoxville": "17"}
    assert first["transfers"] == [{"from": "Chattanooga", "to": "Knoxville", "votes": "15"}]
    assert first["exhausted"] == "0"
    assert "Chattanooga has the fewest" in first["why"] and "%(" not in first["why"]
    assert second["tallies"] == {"Memphis": "42", "Nashville": "26", "Knoxville": "32"}
    assert third["tallies"] == {"Memphis": "42", "Knoxville": "58"} and third["elected"] == ["Knoxville"]
    assert told["decision"] == {"rule": None, "outcome": "elected", "winners": ["Knoxville"], "tied": []}
    assert (told["title"], told["ballots"], told["blank"]) == ("Capital of Tennessee", 100, 0)


def test_one_line_for_each_file_in_order(write, count_json):
    told = count_json(
        write("b.json", json.dumps(IRV)),
        write("a.json", json.dumps({**IRV, "method": "schulze", "rules": {}})),
    )
    assert [line["method"] for line in told] == ["instant_runoff", "schulze"]
    assert [line["file"].rpartition("/")[2] for line in told] == ["b.json", "a.json"]
    assert told[0]["winners"] == ["Ben"]


def test_method_and_settings_come_from_the_file_unless_given(write, count_json):
    path = write("b.json", json.dumps(IRV))
    (told,) = count_json(path)
    assert told["options"]["overvote"] == "exhaust" and told["winners"] == ["Ben"]
    (told,) = count_json(path, "--option", "overvote=skip", "--option", "until_two=yes")
    assert told["options"]["overvote"] == "skip" and told["options"]["until_two"] is True
    (told,) = count_json(path, "--method", "stv_scottish", "--seats", "2")
    assert (told["method"], told["seats"], told["quota"]) == ("stv_scottish", 2, "5")
    assert set(told["winners"]) == {"Ada", "Ben"}


def test_exact_numbers_are_text(write, count_json):
    text = '3 2\n7 1 2 0\n1 2 0\n2 3 0\n0\n"Ada"\n"Ben"\n"Cleo"\n'
    (told,) = count_json(write("a.blt", text), "--method", "stv_scottish")
    assert told["quota"] == "4"
    assert told["rounds"][0]["transfers"] == [
        {"from": "Ada", "to": "Ben", "votes": "2.99999"},
        *told["rounds"][0]["transfers"][1:],
    ]


def test_tie_lists_every_possible_winner_and_says_that_it_is_open(write, count_json):
    (told,) = count_json(write("a.blt", TIED), "--method", "single_choice")
    assert told["winners"] == ["Ada", "Ben"]
    assert told["ways"] == 2 and told["possible_winners"] == [["Ada"], ["Ben"]]
    assert told["note"] == "The lot can fall in 2 ways. The rounds are those of the first."
    (tie,) = told["ties"]
    assert (tie["choices"], tie["open"], tie["settled_by"], tie["favored"]) == (["Ada", "Ben"], True, "", [])
    assert told["decision"]["outcome"] == "open"


def test_lot_settles_a_tie_the_same_way_each_time(write, count_json):
    path = write("a.blt", TIED)
    told = [count_json(path, "--method", "single_choice", "--lot", f"seed {n}")[0] for n in range(12)]
    assert {line["winners"][0] for line in told} == {"Ada", "Ben"}
    assert all(len(line["winners"]) == 1 and "ways" not in line for line in told)
    assert all(line["ties"][0]["settled_by"] == "lot" and not line["ties"][0]["open"] for line in told)
    assert count_json(path, "--method", "single_choice", "--lot", "seed 3")[0] == told[3]


def test_tie_on_the_way_that_changes_nothing_leaves_nothing_open(write, count_json):
    text = '4 1\n9 1 0\n2 2 0\n2 3 0\n8 4 0\n0\n"A"\n"B"\n"C"\n"D"\n'
    (told,) = count_json(write("a.blt", text), "--method", "instant_runoff")
    assert told["winners"] == ["A"] and told["decision"]["outcome"] == "elected"
    assert told["ways"] > 1 and len(told["possible_winners"]) == 1


def test_too_many_ways_ask_for_a_lot(write, count):
    choices = 12
    names = "".join(f'"Choice {number}"\n' for number in range(choices))
    ballots = "".join(f"1 {number} 0\n" for number in range(1, choices + 1))
    path = write("a.blt", f"{choices} 1\n{ballots}0\n{names}")
    status, said, complaint = count("--json", path, "--method", "instant_runoff")
    assert status == 2 and "Give a seed with --lot." in complaint
    assert "error" in json.loads(said)
    status, said, complaint = count("--json", path, "--method", "instant_runoff", "--lot", "7")
    assert status == 0 and len(json.loads(said)["winners"]) == 1


def test_pairwise_matrix_ranking_and_distribution_are_told(write, count_json):
    (told,) = count_json(write("t.blt", TENNESSEE), "--method", "ranked_pairs")
    assert told["pairwise"]["Nashville"]["Memphis"] == 58
    assert told["ranking"] == [["Nashville"], ["Chattanooga"], ["Knoxville"], ["Memphis"]]
    (told,) = count_json(write("s.csv", "score: Ada,score: Ben\n5,1\n2,4\n2,4\n"), "--method", "star")
    assert told["distribution"]["Ada"]["5"] == 1 and told["tallies"] == {"Ada": "9", "Ben": "9"}


def test_csv_of_ranks_scores_and_marks(write, count_json):
    ranks = write("r.csv", "ballots,rank 1,rank 2\n5,Ada,\n4,Ben,Cleo\n3,Cleo,Ben\n")
    assert count_json(ranks, "--method", "instant_runoff")[0]["winners"] == ["Ben"]
    plain = write("p.csv", "Ada,Ben\n5,3\n1,2\n")
    assert count_json(plain, "--method", "score")[0]["tallies"] == {"Ada": "6", "Ben": "5"}
    assert count_json(plain, "--method", "score", "--option", "max_score=9")[0]["winners"] == ["Ada"]
    marks = write("m.csv", "mark: Ada,mark: Ben\n1,1\n0,1\n")
    assert count_json(marks, "--method", "approval")[0]["tallies"] == {"Ada": "1", "Ben": "2"}


def test_rankings_count_by_approval_and_by_single_choice(write, count_json):
    path = write("a.blt", TIED.replace("1 3 0", "1 3 1 0"))
    assert count_json(path, "--method", "approval")[0]["tallies"] == {"Ada": "3", "Ben": "2", "Cleo": "1"}
    assert count_json(write("b.blt", TIED), "--method", "single_choice")[0]["tallies"]["Cleo"] == "1"


@pytest.mark.parametrize("content", [TENNESSEE, json.dumps({**IRV, "method": "instant_runoff"})])
def test_standard_input_is_read(monkeypatch, count_json, content):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    (told,) = count_json("-", "--method", "instant_runoff")
    assert told["file"] == "-" and len(told["winners"]) == 1


def test_format_is_found_by_the_content_or_said(write, count_json, count):
    assert count_json(write("votes.txt", TENNESSEE), "--method", "schulze")[0]["winners"] == ["Nashville"]
    assert count_json(write("votes", json.dumps(IRV)))[0]["winners"] == ["Ben"]
    status, _said, complaint = count(write("votes.json", TENNESSEE), "--method", "schulze")
    assert status == 2 and "expected a JSON object" in complaint
    path = write("other.json", TENNESSEE)
    assert count_json(path, "--method", "schulze", "--format", "blt")[0]["winners"] == ["Nashville"]


def test_report_for_people(write, count):
    status, said, complaint = count(write("t.blt", TENNESSEE), "--method", "instant_runoff")
    assert (status, complaint) == (0, "")
    for words in (
        "Capital of Tennessee\n====",
        "instant_runoff, 1 seat, 100 ballots",
        "Round 1\n  Memphis                42\n  Nashville              26\n",
        "Chattanooga has the fewest",
        "Winner: Knoxville",
    ):
        assert words in said


def test_report_of_an_open_tie_names_the_ways(write, count):
    _status, said, _complaint = count(write("t.blt", TIED), "--method", "single_choice")
    assert "Tie in round 1 (elected): Ada and Ben. It is open." in said
    assert "The winners are open. They can be:\n  Ada\n  Ben" in said


def test_malformed_file_stops_everything(write, count):
    good, bad = write("good.json", json.dumps(IRV)), write("bad.blt", "3 1\n2 1 9 0\n0\n")
    worse = write("worse.csv", "rank 1\nAda\nBen,Cleo\n")
    status, said, complaint = count("--json", good, bad, worse, "--method", "instant_runoff")
    assert (status, said) == (2, "")
    first, second = complaint.splitlines()
    assert first == f"{bad}, line 2, column 5: expected a choice from 1 to 3, found “9”"
    assert second == f"{worse}, line 3, column 2: expected no more than 1 cells, found “Cleo”"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "The file does not say how to count. Say it with --method."),
        (["--method", "dice"], "The counting method “dice” is not offered here. There are: approval, "),
        (["--method", "schulze", "--option", "dice=6"], "“Schulze” has no such setting."),
        (["--method", "schulze", "--option", "dice"], "Write a setting as NAME=VALUE, not “dice”."),
        (["--method", "schulze", "--option", "strength=dice"], "strength: Choose one of the list."),
        (["--method", "instant_runoff", "--option", "minimum_votes=x"], "Give a whole number."),
        (["--method", "instant_runoff", "--seats", "2"], "“instant_runoff” fills one seat, and not 2."),
        (["--method", "stv_scottish", "--seats", "0"], "“stv_scottish” fills 1 to 15 seats, and not 0."),
        (["--method", "stv_scottish", "--seats", "4"], "There must be more choices than seats."),
        (["--method", "star"], "The file holds rankings, and “star” counts scores."),
        (["--method", "schulze", "--contest", "x"], "Only a vote in the JSON form has contests"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(write, count, arguments, sentence):
    status, said, complaint = count(write("t.blt", TENNESSEE), *arguments)
    assert (status, said) == (2, "")
    assert sentence in complaint and "Traceback" not in complaint


def test_standard_input_can_be_read_once_only(count):
    status, said, complaint = count("-", "-", "--method", "schulze")
    assert (status, said, complaint) == (2, "", "Standard input can be read once only.\n")


def test_file_that_is_not_there(count, tmp_path):
    status, said, complaint = count(str(tmp_path / "none.blt"), "--method", "schulze")
    assert (status, said) == (2, "") and "No such file or directory" in complaint


def test_method_that_is_not_offered_leaves_the_other_files_counted(write, count):
    other = write("m.json", json.dumps({**IRV, "method": "minimax_winning"}))
    status, said, complaint = count("--json", other, write("g.json", json.dumps(IRV)))
    assert status == 2
    first, second = [json.loads(line) for line in said.splitlines()]
    assert "minimax_winning" in first["error"] and "winners" not in first
    assert second["winners"] == ["Ben"]
    assert "The counting method “minimax_winning” is not offered here." in complaint


def test_names_and_contents_are_harmless_on_a_terminal(write, count):
    status, _said, complaint = count(write("t.blt", "3 1\n2 \x1b[31m 0\n"), "--method", "schulze")
    assert status == 2 and "\x1b" not in complaint


@pytest.mark.slow
def test_command_as_a_program_opens_no_database(tmp_path):
    program = [sys.executable, "manage.py", "count", "-", "--method", "instant_runoff", "--json"]
    environment = {
        "PATH": "",
        "DATABASE_URL": f"sqlite:///{tmp_path}/none/db.sqlite3",
        "DATA_DIR": str(tmp_path),
    }
    done = subprocess.run(
        program, input=TENNESSEE, capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["winners"] == ["Knoxville"]
    bad = subprocess.run(
        program, input="2 1\n", capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )
    assert (bad.returncode, bad.stdout) == (2, "")
    assert bad.stderr == "standard input, line 2, column 1: expected a 0 on its own after the last ballot\n"
