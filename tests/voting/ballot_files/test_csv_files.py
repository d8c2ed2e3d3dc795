import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.voting.ballot_files.files import ballots_of, read
from voting.ballot_files.csv_files import write_csv, written_rows
from voting.ballot_files.election import FileChoice
from voting.ballot_files.errors import BallotFileError


def labels(election):
    return [choice.label for choice in election.choices]


def test_ranks_with_names():
    election = read(
        'ballots,rank 1,rank 2,rank 3\n412,Ada,"Lee, Ben",\n388,"Lee, Ben",,Cleo\n1,,,\n5,overvote,Ada,\n'
    )
    assert labels(election) == ["Ada", "Cleo", "Lee, Ben"]
    assert election.ballot_type == "ranking"
    assert ballots_of(election) == {
        ("Ada", "Lee, Ben"): 412,
        ("Lee, Ben", (), "Cleo"): 388,
        None: 1,
        (None, "Ada"): 5,
    }


@pytest.mark.parametrize(
    "header",
    [
        "rank1,rank2",
        "Choice 1,Choice 2",
        "1st choice,2nd choice",
        "1,2",
        "Preference_1,Preference_2",
        "RANK 1,rank 2",
    ],
)
def test_ranks_may_be_called_in_many_ways(header):
    assert ballots_of(read(f"{header}\nAda,Ben\nAda,Ben\nBen,skipped\n")) == {("Ada", "Ben"): 2, ("Ben",): 1}


def test_one_column_with_the_choice():
    assert ballots_of(read("id,choice\n7,Ada\n8,Ada\n9,Ben\n")) == {("Ada",): 2, ("Ben",): 1}


def test_rank_numbers_for_each_choice():
    election = read("ballots,rank: Ada,rank: Ben,rank: Cleo\n2,1,2,\n3,1,1,3\n1,3,,1\n4,,,\n")
    assert labels(election) == ["Ada", "Ben", "Cleo"]
    assert ballots_of(election) == {
        ("Ada", "Ben"): 2,
        (("Ada", "Ben"), (), "Cleo"): 3,
        ("Cleo", (), "Ada"): 1,
        None: 4,
    }


def test_scores_for_each_choice():
    election = read("score: Ada,score: Ben\n5,0\n5,0\n,3\n,\n,\n")
    assert election.ballot_type == "scores"
    assert ballots_of(election) == {(5, 0): 2, (None, 3): 1}


def test_marks_for_each_choice():
    election = read("weight;mark: Ada;mark: Ben\n2;1;0\n1;x;yes\n3;;no\n")
    assert election.ballot_type == "approval"
    assert ballots_of(election) == {("Ada",): 2, ("Ada", "Ben"): 1, None: 3}


@pytest.mark.parametrize(
    ("ballot_type", "expected"),
    [("ranking", {("Ben", "Ada"): 1}), ("scores", {(2, 1): 1})],
)
def test_plain_names_mean_what_the_method_asks(ballot_type, expected):
    assert ballots_of(read("Ada,Ben\n2,1\n", ballot_type=ballot_type)) == expected


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.rstrip("\n"),
        lambda text: "\n\n" + text.replace("\n", "\n\n"),
        lambda text: text.replace(",", "\t"),
        lambda text: text.replace("Ada", '" Ada "'),
        lambda text: text.replace("\n", ",,\n"),
    ],
)
def test_csv_may_be_written_in_many_ways(change):
    text = "ballots,rank 1,rank 2\n2,Ada,Ben\n1,Ben,\n"
    assert ballots_of(read(change(text))) == ballots_of(read(text))


@pytest.mark.parametrize(
    ("text", "line", "column", "expected"),
    [
        ("", 1, 1, "a header"),
        ("\n\n", 3, 1, "a header"),
        ("ballots\n3\n", 1, 2, "a column for a rank or a choice"),
        ("rank 1,rank 3\n", 1, 2, "rank 2"),
        ("Ada,Ben\n1,2\n", 1, 1, "“rank 1”, or “rank:”, “score:” or “mark:” and a name"),
        ("rank: Ada,score: Ben\n", 1, 2, "“rank:” and a name"),
        ("rank: Ada,rank:\n", 1, 2, "the name of a choice"),
        ("ballots,rank 1\n2,Ada\nx,Ben\n", 3, 1, "a whole number of ballots"),
        ("ballots,rank 1\n2,Ada\n-1,Ben\n", 3, 1, "a whole number of ballots"),
        ("ballots,rank 1\n2,Ada\n1\n", 3, 2, "2 cells"),
        ("ballots,rank 1\n2,Ada,more\n", 2, 3, "no more than 2 cells"),
        ("rank: Ada,rank: Ben\n1,2\n3,1\n", 3, 1, "a rank from 1 to 2, or nothing"),
        ("rank: Ada,rank: Ben\n1,0\n", 2, 2, "a rank from 1 to 2, or nothing"),
        ("score: Ada,score: Ben\n1,6\n", 2, 2, "a score from 0 to 5, or nothing"),
        ("score: Ada,score: Ben\n1,2.5\n", 2, 2, "a score from 0 to 5, or nothing"),
        ("mark: Ada,mark: Ben\n1,maybe\n", 2, 2, "1 for a mark, or 0 for none"),
        (b"rank 1\nAda\nAd\xe9\n", 3, 1, "text in UTF-8"),
        (b"rank: Ad\xe9\n1\n", 1, 1, "text in UTF-8"),
        ('rank 1,rank 2\n"Ada\nLee",Ben\n\nAda,Ben,x\n', 5, 3, "no more than 2 cells"),
    ],
)
def test_malformed_csv_says_where_and_what_was_expected(text, line, column, expected):
    with pytest.raises(BallotFileError) as caught:
        read(text, name="votes.csv", most_score=5)
    assert (caught.value.line, caught.value.column, caught.value.expected) == (line, column, expected)


def test_broken_quotes_are_refused_after_what_stands_before():
    with pytest.raises(BallotFileError) as caught:
        read('rank 1\nAda\n"Be"n"\n', name="votes.csv")
    assert caught.value.line == 3
    with pytest.raises(BallotFileError) as caught:
        read('ballots,rank 1\nmany,Ada\n1,"Be"n"\n', name="votes.csv")
    assert (caught.value.line, caught.value.column) == (2, 1)


def test_mistake_is_found_far_down_among_equal_rows():
    with pytest.raises(BallotFileError) as caught:
        read("ballots,rank 1\n" + "1,Ada\n" * 50_000 + "one,Ada\n")
    assert (caught.value.line, caught.value.column) == (50_002, 1)


LABELS = ("Ada", '=cmd|"x"', "Ç, é", "@Dan")
CHOICES = [FileChoice(key=key, label=label) for key, label in zip("abcd", LABELS, strict=True)]
NAMES = {choice.key: choice.label for choice in CHOICES}

SCORES = st.tuples(*[st.none() | st.integers(0, 5)] * 4).map(
    lambda scores: scores if any(score is not None for score in scores) else None
)
APPROVALS = st.sets(st.sampled_from("abcd")).map(lambda keys: tuple(sorted(keys)) or None)
RANKINGS = st.permutations("abcd").flatmap(
    lambda keys: st.integers(0, 4).map(lambda number: tuple(keys[:number]) or None)
)


def renamed(selection, form):
    if selection is None or form == "scores":
        return selection
    return tuple(NAMES[key] for key in selection)


@pytest.mark.parametrize(
    ("form", "selections"), [("scores", SCORES), ("approval", APPROVALS), ("ranking", RANKINGS)]
)
def test_written_csv_is_read_as_the_same_ballots(form, selections):
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.dictionaries(selections, st.integers(1, 10**6)))
    def check(ballots):
        election = read(write_csv(choices=CHOICES, ballot_type=form, ballots=ballots.items()))
        assert labels(election) == list(LABELS)
        assert ballots_of(election) == {renamed(ballot, form): number for ballot, number in ballots.items()}

    check()


def test_level_and_skipped_ranks_are_written_as_numbers():
    text = write_csv(choices=CHOICES, ballot_type="ranking", ballots=[((("b", "a"), (), "d"), 4)])
    assert text.splitlines()[1] == "4,1,1,,3"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.text() | st.integers(), min_size=1), min_size=1))
def test_no_written_text_begins_like_a_formula(rows):
    written = list(csv.reader(io.StringIO(written_rows(rows), newline="")))
    for row, cells in zip(rows, written, strict=True):
        for value, cell in zip(row, cells, strict=True):
            assert not isinstance(value, str) or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\0"))
            assert cell.lstrip("'") == str(value).lstrip("'")
