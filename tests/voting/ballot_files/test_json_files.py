import json

import pytest

from tests.voting.ballot_files.files import ballots_of, read
from voting.ballot_files.errors import BallotFileError, CannotCount
from voting.ballot_files.report import tallied_as_json
from voting.ballot_files.tallying import make_plan, tally

BOARD = {
    "name": "Board",
    "method": "irv",
    "ballot_type": "ranked",
    "seats": 1,
    "candidates": ["Ada", "Ben", "Cleo"],
    "official": {"winners": [0]},
    "rules": {
        "overvote": "exhaustIfMultipleContinuing",
        "max_skipped_ranks": "1",
        "exhaust_on_duplicate": True,
        "batch_elimination": False,
        "continue_until_two": True,
        "minimum_vote_threshold": "3",
        "tiebreak": "previousRoundCountsThenRandom",
        "random_seed": "12345",
    },
    "ballots": [[412, [[0], [1]]], [388, [[1], [], [2]]], [7, [[0, 2], [1]]], [2, ["overvote"]], [5, []]],
}


def board(**changes):
    return json.dumps({**BOARD, **changes})


def test_ranked_ballots_with_skips_and_overvotes():
    election = read(board(), name="board.json")
    assert [choice.label for choice in election.choices] == ["Ada", "Ben", "Cleo"]
    assert (election.title, election.seats, election.ballot_type) == ("Board", 1, "ranking")
    assert ballots_of(election) == {
        ("Ada", "Ben"): 412,
        ("Ben", (), "Cleo"): 388,
        (("Ada", "Cleo"), "Ben"): 7,
        (None,): 2,
        None: 5,
    }


def test_equal_ballots_are_put_together_wherever_they_stand():
    text = board(ballots=[[1, [[0]]]] * 3 + [[2, [[0]]], [1, [[1]]], [0, [[2]]]])
    assert ballots_of(read(text)) == {("Ada",): 5, ("Ben",): 1}
    ballots_first = json.dumps(dict(reversed(BOARD.items())), indent=1)
    assert ballots_of(read(ballots_first)) == ballots_of(read(board()))


def test_scores_and_approvals():
    scores = read(board(method="star", ballot_type="scores", max_score=4, ballots=[[2, [4, None, 0]]]))
    assert ballots_of(scores) == {(4, None, 0): 2}
    assert scores.options["max_score"] == 4
    approvals = read(board(method="approval_multi", ballot_type="approval", ballots=[[2, [2, 0]], [1, []]]))
    assert ballots_of(approvals) == {("Ada", "Cleo"): 2, None: 1}


def test_rules_of_rctab_become_settings_of_instant_runoff():
    election = read(board())
    plan = make_plan(election=election)
    assert plan.method.slug == "instant_runoff"
    options = plan.contest.options
    assert options["overvote"] == "exhaust_if_several"
    assert (options["max_skipped_ranks"], options["minimum_votes"]) == (1, 3)
    assert options["exhaust_on_duplicate"] and options["until_two"] and not options["batch_elimination"]
    assert options["ties"] == "earlier_rounds"
    assert plan.lot is not None


@pytest.mark.parametrize(
    ("theirs", "ours"), [("exhaustImmediately", "exhaust"), ("alwaysSkipToNextRank", "skip")]
)
def test_rules_about_overvotes(theirs, ours):
    assert read(board(rules={"overvote": theirs})).options == {"overvote": ours}


def test_any_number_of_skipped_ranks():
    assert read(board(rules={"max_skipped_ranks": "unlimited"})).options == {"max_skipped_ranks": -1}


def test_undeclared_write_ins_leave_first_and_cannot_win():
    rules = {"note": "Undeclared write-ins are eliminated first and cannot win"}
    election = read(
        board(
            candidates=["Ada", "Ben", "Undeclared Write-ins"],
            rules=rules,
            ballots=[[9, [[2], [1]]], [5, [[0]]]],
        )
    )
    result = tally(make_plan(election=election))
    assert result.winners == ("Ben",)
    assert result.counts[0].rounds[0].eliminated == ("Undeclared Write-ins",)


def test_candidate_order_settles_a_tie():
    rules = {"tiebreak": "useCandidateOrder"}
    result = tally(make_plan(election=read(board(rules=rules, ballots=[[1, [[1]]], [1, [[2]]]]))))
    assert result.winners == ("Ben",) and not result.is_open


@pytest.mark.parametrize(
    ("method", "rules", "options"),
    [
        ("schulze", {"unlisted": "no opinion: it is not compared"}, ("winning_votes", "no_opinion")),
        ("schulze", {}, ("winning_votes", "last")),
        ("schulze_margins", {"unranked": "tied last"}, ("margins", "last")),
        ("ranked_pairs_margins", {}, ("margins", "last")),
        ("ranked_pairs", {}, ("winning_votes", "last")),
    ],
)
def test_rules_of_pairwise_methods(method, rules, options):
    plan = make_plan(election=read(board(method=method, rules=rules, ballots=[[1, [[0], [1]]]])))
    assert (plan.contest.options["strength"], plan.contest.options["unranked"]) == options


def test_star_leaves_out_the_last_tie_step_where_the_file_does():
    def step(ties):
        text = board(method="star", ballot_type="scores", rules={"ties": ties}, ballots=[])
        return read(text).options["five_star"]

    assert step("runoff tie: higher score, then most five-star votes")
    assert not step("runoff tie: higher score")


DEBIAN = {
    "name": "A resolution",
    "method": "schulze_debian",
    "ballot_type": "ranked",
    "seats": 1,
    "candidates": ["Yes", "Maybe", "Further discussion"],
    "official": {
        "quorum": {"0": [12, ">", "4.5"], "1": [9, ">", "4.5"]},
        "majority": {
            "0": {"ratio_required": "3", "cmp": "<="},
            "1": {"ratio_required": "1", "cmp": ">"},
        },
    },
    "rules": {"default_option": 2},
    "ballots": [[12, [[0], [1], [2]]], [5, [[2], [1], [0]]], [3, [[1], [2], [0]]]],
}


def test_rule_of_debian_with_quorum_and_majorities():
    plan = make_plan(election=read(json.dumps(DEBIAN)))
    assert plan.election.rule_settings["option_quorum"] == 5
    assert plan.election.rule_settings["comparison"] == "more_than"
    assert plan.election.rule_settings["majorities"] == {"Yes": [3, 1], "Maybe": [1, 1]}
    result = tally(plan)
    # Yes is preferred to Further discussion by 12 to 8, which is not three to one.
    assert result.counts[0].winners == ("Yes",)
    assert result.winners == ("Maybe",)


def test_default_option_may_win_under_the_rule_of_debian():
    few = {**DEBIAN, "ballots": [[4, [[0], [1], [2]]]]}
    result = tally(make_plan(election=read(json.dumps(few))))
    assert result.winners == ("Further discussion",)
    assert result.decisions[0].outcome == "no_endorsement"


@pytest.mark.parametrize(
    "change",
    [
        {"rules": {}},
        {"rules": {"default_option": 3}},
        {"official": {"majority": {"0": {"cmp": ">"}}}},
        {"official": {"majority": {"9": {"ratio_required": "1"}}}},
        {"official": {"quorum": {"0": [1, ">", "4"], "1": [1, ">", "9"]}}},
    ],
)
def test_incomplete_rule_of_debian_is_refused(change):
    with pytest.raises(CannotCount):
        read(json.dumps({**DEBIAN, **change}))


HEAD = '{"candidates": ["Ada", "Ben"],\n "ballot_type": "%s", "ballots": [\n  '


@pytest.mark.parametrize(
    ("text", "line", "column", "expected"),
    [
        ("{", 1, 2, "a name in double quotes"),
        ("[]", 1, 1, "a JSON object"),
        ('{"a": }', 1, 7, "a value"),
        ('{"a": 1 "b": 2}', 1, 9, "a comma or a closing brace"),
        ('{"a": 1}\n{}', 2, 1, "nothing more"),
        ('{"a": "b', 1, 7, "JSON (Unterminated string starting at)"),
        ('{"a" 1}', 1, 6, "a colon"),
        ('{"ballots": []}', 1, 1, "“candidates” with a list of names"),
        ('{"candidates": "Ada",\n"ballots": []}', 1, 16, "“candidates” with a list of names"),
        ('{"candidates": ["Ada", ""],\n"ballots": []}', 1, 16, "“candidates” with a list of names"),
        ('{"candidates": ["Ada"]}', 1, 1, "“ballots” with a list of [number, ballot]"),
        ('{"candidates": ["Ada"],\n "seats": 0, "ballots": []}', 2, 11, "“seats” with a number of seats"),
        (
            '{"candidates": ["Ada"],\n "ballot_type": ["ranked"], "ballots": []}',
            2,
            17,
            "“ballot_type” with ranked, scores or approval",
        ),
        (HEAD % "ranked" + "[1, [[0]]]\n [1, [[1]]]]}", 4, 2, "a comma or a closing bracket"),
        (HEAD % "ranked" + "[1, [[0]],]]}", 3, 13, "a value"),
        (HEAD % "ranked" + "[1]]}", 3, 3, "[number of ballots, ballot]"),
        (HEAD % "ranked" + "[1.5, [[0]]]]}", 3, 4, "a whole number of ballots"),
        (HEAD % "ranked" + "[-1, [[0]]]]}", 3, 4, "a whole number of ballots"),
        (HEAD % "ranked" + "[true, [[0]]]]}", 3, 4, "a whole number of ballots"),
        (HEAD % "ranked" + "[1, 0]]}", 3, 7, "a ballot as a list"),
        (HEAD % "ranked" + "[1, [0]]]}", 3, 8, "a place as a list of choices, or “overvote”"),
        (HEAD % "ranked" + "[1, [[0],\n   [2]]]]}", 4, 5, "a choice from 0 to 1"),
        (HEAD % "ranked" + "[1, [[true]]]]}", 3, 9, "a choice from 0 to 1"),
        (HEAD % "ranked" + "[1, [[1, 1]]]]}", 3, 8, "each choice once"),
        (HEAD % "scores" + "[1, [1]]]}", 3, 7, "2 scores, one for each choice"),
        (HEAD % "scores" + "[1, [1, 2.5]]]}", 3, 11, "a whole number, or null"),
        (HEAD % "approval" + "[1, [0, 2]]]}", 3, 11, "a choice from 0 to 1"),
        ((HEAD % "ranked").encode() + b'[1, ["\xff"]]]}', 3, 9, "text in UTF-8"),
    ],
)
def test_malformed_json_says_where_and_what_was_expected(text, line, column, expected):
    with pytest.raises(BallotFileError) as caught:
        read(text, name="board.json")
    assert (caught.value.line, caught.value.column, caught.value.expected) == (line, column, expected)


def test_mistake_is_found_in_a_later_piece_of_a_long_file():
    items = ",\n".join(["[1, [[0], [1]]]"] * 100_000 + ["[1, [[0], [7]]]"])
    with pytest.raises(BallotFileError) as caught:
        read(HEAD % "ranked" + items + "]}")
    assert (caught.value.line, caught.value.column, caught.value.found) == (100_003, 12, "7")


def test_deeply_nested_json_is_refused():
    with pytest.raises(BallotFileError):
        read('{"a": ' + "[" * 200_000)


VOTE = {
    "format": "member-vote-count/1",
    "vote": "5f0c",
    "title": {"es": "Junta", "en": "Board"},
    "manifest_sha256": "00",
    "contests": [
        {
            "key": "chair",
            "question": {"en": "Who chairs?"},
            "method": "single_choice",
            "seats": 1,
            "options": {},
            "choices": [
                {"key": "k1", "kind": "option", "label": {"es": "Ana", "en": "Ann"}},
                {"key": "k2", "kind": "option", "label": {"en": "Ann"}},
                {"key": "k3", "kind": "no_endorsement", "label": {"en": "Nobody"}},
            ],
            "rule": {
                "slug": "threshold",
                "settings": {
                    "threshold_numerator": 60,
                    "threshold_denominator": 100,
                    "comparison": "at_least",
                    "denominator": "choices_cast",
                    "quorum_kind": "none",
                    "quorum_value": 0,
                },
            },
            "turnout": {"eligible": 20, "ballots": 11, "recused": 0, "members": None},
            "lot": "seed",
            "ballots": [[5, "k1"], [5, "k2"], [1, None]],
            "result": {},
        }
    ],
}


def vote(**changes):
    return json.dumps({**VOTE, "contests": [{**VOTE["contests"][0], **changes}]})


def test_exported_vote_brings_its_rules_and_its_lot():
    election = read(vote())
    assert [choice.label for choice in election.choices] == ["Ann", "Ann (2)", "Nobody"]
    assert election.choices[2].kind == "no_endorsement"
    assert election.title == "Board / Who chairs?"
    result = tally(make_plan(election=election))
    assert result.counts[0].ties[0].settled_by == "lot"
    assert result.decisions[0].outcome == "none_reached_threshold"
    assert result.winners == () and not result.is_open


def test_tie_under_a_rule_is_told_as_the_rule_tells_it():
    half = {**VOTE["contests"][0]["rule"]["settings"], "threshold_numerator": 1, "threshold_denominator": 2}
    told = tallied_as_json(
        tally(make_plan(election=read(vote(rule={"slug": "threshold", "settings": half}))))
    )
    decision = told["decision"]
    assert (decision["outcome"], decision["winners"]) == ("tie", [])
    assert sorted(decision["tied"]) == sorted(told["winners"]) == ["Ann", "Ann (2)"]
    assert (decision["base"], decision["needed"], decision["shares"]["Ann"]) == (10, 5, "1/2")


def test_vote_with_totals_only_cannot_be_counted():
    totals = json.loads(vote())
    del totals["contests"][0]["ballots"]
    with pytest.raises(CannotCount, match="totals only"):
        read(json.dumps(totals))


def test_vote_with_several_contests_asks_which():
    two = json.loads(vote())
    two["contests"].append({**two["contests"][0], "key": "clerk"})
    with pytest.raises(CannotCount, match="--contest: chair, clerk"):
        read(json.dumps(two))
    assert read(json.dumps(two), contest="clerk").key == "clerk"
    with pytest.raises(CannotCount, match="no contest “other”"):
        read(json.dumps(two), contest="other")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ballots": [[1, "k4"]]}, "a valid selection (This is not a choice of this contest.)"),
        ({"ballots": [[0, "k1"]]}, "a whole number of ballots"),
        ({"ballots": {"k1": 1}}, "a list of [number, selection]"),
        ({"seats": "1"}, "a number of seats"),
        ({"rule": {}}, "a rule with a slug and settings"),
        ({"choices": [{"key": 1}]}, "a choice with a key"),
        ({"turnout": {}}, "“eligible” with a whole number"),
    ],
)
def test_malformed_vote_says_what_was_expected(changes, expected):
    with pytest.raises(BallotFileError) as caught:
        read(vote(**changes))
    assert caught.value.expected == expected and caught.value.line == 1
    text = vote(**changes)
    found = caught.value.found
    assert text[caught.value.column - 1 :].startswith(found[:10])


def test_vote_without_contests_is_malformed():
    with pytest.raises(BallotFileError):
        read(json.dumps({**VOTE, "contests": []}))
