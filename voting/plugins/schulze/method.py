from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from voting.api import (
    Count,
    RankedMethod,
    Round,
    count_pairwise,
    fill_seats,
    head_to_head_wins,
    rank_in_groups,
    strongest_paths,
)
from voting.api.pairwise import STRENGTH, UNRANKED
from voting.api.ranked import MAX_RANKS

BEATS_ALL = gettext_noop("%(winner)s wins head to head against every other choice.")
NOBODY_BEATS_ALL = gettext_noop("No choice wins head to head against every other one.")
BETTER_CHAIN = gettext_noop(
    "%(rival)s beats %(winner)s by %(votes)s to %(against)s. A stronger chain of wins leads back."
)
LEVEL_CHAIN = gettext_noop(
    "%(rival)s beats %(winner)s by %(votes)s to %(against)s. An equally strong chain of wins leads back."
)
CHAINS_DECIDE = gettext_noop("The strongest chains of wins decide. A chain is as strong as its weakest win.")


class Schulze(RankedMethod):
    """Head-to-head wins, and chains of wins where wins go in a circle.

    A choice beats another one if the strongest chain of wins from it to the
    other is stronger than the strongest chain back. Whom nobody beats is a
    potential winner; several of them are a tie, which goes to the lot. For
    more seats the ranking goes on: next come those whom only choices of
    earlier groups beat. A choice that no ballot ranks is not elected.

    Source: M. Schulze, A new monotonic, clone-independent, reversal symmetric,
    and Condorcet-consistent single-winner election method, Social Choice and
    Welfare 36 (2011); The Schulze Method of Voting, arXiv:1804.02973 (2018).

    `tallies` are the number of others that a choice beats head to head.
    """

    slug = "schulze"
    label = _("Schulze")
    explanation = _("You rank the choices. Each one is compared with each other one.")
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
        paths = strongest_paths(pairwise=pairwise, keys=keys, strength=options["strength"])
        ranking = rank_in_groups(keys=keys, beats=lambda a, b: paths[a][b] > paths[b][a])
        wins = {key: Fraction(number) for key, number in head_to_head_wins(pairwise).items()}
        rounds = _explain(ranking[0], pairwise=pairwise, paths=paths, wins=wins)
        electable = [[key for key in group if tally.ranked[key]] for group in ranking]
        winners, ties = fill_seats(
            groups=electable, seats=contest.seats, lot=lot, round_number=len(rounds) + 1
        )
        decided = Round(number=len(rounds) + 1, tallies=wins, why=CHAINS_DECIDE, elected=winners)
        return Count(
            tallies=wins,
            with_choice=tally.with_choice,
            blank=tally.blank,
            winners=winners,
            ties=ties,
            rounds=(*rounds, decided),
            pairwise=pairwise,
            ranking=ranking,
        )


def _explain(first, *, pairwise, paths, wins) -> list[Round]:
    """The wins head to head, then each win over a potential winner and the chain that answers it."""
    beats_all = len(first) == 1 and wins[first[0]] == len(wins) - 1
    rounds = [
        Round(
            number=1,
            tallies=wins,
            why=BEATS_ALL if beats_all else NOBODY_BEATS_ALL,
            values={"winner": first} if beats_all else {},
        )
    ]
    for winner in first:
        for rival in wins:
            if rival == winner or pairwise[rival][winner] <= pairwise[winner][rival]:
                continue
            votes, against = pairwise[rival][winner], pairwise[winner][rival]
            rounds.append(
                Round(
                    number=len(rounds) + 1,
                    tallies={rival: Fraction(votes), winner: Fraction(against)},
                    why=BETTER_CHAIN if paths[winner][rival] > paths[rival][winner] else LEVEL_CHAIN,
                    values={"rival": (rival,), "winner": (winner,), "votes": votes, "against": against},
                )
            )
    return rounds
