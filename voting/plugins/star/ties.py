"""The tie steps of STAR, as the Equal Vote Coalition publishes them."""

from collections.abc import Mapping, Sequence

from voting.api import Lot, ScoreSheets, Tie


class TieSteps:
    """Settles ties by the Official Tiebreaker Protocol (starvoting.org/ties, read in 2025).

    Level scores, for a place in the runoff: the tied choices are compared head
    to head, and those that lose the most of these match-ups drop out. This is
    repeated among those that are left. Where it leads no further, the most top
    scores advance, or else the fewest drop out. Then the lot. After each step
    the protocol starts again with those that are still tied.

    A level runoff: the higher total, then the most top scores, then the lot.

    `five_star`: whether top scores are looked at; the Simple Tiebreaker
    Protocol of the same page does without. `ties`: each step for a place in
    the runoff that told choices apart.
    """

    def __init__(self, *, sheets: ScoreSheets, top: int, five_star: bool, lot: Lot):
        self.sheets = sheets
        self.five_star = five_star
        self.lot = lot
        self.top_scores = {key: given.get(top, 0) for key, given in sheets.distribution.items()}
        self.ties: list[Tie] = []

    def advance(self, tied: Sequence[str], room: int) -> list[str]:
        """As many of the choices with level totals as there is room for in the runoff."""
        advancing: list[str] = []
        left = list(tied)
        while len(left) > room:
            kept, settled_by = self._step(left, room)
            self.ties.append(
                Tie(round=1, choices=tuple(left), what="ranked", settled_by=settled_by, favored=tuple(kept))
            )
            if len(kept) <= room:
                advancing += kept
                room -= len(kept)
                left = [key for key in left if key not in kept]
            else:
                left = kept
            if not room:
                return advancing
        return advancing + left

    def _step(self, tied: Sequence[str], room: int) -> tuple[list[str], str]:
        """Some of the tied, by the first step that tells any of them apart."""
        lost = {
            key: sum(
                self.sheets.preferring(other, key)[0] > self.sheets.preferring(other, key)[1]
                for other in tied
                if other != key
            )
            for key in tied
        }
        kept = [key for key in tied if lost[key] < max(lost.values())]
        if kept:
            return kept, "head_to_head"
        if self.five_star:
            kept = self._by_top_scores(tied, room)
            if kept:
                return kept, "top_scores"
        return list(self.lot.pick(tied, 1)), "lot"

    def _by_top_scores(self, tied: Sequence[str], room: int) -> list[str]:
        numbers = {key: self.top_scores[key] for key in tied}
        most, fewest = max(numbers.values()), min(numbers.values())
        if most == fewest:
            return []
        best = [key for key in tied if numbers[key] == most]
        return best if len(best) <= room else [key for key in tied if numbers[key] > fewest]

    def settle_runoff(self, one: str, other: str) -> tuple[str, str]:
        """The winner of a level runoff, and the name of the step that settled it."""
        steps: list[tuple[str, Mapping[str, int]]] = [("scores", self.sheets.totals)]
        if self.five_star:
            steps.append(("top_scores", self.top_scores))
        for name, numbers in steps:
            if numbers[one] != numbers[other]:
                return max(one, other, key=numbers.__getitem__), name
        return self.lot.pick((one, other), 1)[0], "lot"
