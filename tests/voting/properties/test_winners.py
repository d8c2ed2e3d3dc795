"""Who must win, and who must not, whatever the ballots are."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.voting.properties.elections import (
    KEYS,
    approvals,
    condorcet_loser,
    condorcet_winner,
    count,
    few,
    rankings,
    score_sheets,
    smith_set,
    strengths_differ,
)
from voting.api import OrderedLot

CONDORCET = ["schulze", "ranked_pairs"]
RANKED = ["instant_runoff", "stv_scottish", "stv_meek", *CONDORCET]
STRENGTHS = ["winning_votes", "margins"]


@pytest.mark.parametrize("slug", RANKED)
@few
@given(election=rankings(), favorite=st.sampled_from(KEYS[:2]))
def test_first_choice_of_more_than_half_wins(slug, election, favorite):
    keys, ballots = election
    others = sum(weight for _ranking, weight in ballots)
    ballots = [*ballots, ([favorite], others + 1)]
    assert count(slug, keys, ballots).winners == (favorite,)


@few
@given(election=rankings(), favorite=st.sampled_from(KEYS[:2]))
def test_single_choice_of_more_than_half_wins(election, favorite):
    keys, ballots = election
    votes = [(ranking[0], weight) for ranking, weight in ballots]
    votes.append((favorite, sum(weight for _key, weight in votes) + 1))
    assert count("single_choice", keys, votes).winners == (favorite,)


@pytest.mark.parametrize("slug", RANKED)
@few
@given(election=rankings())
def test_choice_that_everybody_puts_first_wins(slug, election):
    keys, ballots = election
    unanimous = [(["a", *[key for key in ranking if key != "a"]], weight) for ranking, weight in ballots]
    assert count(slug, keys, unanimous).winners == ("a",)


@few
@given(election=approvals())
def test_choice_that_alone_is_on_every_ballot_wins_approval(election):
    keys, ballots = election
    assume(not any(all(key in marks for marks, _weight in ballots) for key in keys if key != "a"))
    unanimous = [(["a", *[key for key in marks if key != "a"]], weight) for marks, weight in ballots]
    assert count("approval", keys, unanimous).winners == ("a",)


@pytest.mark.parametrize("slug", ["score", "star"])
@few
@given(election=score_sheets(top=4))
def test_choice_that_everybody_scores_highest_wins(slug, election):
    keys, ballots = election
    unanimous = [([5, *scores[1:]], weight) for scores, weight in ballots]
    assert count(slug, keys, unanimous).winners == ("a",)


@few
@given(election=score_sheets())
def test_star_elects_one_of_the_two_with_the_highest_totals(election):
    keys, ballots = election
    found = count("star", keys, ballots)
    assume(found.winners)
    higher = [key for key in keys if found.tallies[key] > found.tallies[found.winners[0]]]
    assert len(higher) <= 1


@pytest.mark.parametrize("strength", STRENGTHS)
@pytest.mark.parametrize("slug", CONDORCET)
@few
@given(election=rankings())
def test_winner_of_every_pair_wins(slug, strength, election):
    keys, ballots = election
    winner = condorcet_winner(keys, ballots)
    assume(winner)
    found = count(slug, keys, ballots, strength=strength)
    assert found.winners == (winner,) and found.ties == () and found.ranking[0] == (winner,)


@pytest.mark.parametrize("strength", STRENGTHS)
@pytest.mark.parametrize("slug", CONDORCET)
@few
@given(election=rankings(), lot=st.permutations(KEYS))
def test_loser_of_every_pair_never_wins(slug, strength, election, lot):
    keys, ballots = election
    loser = condorcet_loser(keys, ballots)
    assume(loser)
    assert loser not in count(slug, keys, ballots, strength=strength, lot=OrderedLot(lot)).winners


@pytest.mark.parametrize("strength", STRENGTHS)
@pytest.mark.parametrize("slug", CONDORCET)
@few
@given(election=rankings(), lot=st.permutations(KEYS))
def test_winner_comes_from_the_smallest_group_that_beats_the_rest(slug, strength, election, lot):
    keys, ballots = election
    winners = count(slug, keys, ballots, strength=strength, lot=OrderedLot(lot)).winners
    assert set(winners) <= smith_set(keys, ballots)


@pytest.mark.parametrize("strength", STRENGTHS)
@few
@given(election=rankings(least=3, most=3))
def test_schulze_and_ranked_pairs_agree_on_three_choices(strength, election):
    """With three choices both drop the weakest win of a circle; equal wins may fall differently."""
    keys, ballots = election
    assume(strengths_differ(keys, ballots))
    one = count("schulze", keys, ballots, strength=strength)
    other = count("ranked_pairs", keys, ballots, strength=strength)
    assert one.winners == other.winners and one.ranking == other.ranking


@pytest.mark.parametrize("slug", CONDORCET)
@few
@given(election=rankings(full=True, most_ballots=5))
def test_sole_winner_does_not_win_when_every_ballot_is_turned_around(slug, election):
    keys, ballots = election
    assume(strengths_differ(keys, ballots))
    turned = [(ranking[::-1], weight) for ranking, weight in ballots]
    assert count(slug, keys, ballots).winners != count(slug, keys, turned).winners


@few
@given(election=rankings(), lot=st.permutations(KEYS))
def test_one_seat_by_scottish_rules_is_instant_runoff(election, lot):
    """With the tie rule of the Scottish order. The quota differs, so the number of rounds may."""
    keys, ballots = election
    lot = OrderedLot(lot)
    scottish = count("stv_scottish", keys, ballots, lot=lot)
    runoff = count("instant_runoff", keys, ballots, lot=lot, ties="earlier_rounds")
    assert scottish.winners == runoff.winners


@few
@given(election=rankings())
def test_one_seat_by_meek_is_instant_runoff_where_nothing_is_level(election):
    keys, ballots = election
    runoff = count("instant_runoff", keys, ballots)
    meek = count("stv_meek", keys, ballots)
    assume(not runoff.ties and not meek.ties)
    assert meek.winners == runoff.winners


@pytest.mark.parametrize("slug", ["stv_scottish", "stv_meek"])
@few
@given(data=st.data())
def test_group_with_several_quotas_gets_as_many_seats(slug, data):
    """Droop proportionality: voters who all put the same choices before all others."""
    keys = KEYS
    seats = data.draw(st.integers(1, 4))
    group = keys[: data.draw(st.integers(1, 4))]
    outside = keys[len(group) :]
    weights = st.integers(1, 12)

    def ballots_of(first, then):
        ranking = st.tuples(st.permutations(first), st.permutations(then)).map(
            lambda both: [*both[0], *both[1]]
        )
        return st.lists(st.tuples(ranking, weights), min_size=1, max_size=5)

    solid = data.draw(ballots_of(group, outside))
    others = data.draw(ballots_of(outside, group))
    found = count(slug, keys, [*solid, *others], seats=seats)
    votes = sum(weight for _ranking, weight in solid)
    everybody = votes + sum(weight for _ranking, weight in others)
    # The most k with k times the quota: more than k / (seats + 1) of all votes.
    due = max(k for k in range(seats + 1) if votes * (seats + 1) > k * everybody)
    assert len(set(found.winners) & set(group)) >= min(due, len(group))
