"""Rounds in words and numbers."""

from django.utils import translation
from django.utils.translation import gettext_noop

from tests.voting.results.stored import (
    INSTANT_RUNOFF,
    NAMES,
    SCHULZE,
    SCORE,
    SINGLE_TRANSFERABLE_VOTE,
    STAR,
    read,
    step,
    stored,
)

WHY = gettext_noop("%(names)s: %(votes)s of %(quota)s votes, in round %(number)s.")


def test_rounds_say_who_was_elected_who_left_and_where_the_votes_went():
    rounds = read(SINGLE_TRANSFERABLE_VOTE).rounds
    first, _second, third = rounds.lines[:3]
    assert (first.elected, first.eliminated) == ("Ada Okafor", "")
    assert first.moves[0].name == "Ada Okafor"
    assert first.moves[0].moves[:2] == ("Benjamin Tavares-Whitcombe: +13.75", "Cora Lim: +52.25")
    assert first.moves[0].moves[-1] == "no choice left: 18"
    assert (third.elected, third.eliminated) == ("", "Fay Soares")


def test_why_is_told_in_words_with_names_and_numbers():
    values = {"names": ["ada", "cora"], "votes": "603/2", "quota": 302, "number": "4"}
    result = {
        **INSTANT_RUNOFF,
        "rounds": [
            step(1, {"ada": "1", "cora": "1"}, why=WHY, values=values),
            step(2, {"ada": "1", "cora": "1"}, why="%(who)s stays.", values={"who": "ada"}),
        ],
    }
    lines = read(result).rounds.lines
    assert lines[0].why == "Ada Okafor and Cora Lim: 301.50 of 302 votes, in round 4."
    assert lines[1].why == "Ada Okafor stays."


def test_only_round_explains_itself_in_a_note():
    result = stored(tallies={"ada": "3"}, rounds=[step(1, {"ada": "3"}, why="%(n)s votes.", values={"n": 3})])
    shown = read(result)
    assert shown.rounds is None
    assert "3 votes." in shown.notes


def test_table_follows_each_choice_until_it_leaves():
    lines = {line.name: line for line in read(INSTANT_RUNOFF).rounds.tallies}
    assert [(cell.votes, cell.state) for cell in lines["Cora Lim"].cells] == [
        ("15", "in"),
        ("21", "eliminated"),
        ("", "gone"),
    ]
    assert [cell.state for cell in lines["Ada Okafor"].cells] == ["in", "in", "elected"]
    assert [cell.votes for cell in lines["No choice left"].cells] == ["0", "1", "6"]


def test_table_lists_the_choices_best_first():
    names = [line.name for line in read(INSTANT_RUNOFF).rounds.tallies]
    assert names == [NAMES["ada"], NAMES["ben"], NAMES["cora"], NAMES["dora"], "No choice left"]


def test_flow_names_choices_at_its_ends_and_numbers_everywhere():
    flow = read(SINGLE_TRANSFERABLE_VOTE).rounds.flow
    by_column = {}
    for label in flow.labels:
        by_column.setdefault(label.bar.column, []).append(label)
    assert all(label.name for label in [*by_column[0], *by_column[4]])
    assert not any(label.name for column in (1, 2, 3) for label in by_column[column])
    assert all(label.votes for label in flow.labels)
    assert by_column[0][1].full_name == "Benjamin Tavares-Whitcombe"
    assert by_column[0][1].name == "\u2068Benjamin Tavares-Whit…\u2069"
    assert flow.quota == "302" and flow.has_nobody and flow.size == "large"


def test_flow_tells_what_happens_to_a_choice_in_the_round_in_which_it_does():
    news = {
        (label.bar.column, label.bar.key): label.news
        for label in read(SINGLE_TRANSFERABLE_VOTE).rounds.flow.labels
        if label.news
    }
    assert news == {
        (0, "ada"): "elected",
        (1, "ben"): "elected",
        (2, "fay"): "eliminated",
        (3, "eli"): "eliminated",
        (4, "cora"): "elected",
    }


def test_flow_grows_with_its_rounds():
    def size(number):
        rounds = [
            step(each, {"ada": "2", "ben": "1"}, transfers=[("ben", "ada", "0")])
            for each in range(1, number + 1)
        ]
        return read({**INSTANT_RUNOFF, "rounds": rounds}).rounds.flow.size

    assert [size(number) for number in (2, 3, 7, 10, 11, 16)] == [
        "small",
        "medium",
        "large",
        "huge",
        "vast",
        "endless",
    ]


def test_many_steps_without_a_picture_wait_until_somebody_asks():
    steps = [step(number, {"ada": "2"}) for number in range(1, 12)]
    assert read({**SCHULZE, "rounds": steps}).rounds.is_long
    assert not read({**SCHULZE, "rounds": steps[:3]}).rounds.is_long
    assert not read(SINGLE_TRANSFERABLE_VOTE).rounds.is_long


def test_flow_is_mirrored_for_languages_from_right_to_left():
    assert not read(INSTANT_RUNOFF).rounds.flow.mirrored
    with translation.override("ar"):
        flow = read(INSTANT_RUNOFF).rounds.flow
    assert flow.mirrored
    assert flow.columns[0][0] == "100"


def test_places_in_the_picture_have_a_decimal_point_in_every_language():
    with translation.override("es"):
        flow = read(SINGLE_TRANSFERABLE_VOTE).rounds.flow
    drawn = [flow.height, *(label.x + label.y + label.height for label in flow.labels)]
    drawn += [ribbon.path for gap in flow.gaps for ribbon in gap.ribbons]
    assert "," not in "".join(drawn)


def test_rounds_that_move_no_votes_are_told_without_a_picture():
    rounds = read(STAR).rounds
    assert rounds.flow is None
    # Points and ballots do not belong into one table.
    assert rounds.tallies == ()
    assert [line.eliminated for line in rounds.lines] == ["Cora Lim", ""]


def test_counts_without_rounds_have_none():
    assert read(SCORE).rounds is None
    assert read(SCHULZE).rounds is None
