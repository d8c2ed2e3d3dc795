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

ONE_WIN = {
    "locked": gettext_noop("%(winner)s beats %(loser)s by %(votes)s to %(against)s. This win is locked in."),
    "left_out": gettext_noop(
        "%(winner)s beats %(loser)s by %(votes)s to %(against)s. Stronger wins contradict this one."
    ),
    "drawn": gettext_noop(
        "%(winner)s beats %(loser)s by %(votes)s to %(against)s. The lot puts it before equal wins."
    ),
}
SEVERAL_WINS = {
    "locked": gettext_noop("Equally strong wins are locked in: %(winners)s against %(losers)s."),
    "left_out": gettext_noop(
        "Wins of %(winners)s against %(losers)s are left out. Stronger wins contradict them."
    ),
    "drawn": gettext_noop("Equally strong wins contradict one another. The lot puts %(winners)s first."),
}
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

    `tallies` are the number of others that a choice beats head to head; those
    of a round the number that it stands above by wins that are locked in.
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
        steps, locks = lock_wins(keys=keys, pairwise=pairwise, strength=options["strength"], lot=lot)
        ranking = rank_in_groups(keys=keys, beats=lambda a, b: b in locks.below[a])
        rounds = [_round(number, step, pairwise) for number, step in enumerate(steps, start=1)]
        electable = [[key for key in group if tally.ranked[key]] for group in ranking]
        winners, ties = fill_seats(
            groups=electable, seats=contest.seats, lot=lot, round_number=len(rounds) + 1
        )
        tallies = {key: Fraction(number) for key, number in head_to_head_wins(pairwise).items()}
        above = {key: Fraction(number) for key, number in locks.above().items()}
        decided = Round(number=len(rounds) + 1, tallies=above, why=DECIDED, elected=winners)
        return Count(
            tallies=tallies,
            with_choice=tally.with_choice,
            blank=tally.blank,
            winners=winners,
            ties=(*_drawn_ties(steps), *ties),
            rounds=(*rounds, decided),
            pairwise=pairwise,
            ranking=ranking,
        )


def _round(number, step, pairwise) -> Round:
    if len(step.wins) == 1:
        ((winner, loser),) = step.wins
        why = ONE_WIN[step.outcome]
        values = {
            "winner": (winner,),
            "loser": (loser,),
            "votes": pairwise[winner][loser],
            "against": pairwise[loser][winner],
        }
    else:
        why = SEVERAL_WINS[step.outcome]
        values = {
            "winners": tuple(dict.fromkeys(winner for winner, _loser in step.wins)),
            "losers": tuple(dict.fromkeys(loser for _winner, loser in step.wins)),
        }
    above = {key: Fraction(others) for key, others in step.above.items()}
    return Round(number=number, tallies=above, why=why, values=values)


def _drawn_ties(steps) -> list[Tie]:
    """What the lot had to settle among equally strong wins."""
    return [
        Tie(round=number, choices=knot, what="ranked", settled_by="lot", favored=(winner,))
        for number, step in enumerate(steps, start=1)
        for (winner, _loser), knot in zip(step.wins, step.knots, strict=False)
    ]
