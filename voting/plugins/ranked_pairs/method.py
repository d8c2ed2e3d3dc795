from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from voting.api import (
    Count,
    RankedMethod,
    Round,
    Tie,
    count_pairwise,
    fill_seats,
    head_to_head_wins,
    rank_in_groups,
)
from voting.api.pairwise import STRENGTH, UNRANKED
from voting.api.ranked import MAX_RANKS
from voting.plugins.ranked_pairs.locking import lock_wins

LOCKED = gettext_noop("%(winner)s beats %(loser)s by %(votes)s to %(against)s. This win is locked in.")
LEFT_OUT = gettext_noop(
    "%(winner)s beats %(loser)s by %(votes)s to %(against)s. This contradicts stronger wins and is left out."
)
DRAWN = gettext_noop(
    "%(winner)s beats %(loser)s by %(votes)s to %(against)s. The lot puts it before equally strong wins."
)
DECIDED = gettext_noop("The wins that are locked in give the order of the choices.")


class RankedPairs(RankedMethod):
    """Head-to-head wins are locked in, the strongest first, unless they contradict stronger ones.

    Whom no locked win stands against is elected. Several of them are a tie,
    which goes to the lot, as do equally strong wins that contradict one
    another (see `lock_wins`). For more seats the order goes on: next come
    those whom only choices of earlier groups beat. A choice that no ballot
    ranks is not elected.

    Source: T. N. Tideman, Independence of clones as a criterion for voting
    rules, Social Choice and Welfare 4 (1987); it measures wins by margins.

    `tallies` are the number of others that a choice beats head to head.
    """

    slug = "ranked_pairs"
    label = _("Ranked pairs")
    explanation = _("You rank the choices. The clearest wins head to head count first.")
    allows_level = True
    has_pairwise = True
    most_seats = 15
    options = (MAX_RANKS, STRENGTH, UNRANKED)

    def count(self, *, contest, ballots, lot):
        options = self.clean_options(options=contest.options)
        keys = contest.choice_keys
        tally = count_pairwise(
            keys=keys, ballots=ballots, unranked=options["unranked"], max_ranks=options["max_ranks"]
        )
        pairwise = tally.matrix
        wins, below = lock_wins(keys=keys, pairwise=pairwise, strength=options["strength"], lot=lot)
        ranking = rank_in_groups(keys=keys, beats=lambda a, b: b in below[a])
        rounds, drawn = _explain(wins, pairwise)
        electable = [[key for key in group if tally.ranked[key]] for group in ranking]
        winners, ties = fill_seats(
            groups=electable, seats=contest.seats, lot=lot, round_number=len(rounds) + 1
        )
        tallies = {key: Fraction(number) for key, number in head_to_head_wins(pairwise).items()}
        decided = Round(number=len(rounds) + 1, tallies=tallies, why=DECIDED, elected=winners)
        return Count(
            tallies=tallies,
            with_choice=tally.with_choice,
            blank=tally.blank,
            winners=winners,
            ties=(*drawn, *ties),
            rounds=(*rounds, decided),
            pairwise=pairwise,
            ranking=ranking,
        )


def _explain(wins, pairwise) -> tuple[list[Round], list[Tie]]:
    """A round for each win in the order in which it was looked at, and what the lot had to settle."""
    rounds: list[Round] = []
    ties = []
    for number, win in enumerate(wins, start=1):
        votes, against = pairwise[win.winner][win.loser], pairwise[win.loser][win.winner]
        why = LOCKED if win.locked else LEFT_OUT
        if win.among:
            why = DRAWN
            ties.append(
                Tie(round=number, choices=win.among, what="ranked", settled_by="lot", favored=(win.winner,))
            )
        rounds.append(
            Round(
                number=number,
                tallies={win.winner: Fraction(votes), win.loser: Fraction(against)},
                why=why,
                values={
                    "winner": (win.winner,),
                    "loser": (win.loser,),
                    "votes": votes,
                    "against": against,
                },
            )
        )
    return rounds, ties
