"""What every method with ranked ballots has in common: the ballot."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from voting.api.plugins import CountingMethod
from voting.api.values import InvalidBallot, InvalidSettings, Option

MAX_RANKS = Option(
    name="max_ranks", label=gettext_lazy("Most ranks on a ballot (0: all)"), default=0, kind="number"
)

# What the site says of a ranked ballot; a browser that seals one says the same.
_SAME_RANK = gettext_noop("Two choices have the same rank. Give each rank once.")
_TOO_MANY = gettext_noop("Rank at most %(number)d choices.")
_PLACE = gettext_noop("%(number)d. %(name)s")
_LEVEL_PLACE = gettext_noop("%(number)d. %(names)s (level)")
_LEFT = gettext_noop("left unranked: %(names)s")


class RankedMethod(CountingMethod):
    """A voter puts choices in order; those left out are not ranked.

    A selection is a list of places, the best first. On a place stands a key,
    or a list of keys that are level. A ballot that came on paper or in a file
    may also hold an empty list (a rank that was skipped), a choice twice, or
    None (a rank with marks that were not recorded one by one): what those
    mean, each method says.
    """

    ballot_type = "ranking"
    ballot_template = "voting/ballot/ranked.html"
    has_shares = False
    # Whether a voter may put several choices on one place.
    allows_level = False

    def check_contest(self, *, contest):
        if len(contest.choices) < 2:
            raise InvalidSettings({"choices": gettext_lazy("Give at least two choices.")})
        if contest.seats >= len(contest.choices):
            raise InvalidSettings({"seats": gettext_lazy("There must be more choices than seats.")})

    def most_ranks(self, contest) -> int:
        """How many choices a voter may rank here."""
        return contest.options.get("max_ranks") or len(contest.choices)

    def read_selection(self, *, contest, data: Mapping[str, Sequence[str]]) -> Any:
        """From one number a choice, `<contest>.<choice>`; gaps between the numbers close up."""
        places: dict[int, list[str]] = {}
        for key in contest.choice_keys:
            for text in data.get(f"{contest.key}.{key}", ()):
                if not text:
                    continue
                # Python refuses to read thousands of digits, with an error of its own.
                if not text.isdecimal() or len(text) > 4 or not 0 < int(text) <= len(contest.choices):
                    raise InvalidBallot(_("Give each rank as a number from 1 to the number of choices."))
                places.setdefault(int(text), []).append(key)
        if not places:
            return None
        selection = [keys[0] if len(keys) == 1 else keys for _place, keys in sorted(places.items())]
        self.check_selection(contest=contest, selection=selection)
        return selection

    def check_selection(self, *, contest, selection):
        if selection is None:
            return
        if not isinstance(selection, list) or not selection:
            raise InvalidBallot
        if self._is_plain_ranking(contest, selection):
            return
        ranked: list[str] = []
        for place in selection:
            if isinstance(place, list):
                if len(place) < 2:
                    raise InvalidBallot
                if not self.allows_level:
                    raise InvalidBallot(_(_SAME_RANK))
                ranked.extend(place)
            else:
                ranked.append(place)
        if not all(isinstance(key, str) and key in contest.known_keys for key in ranked):
            raise InvalidBallot(_("This is not a choice of this contest."))
        if len(set(ranked)) != len(ranked):
            raise InvalidBallot(_("A choice can have only one rank."))
        if len(ranked) > self.most_ranks(contest):
            raise InvalidBallot(_(_TOO_MANY) % {"number": self.most_ranks(contest)})

    def _is_plain_ranking(self, contest, selection: list) -> bool:
        """Whether each place holds one known choice, each once: nearly every ballot, quickly seen."""
        try:
            keys = set(selection)
        except TypeError:
            return False
        return len(keys) == len(selection) <= self.most_ranks(contest) and keys <= contest.known_keys

    def browser_rules(self, *, contest):
        most = self.most_ranks(contest)
        return {
            "form": "ranking",
            "most": most,
            "level": self.allows_level,
            "too_many": _(_TOO_MANY) % {"number": most},
            "same_rank": _(_SAME_RANK),
            "place": _(_PLACE),
            "level_place": _(_LEVEL_PLACE),
            "left": _(_LEFT),
        }

    def chosen_keys(self, *, contest, selection):
        keys: list[str] = []
        for place in selection or ():
            keys.extend([place] if isinstance(place, str) else place)
        return tuple(keys)

    def form_fields(self, *, contest, selection):
        fields = {}
        for number, place in enumerate(selection or (), start=1):
            for key in [place] if isinstance(place, str) else place:
                fields[f"{contest.key}.{key}"] = [str(number)]
        return fields

    def answer_words(self, *, contest, selection, labels):
        """A line a place, then one for those that are left unranked."""
        if not selection:
            return ()
        lines = []
        for number, place in enumerate(selection, start=1):
            if isinstance(place, str):
                lines.append(_(_PLACE) % {"number": number, "name": labels[place]})
            else:
                names = ", ".join(labels[key] for key in place)
                lines.append(_(_LEVEL_PLACE) % {"number": number, "names": names})
        ranked = self.chosen_keys(contest=contest, selection=selection)
        left = [labels[key] for key in contest.choice_keys if key not in ranked]
        if left:
            lines.append(_(_LEFT) % {"names": ", ".join(left)})
        return tuple(lines)
