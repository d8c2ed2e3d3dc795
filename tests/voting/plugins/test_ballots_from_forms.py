"""Numbers that a browser would not send, and somebody else might."""

import pytest

from voting.api import ChoiceSpec, ContestSpec, InvalidBallot, RankedMethod, ScoredMethod

CONTEST = ContestSpec(key="q", choices=(ChoiceSpec("a"), ChoiceSpec("b")), options={"max_score": 5})


@pytest.mark.parametrize("method", [RankedMethod(), ScoredMethod()])
@pytest.mark.parametrize("text", ["9" * 5000, "0" * 5000 + "1", "-1", "1.0", "²", " 1", "1e1", "6"])
def test_a_number_that_no_form_sends_is_refused(method, text):
    with pytest.raises(InvalidBallot):
        method.read_selection(contest=CONTEST, data={"q.a": [text]})


@pytest.mark.parametrize(("method", "selection"), [(RankedMethod(), ["a"]), (ScoredMethod(), [1, None])])
def test_digits_of_another_script_are_digits(method, selection):
    assert method.read_selection(contest=CONTEST, data={"q.a": ["١"]}) == selection
