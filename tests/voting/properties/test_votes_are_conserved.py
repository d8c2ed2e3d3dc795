"""No vote appears and none is lost, in any round, to the last digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.properties.elections import count, few, rankings

RUNOFF_OPTIONS = st.fixed_dictionaries(
    {
        "batch_elimination": st.booleans(),
        "until_two": st.booleans(),
        "minimum_votes": st.integers(0, 10),
        "ties": st.sampled_from(["lot", "earlier_rounds"]),
    }
)


def assert_conserved(found, number):
    assert found.rounds and found.with_choice == number
    for step in found.rounds:
        assert sum(step.tallies.values()) + step.exhausted == number
        assert step.exhausted >= 0 and all(votes >= 0 for votes in step.tallies.values())
    exhausted = [step.exhausted for step in found.rounds]
    assert exhausted == sorted(exhausted) or found.quota is not None
    assert sum(found.tallies.values()) <= number


@few
@given(election=rankings(), options=RUNOFF_OPTIONS)
def test_instant_runoff_conserves_votes(election, options):
    keys, ballots = election
    found = count("instant_runoff", keys, ballots, **options)
    assert_conserved(found, sum(weight for _ranking, weight in ballots))
    assert all(votes.denominator == 1 for step in found.rounds for votes in step.tallies.values())


@few
@given(election=rankings(least=3, most=6, most_ballots=12, weights=(1, 40)), seats=st.integers(1, 3))
def test_scottish_stv_conserves_votes(election, seats):
    keys, ballots = election
    seats = min(seats, len(keys) - 1)
    found = count("stv_scottish", keys, ballots, seats=seats)
    number = sum(weight for _ranking, weight in ballots)
    assert_conserved(found, number)
    assert found.quota == number // (seats + 1) + 1
    # Five decimals, as the rule says.
    assert all((votes * 10**5).denominator == 1 for step in found.rounds for votes in step.tallies.values())
    exhausted = [step.exhausted for step in found.rounds]
    assert exhausted == sorted(exhausted)


@few
@given(election=rankings(least=3, most=6, most_ballots=12, weights=(1, 40)), seats=st.integers(1, 3))
def test_meek_conserves_votes(election, seats):
    keys, ballots = election
    found = count("stv_meek", keys, ballots, seats=min(seats, len(keys) - 1))
    assert_conserved(found, sum(weight for _ranking, weight in ballots))


@pytest.mark.parametrize("slug", ["stv_scottish", "stv_meek"])
@few
@given(election=rankings(least=3, most=6, most_ballots=12), seats=st.integers(1, 3))
def test_every_seat_is_filled(slug, election, seats):
    keys, ballots = election
    seats = min(seats, len(keys) - 1)
    assert len(count(slug, keys, ballots, seats=seats).winners) == seats


@few
@given(election=rankings(least=2, most=5))
def test_pairwise_matrix_is_what_ballots_say(election):
    keys, ballots = election
    number = sum(weight for _ranking, weight in ballots)
    for slug in ("schulze", "ranked_pairs"):
        pairwise = count(slug, keys, ballots).pairwise
        for one in keys:
            for other in keys:
                if one == other:
                    continue
                above = sum(
                    weight
                    for ranking, weight in ballots
                    if one in ranking and (other not in ranking or ranking.index(one) < ranking.index(other))
                )
                assert pairwise[one][other] == above
                assert pairwise[one][other] + pairwise[other][one] <= number
