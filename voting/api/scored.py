"""What every method with scores has in common: the ballot."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from voting.api.plugins import CountingMethod
from voting.api.values import InvalidBallot, InvalidSettings, Option

MAX_SCORE = Option(
    name="max_score", label=gettext_lazy("Highest score"), default=5, kind="number", least=1, most=10
)

# What the site says of a ballot with scores; a browser that seals one says the same.
_GIVEN = gettext_noop("%(name)s: %(score)d")
_LEFT = gettext_noop("no score: %(names)s")


class ScoredMethod(CountingMethod):
    """A voter gives each choice a score from 0 up; a choice without a score has 0.

    A selection is a list with a whole number, or null, for each choice of the
    contest, in the contest's order.
    """

    ballot_type = "scores"
    ballot_template = "voting/ballot/scored.html"
    options = (MAX_SCORE,)

    def check_contest(self, *, contest):
        if len(contest.choices) < 2:
            raise InvalidSettings({"choices": gettext_lazy("Give at least two choices.")})

    def read_selection(self, *, contest, data: Mapping[str, Sequence[str]]) -> Any:
        """From one number a choice, `<contest>.<choice>`."""
        scores: list[int | None] = []
        for key in contest.choice_keys:
            values = [text for text in data.get(f"{contest.key}.{key}", ()) if text]
            if len(values) > 1:
                raise InvalidBallot(_("Give each choice one score."))
            # Python refuses to read thousands of digits, with an error of its own.
            if values and (not values[0].isdecimal() or len(values[0]) > 4):
                raise InvalidBallot(_("Give each score as a number."))
            scores.append(int(values[0]) if values else None)
        if all(score is None for score in scores):
            return None
        self.check_selection(contest=contest, selection=scores)
        return scores

    def check_selection(self, *, contest, selection):
        if selection is None:
            return
        if not isinstance(selection, list) or len(selection) != len(contest.choices):
            raise InvalidBallot
        most = contest.options["max_score"]
        for score in selection:
            if score is None:
                continue
            if type(score) is not int or not 0 <= score <= most:
                raise InvalidBallot(_("A score is a number from 0 to %(most)d.") % {"most": most})
        if all(score is None for score in selection):
            raise InvalidBallot

    def browser_rules(self, *, contest):
        return {"form": "scores", "given": _(_GIVEN), "left": _(_LEFT)}

    def chosen_keys(self, *, contest, selection):
        """The choices with a score above 0, the highest first."""
        scored = [
            (-score, place, key)
            for place, (key, score) in enumerate(zip(contest.choice_keys, selection or (), strict=False))
            if score
        ]
        return tuple(key for _score, _place, key in sorted(scored))

    def form_fields(self, *, contest, selection):
        return {
            f"{contest.key}.{key}": [str(score)]
            for key, score in zip(contest.choice_keys, selection or (), strict=False)
            if score is not None
        }

    def answer_words(self, *, contest, selection, labels):
        """A line a choice with a score, in the order of the ballot, then one for those without."""
        if selection is None:
            return ()
        scores = dict(zip(contest.choice_keys, selection, strict=True))
        lines = [
            _(_GIVEN) % {"name": labels[key], "score": score}
            for key, score in scores.items()
            if score is not None
        ]
        left = [labels[key] for key, score in scores.items() if score is None]
        if left:
            lines.append(_(_LEFT) % {"names": ", ".join(left)})
        return tuple(lines)
