import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.voting.ballot_files.files import ballots_of, read
from voting.ballot_files.blt import write_blt
from voting.ballot_files.election import FileChoice
from voting.ballot_files.errors import BallotFileError

BOARD = """\
4 2
-2
3 1 3 4 0
(B7) 1 3=4 - 1 0
2 2 4 0
1 0
0
"Ada"
"Ben"
"Cleo"
"Dan"
"Board 2026"
"""


def labels(election):
    return [choice.label for choice in election.choices]


def test_blt_gives_choices_seats_title_and_grouped_ballots():
    election = read(BOARD, name="board.blt")
    assert labels(election) == ["Ada", "Cleo", "Dan"]
    assert (election.seats, election.title, election.ballot_type) == (2, "Board 2026", "ranking")
    assert ballots_of(election) == {
        ("Ada", "Cleo", "Dan"): 3,
        (("Cleo", "Dan"), (), "Ada"): 1,
        ("Dan",): 2,
        None: 1,
    }


def test_withdrawn_choices_leave_no_gap():
    election = read('3 1\n-1 -3\n2 1 3 2 0\n1 1=2 0\n1 1=3 0\n0\n"A" "B" "C"\n')
    assert labels(election) == ["B"]
    assert ballots_of(election) == {("B",): 3, None: 1}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: "# a comment\n\n" + text.replace("3 1 3 4 0", "  3\t1  3 4   0 # three of them"),
        lambda text: text.replace("\n0\n", "\n\n0 # the end\n"),
        lambda text: text.replace("3 1 3 4 0", "1 1 3 4 0\n2 1 3 4 0"),
        lambda text: text.replace("3 1 3 4 0\n", "3 1 3 4 0 "),
        lambda text: text.replace("4 2\n-2\n", "4 2 -2 "),
        lambda text: text.replace('"Cleo"', "Cleo"),
        lambda text: text.replace('"Ada"\n"Ben"\n', '"Ada" "Ben"\n'),
        lambda text: text + '"a source"\n"a comment"\n',
        lambda text: text.replace("(B7) ", "(another id) "),
    ],
)
def test_blt_may_be_written_in_many_ways(change):
    plain, changed = read(BOARD), read(change(BOARD))
    assert ballots_of(plain) == ballots_of(changed)
    assert labels(plain) == labels(changed)
    assert (plain.seats, plain.title) == (changed.seats, changed.title)


def test_blt_without_a_title_and_with_a_hash_in_a_name():
    election = read('2 1\n1 1 0\n0\n"Ada #1"\n"Ben"')
    assert labels(election) == ["Ada #1", "Ben"] and election.title == ""


def test_equal_names_are_told_apart():
    assert labels(read('3 1\n1 1 0\n0\n"Ada"\n"Ada"\n"Ada (2)"\n')) == ["Ada", "Ada (3)", "Ada (2)"]


def test_lines_after_the_end_are_no_ballots():
    election = read('2 1\n1 1 0\n0\n"1 1 0"\n"Ben"\n')
    assert ballots_of(election) == {("1 1 0",): 1}


@pytest.mark.parametrize(
    ("text", "line", "column", "expected", "found"),
    [
        ("", 1, 1, "the number of choices and of seats", ""),
        ("# nothing\n", 1, 1, "the number of choices and of seats", ""),
        ("four 2\n", 1, 1, "the number of choices", "four"),
        ("4\n", 1, 2, "the number of seats", ""),
        ("4 0\n", 1, 3, "the number of seats", "0"),
        ("4 2\n-5\n", 2, 1, "a choice from -1 to -4", "-5"),
        ("4 2\n3 1 5 0\n", 2, 5, "a choice from 1 to 4", "5"),
        ("4 2\n3 1 x 0\n", 2, 5, "a choice from 1 to 4", "x"),
        ("4 2\n3 1= 0\n", 2, 3, "a choice from 1 to 4", "1="),
        ("4 2\n3 1 2\n0\n", 2, 6, "a 0 at the end of the ballot", ""),
        ("4 2\n3 1 2 # oops\n0\n", 2, 6, "a 0 at the end of the ballot", ""),
        ("4 2\n3 1 0\n1.5 2 0\n", 3, 1, "the number of ballots, or 0 after the last one", "1.5"),
        ("4 2\n3 1 0\n-2\n", 3, 1, "the number of ballots, or 0 after the last one", "-2"),
        ("4 2\n3 1 0\n(7) 0\n", 3, 5, "the number of ballots", "0"),
        ("4 2\n3 1 0\n", 3, 1, "a 0 on its own after the last ballot", ""),
        ('2 1\n3 1 0\n"Ada"\n', 3, 1, "the number of ballots, or 0 after the last one", '"Ada"'),
        ('2 1\n1 1 0\n0\n"Ada"\n', 5, 1, "2 names, one for each choice", "1"),
        ('2 1\n1 1 0\n0\n"Ada\n"Ben"\n', 4, 1, "a text between double quotes", '"'),
        ('2 1\n1 1 0\n0\nAda Lovelace\n"Ben"\n', 4, 1, "a name between double quotes", "Ada"),
        ('2 1\n1 1 0\n0\n""\n"Ben"\n', 4, 1, "a name", '""'),
        (b'2 1\n1 1 0\n0\n"Ad\xe9"\n"Ben"\n', 4, 1, "text in UTF-8", ""),
    ],
)
def test_malformed_blt_says_where_and_what_was_expected(text, line, column, expected, found):
    with pytest.raises(BallotFileError) as caught:
        read(text, name="board.blt")
    error = caught.value
    assert (error.line, error.column, error.expected, error.found) == (line, column, expected, found)
    assert str(error).startswith(f"board.blt, line {line}, column {column}: expected {expected}")


def test_mistake_is_found_far_down_among_equal_ballots():
    lines = ["3 1", *["1 1 2 3 0"] * 50_000, "1 1 2 4 0", "0", '"A"', '"B"', '"C"']
    with pytest.raises(BallotFileError) as caught:
        read("\n".join(lines))
    assert (caught.value.line, caught.value.column) == (50_002, 7)


def test_end_is_found_far_down_and_nothing_after_it_counts():
    lines = ["3 1", *["1 1 2 3 0"] * 30_000, "0", '"A"', '"B"', '"C"', '"T"']
    election = read("\n".join(lines))
    assert ballots_of(election) == {("A", "B", "C"): 30_000}
    # Bare words that look like ballots stand after the end, and are refused there.
    with pytest.raises(BallotFileError) as caught:
        read("\n".join([*lines, "1 1 2 3 0"]))
    assert caught.value.line == 30_007


KEYS = ("a", "b", "c", "d")
CHOICES = [
    FileChoice(key=key, label=label) for key, label in zip(KEYS, ("Ada", 'B "Q"', "Ç é", "=D"), strict=True)
]


@st.composite
def rankings(draw):
    keys = draw(st.permutations(KEYS))[: draw(st.integers(0, 4))]
    places, rest = [], list(keys)
    while rest:
        size = draw(st.integers(0, min(3, len(rest))))
        level, rest = rest[:size], rest[size:]
        places.append(level[0] if size == 1 else tuple(level))
        if not size and draw(st.booleans()):
            places.append(rest.pop())
    return tuple(places) or None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(rankings(), st.integers(1, 10**6)))
def test_written_blt_is_read_as_the_same_ballots(ballots):
    text = write_blt(choices=CHOICES, seats=2, title="A\nvote", ballots=ballots.items())
    election = read(text)
    names = {choice.key: label for choice, label in zip(CHOICES, labels(election), strict=True)}
    assert labels(election) == ["Ada", "B 'Q'", "Ç é", "=D"]
    assert (election.seats, election.title) == (2, "A vote")
    assert ballots_of(election) == {named(ballot, names): number for ballot, number in ballots.items()}


def named(ballot, names):
    if ballot is None:
        return None
    return tuple(
        names[place] if isinstance(place, str) else tuple(names[key] for key in place) for place in ballot
    )


def test_approvals_and_single_choices_are_written_as_lists():
    choices = [FileChoice(key="a", label="Ada"), FileChoice(key="b", label="Ben")]
    text = write_blt(choices=choices, seats=1, title="T", ballots=[(("a", "b"), 2), ("b", 1), (None, 3)])
    assert text == '2 1\n2 1 2 0\n1 2 0\n3 0\n0\n"Ada"\n"Ben"\n"T"\n'
