"""The same ballots counted by pyrankvote 2, where its rules and ours coincide.

Instant-runoff: always, up to ties. It elects with half of the votes where we
ask for more than half, drops several choices at once, and settles ties by
second choices; each of these is one way in which our lot could fall. So its
winner is one of our winners, counted every way; where nothing was level, the
same one.

STV: its quota is votes / (seats + 1), not rounded; it moves all surpluses at
once, and shares a surplus among ballots without looking at what they are
worth. Who has a surplus therefore changes the result. The rules coincide with
one seat, and where nobody reaches its quota before the last seats are filled.
"""

import pyrankvote
from hypothesis import assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.voting.properties.elections import count, few, rankings
from voting.api import TooManyWays, count_every_way

more = hypothesis_settings(few, max_examples=60)


def their_winners(keys, ballots, *, seats=None):
    candidates = {key: pyrankvote.Candidate(key) for key in keys}
    theirs = [
        pyrankvote.Ballot([candidates[key] for key in ranking])
        for ranking, weight in ballots
        for _ballot in range(weight)
    ]
    everybody = list(candidates.values())
    if seats is None:
        found = pyrankvote.instant_runoff_voting(everybody, theirs)
    else:
        found = pyrankvote.single_transferable_vote(everybody, theirs, number_of_seats=seats)
    return {candidate.name for candidate in found.get_winners()}


@more
@given(election=rankings(most=6, most_ballots=12, weights=(1, 30)))
def test_instant_runoff_agrees(election):
    keys, ballots = election
    ours = count("instant_runoff", keys, ballots)
    assume(not ours.ties)
    assert their_winners(keys, ballots) == set(ours.winners)


@few
@given(election=rankings(most=4, most_ballots=6, weights=(1, 3)))
def test_their_winner_of_a_tied_instant_runoff_is_one_of_ours(election):
    keys, ballots = election
    try:
        ways = count_every_way(lambda lot: count("instant_runoff", keys, ballots, lot=lot))
    except TooManyWays:
        assume(False)
    # Two with half of the votes each are both elected there, though there is one seat.
    assert their_winners(keys, ballots) <= {key for way in ways for key in way.winners}


@more
@given(election=rankings(most=6, most_ballots=12, weights=(1, 30)))
def test_stv_for_one_seat_agrees(election):
    keys, ballots = election
    ours = count("stv_scottish", keys, ballots)
    assume(not ours.ties)
    assert their_winners(keys, ballots, seats=1) == set(ours.winners)


@more
@given(election=rankings(least=4, most=6, most_ballots=12, weights=(1, 30)), seats=st.integers(2, 3))
def test_stv_without_a_surplus_agrees(election, seats):
    keys, ballots = election
    ours = count("stv_scottish", keys, ballots, seats=seats)
    line = sum(weight for _ranking, weight in ballots) / (seats + 1)
    nobody_early = all(max(step.tallies.values()) < line for step in ours.rounds[:-1])
    assume(not ours.ties and nobody_early)
    assert their_winners(keys, ballots, seats=seats) == set(ours.winners)
