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
CHAIN_BACK = gettext_noop(
    "%(rivals)s beats %(winner)s head to head. But the strongest chain of wins leads the other way."
)
CHAINS_BACK = gettext_noop(
    "%(rivals)s beat %(winner)s head to head. But the strongest chains of wins lead the other way."
)
ONE_IS_FIRST = gettext_noop("No chain of wins against %(winner)s is as strong as the chain back.")
SEVERAL_ARE_FIRST = gettext_noop(
    "%(winners)s are level. No chain of wins against them is stronger than the chain back."
)
NEXT_SEATS = gettext_noop("The strongest chains of wins decide who follows.")


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

    `tallies` are the number of others that a choice beats head to head; those
    of the second round the number that it beats by its strongest chains.
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
        electable = [[key for key in group if tally.ranked[key]] for group in ranking]
        beats_all = len(ranking[0]) == 1 and wins[ranking[0][0]] == len(keys) - 1
        last = 1 if beats_all and contest.seats == 1 else 2
        winners, ties = fill_seats(groups=electable, seats=contest.seats, lot=lot, round_number=last)
        rounds = [
            Round(
                number=1,
                tallies=wins,
                why=BEATS_ALL if beats_all else NOBODY_BEATS_ALL,
                values={"winner": ranking[0]} if beats_all else {},
                elected=winners if last == 1 else (),
            )
        ]
        if last == 2:
            why, values = (NEXT_SEATS, {}) if beats_all else _who_is_first(ranking[0], pairwise)
            rounds.append(
                Round(number=2, tallies=_chain_wins(paths), why=why, values=values, elected=winners)
            )
        return Count(
            tallies=wins,
            with_choice=tally.with_choice,
            blank=tally.blank,
            winners=winners,
            ties=ties,
            rounds=tuple(rounds),
            pairwise=pairwise,
            ranking=ranking,
        )


def _chain_wins(paths) -> dict[str, Fraction]:
    """How many others each choice beats by its strongest chains."""
    return {key: Fraction(sum(row[other] > paths[other][key] for other in row)) for key, row in paths.items()}


def _who_is_first(first, pairwise):
    """Why these are the potential winners: a sentence, and the values in it."""
    if len(first) > 1:
        return SEVERAL_ARE_FIRST, {"winners": first}
    (winner,) = first
    rivals = tuple(key for key in pairwise[winner] if pairwise[key][winner] > pairwise[winner][key])
    if not rivals:
        return ONE_IS_FIRST, {"winner": first}
    return CHAIN_BACK if len(rivals) == 1 else CHAINS_BACK, {"winner": first, "rivals": rivals}
