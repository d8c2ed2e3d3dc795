"""Yes or no, counted by hand."""

import pytest

from voting.api import ChoiceSpec, ContestSpec, InvalidSettings, OrderedLot
from voting.plugins.yes_no.method import YesNo

METHOD = YesNo()
QUESTION = ContestSpec(key="q", choices=(ChoiceSpec("yes", "yes"), ChoiceSpec("no", "no")))


@pytest.mark.parametrize(
    ("yes", "no", "abstained", "winners"),
    [
        (3, 2, 0, ("yes",)),
        (2, 3, 0, ("no",)),
        (1, 0, 99, ("yes",)),
        (50, 49, 1, ("yes",)),
        (0, 1, 0, ("no",)),
        (0, 0, 5, ()),
        (0, 0, 0, ()),
    ],
)
def test_more_votes_win_and_abstaining_is_counted_apart(yes, no, abstained, winners):
    ballots = [("yes", yes), ("no", no), (None, abstained)]
    count = METHOD.count(contest=QUESTION, ballots=ballots, lot=OrderedLot(("yes", "no")))
    assert count.winners == winners
    assert count.tallies == {"yes": yes, "no": no}
    assert (count.with_choice, count.blank) == (yes + no, abstained)
    assert count.ties == ()


def test_as_many_yes_as_no_is_a_tie_for_the_lot():
    ballots = [("yes", 4), ("no", 4)]
    for order in (("yes", "no"), ("no", "yes")):
        count = METHOD.count(contest=QUESTION, ballots=ballots, lot=OrderedLot(order))
        assert count.winners == order[:1]
        assert [(tie.choices, tie.settled_by) for tie in count.ties] == [(("yes", "no"), "lot")]


def test_the_order_of_ballots_and_of_the_two_choices_decides_nothing():
    turned = ContestSpec(key="q", choices=QUESTION.choices[::-1])
    ballots = [("no", 1), ("yes", 2), ("no", 3)]
    lot = OrderedLot(("yes", "no"))
    count = METHOD.count(contest=QUESTION, ballots=ballots, lot=lot)
    assert METHOD.count(contest=turned, ballots=ballots[::-1], lot=lot) == count
    assert count.winners == ("no",)


def test_a_question_has_exactly_these_two_choices():
    with pytest.raises(InvalidSettings):
        METHOD.check_contest(contest=ContestSpec(key="q", choices=(ChoiceSpec("yes", "yes"),)))
    METHOD.check_contest(contest=QUESTION)
