"""Choices that every voter ranks next to each other do not change which side wins."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.voting.properties.elections import count, few, rankings, strengths_differ


def with_clone(ballots, key):
    """Each ballot that ranks the choice ranks its double right behind it."""
    return [
        ([place for one in ranking for place in ((one, "clone") if one == key else (one,))], weight)
        for ranking, weight in ballots
    ]


@pytest.mark.parametrize("strength", ["winning_votes", "margins"])
@pytest.mark.parametrize("slug", ["schulze", "ranked_pairs"])
@few
@given(election=rankings(least=3, most=4, weights=(1, 40)), data=st.data())
def test_double_of_a_choice_changes_no_condorcet_winner(slug, strength, election, data):
    keys, ballots = election
    assume(strengths_differ(keys, ballots))
    key = data.draw(st.sampled_from(keys))
    before = count(slug, keys, ballots, strength=strength)
    after = count(slug, (*keys, "clone"), with_clone(ballots, key), strength=strength)
    assert after.winners == before.winners


@few
@given(election=rankings(least=2, most=4, weights=(1, 40)), data=st.data())
def test_double_of_a_choice_changes_no_instant_runoff(election, data):
    keys, ballots = election
    key = data.draw(st.sampled_from(keys))
    before = count("instant_runoff", keys, ballots)
    after = count("instant_runoff", (*keys, "clone"), with_clone(ballots, key))
    assume(not before.ties and not after.ties)
    assert after.winners == before.winners


def test_double_of_a_choice_can_change_a_single_choice():
    """What the methods above are for: a split side loses where everybody names one."""
    assert count("single_choice", "ab", [("a", 60), ("b", 40)]).winners == ("a",)
    split = [("a", 30), ("clone", 30), ("b", 40)]
    assert count("single_choice", ("a", "b", "clone"), split).winners == ("b",)
