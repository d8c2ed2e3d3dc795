from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from voting.api import (
    ContestSpec,
    Count,
    Decision,
    DecisionRule,
    InvalidSettings,
    Turnout,
    clean_quorum,
    quorum_met,
    quorum_sentence,
)

DENOMINATORS = ("choices_cast", "ballots_submitted", "yes_plus_no", "eligible_minus_recused")
COMPARISONS = ("at_least", "more_than")
# As many as a vote can have seats.
MOST_ENDORSED = 15


class Threshold(DecisionRule):
    """A choice is adopted with a share of a denominator, if enough people took part.

    Settings: threshold_numerator and threshold_denominator (an exact fraction,
    so that two thirds means two thirds), comparison, denominator, max_endorsed
    (how many can be adopted, one unless it says otherwise), quorum_kind and
    quorum_value. Abstaining counts only under `ballots_submitted` and
    `eligible_minus_recused`; "no endorsement" is a choice like any other.

    Of those over the line, the ones with the most votes are adopted. Where
    choices stand level for the last place, none of them is: a lot endorses
    nobody. Nobody is adopted who is not above "no endorsement", if that is
    over the line too.
    """

    slug = "threshold"
    label = _("Share of the votes, with an optional quorum")
    explanation = _("A choice wins with a set share of the votes.")

    def clean_settings(self, *, settings):
        quorum, problems = clean_quorum(settings=settings)
        numbers = {}
        for name in ("threshold_numerator", "threshold_denominator", "max_endorsed"):
            value = settings.get(name)
            if name == "max_endorsed" and value in (None, ""):
                value = 1
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                problems[name] = _("Give a whole number.")
            elif value == 0:
                problems[name] = _("This must be more than zero.")
            else:
                numbers[name] = value
        if numbers.get("max_endorsed", 1) > MOST_ENDORSED:
            problems["max_endorsed"] = _("At most %(number)d can be endorsed.") % {"number": MOST_ENDORSED}
        for name, allowed, default in (
            ("denominator", DENOMINATORS, "choices_cast"),
            ("comparison", COMPARISONS, "at_least"),
        ):
            if settings.get(name, default) not in allowed:
                problems[name] = _("Choose one of the list.")
        if not problems:
            problems = _problems_of_share(numbers, settings.get("comparison", "at_least"))
        if problems:
            raise InvalidSettings(problems)
        return {
            **numbers,
            "comparison": settings.get("comparison", "at_least"),
            "denominator": settings.get("denominator", "choices_cast"),
            **quorum,
        }

    def check_contest(self, *, contest, method, settings):
        most = settings.get("max_endorsed", 1)
        answers = contest.keys_of_kind("yes") + contest.keys_of_kind("no")
        problems = {}
        if not method.has_shares:
            problems["rule"] = _(
                "“%(method)s” gives no shares of the votes, so no share can decide. Choose another rule."
            ) % {"method": method.label}
        if contest.seats not in (1, most):
            problems["max_endorsed"] = _(
                "The contest has %(seats)d seats. Say the same number here, or give it one seat."
            ) % {"seats": contest.seats}
        if answers and most > 1:
            problems["max_endorsed"] = _("A question has one answer: the most is 1.")
        if settings["denominator"] == "yes_plus_no" and not answers:
            problems["denominator"] = _("Only a yes-or-no question has yes and no votes.")
        if problems:
            raise InvalidSettings(problems)

    def threshold(self, *, settings):
        return Fraction(settings["threshold_numerator"], settings["threshold_denominator"])

    def sentence(self, *, settings):
        words = {
            ("at_least", "choices_cast"): gettext(
                "A choice needs at least %(share)s of the ballots that choose something here."
            ),
            ("more_than", "choices_cast"): gettext(
                "A choice needs more than %(share)s of the ballots that choose something here."
            ),
            ("at_least", "ballots_submitted"): gettext(
                "A choice needs at least %(share)s of all ballots, skipped ones too."
            ),
            ("more_than", "ballots_submitted"): gettext(
                "A choice needs more than %(share)s of all ballots, skipped ones too."
            ),
            ("at_least", "yes_plus_no"): gettext(
                "An answer needs at least %(share)s of the yes and no votes."
            ),
            ("more_than", "yes_plus_no"): gettext(
                "An answer needs more than %(share)s of the yes and no votes."
            ),
            ("at_least", "eligible_minus_recused"): gettext(
                "A choice needs at least %(share)s of everybody who may vote."
            ),
            ("more_than", "eligible_minus_recused"): gettext(
                "A choice needs more than %(share)s of everybody who may vote."
            ),
        }
        sentences = [
            words[settings["comparison"], settings["denominator"]] % {"share": self._share(settings)},
            self._sentence_of_most(settings.get("max_endorsed", 1)),
            quorum_sentence(settings=settings),
        ]
        return " ".join(filter(None, sentences))

    def _sentence_of_most(self, most: int) -> str:
        if most == 1:
            return ""
        return ngettext(
            "At most %(number)d choice can win: the one with the most votes.",
            "At most %(number)d choices can win: those with the most votes.",
            most,
        ) % {"number": most}

    def _share(self, settings) -> str:
        share = self.threshold(settings=settings)
        if (share * 100).denominator == 1:
            return f"{int(share * 100)} %"
        return f"{share.numerator}/{share.denominator}"

    def decide(self, *, contest, count, turnout, settings):
        base = self._base(contest=contest, count=count, turnout=turnout, settings=settings)
        # What a choice would have if every ballot gave it the most it can.
        whole = base * count.per_ballot
        more_than = settings["comparison"] == "more_than"
        exact = self.threshold(settings=settings) * whole
        reached = {
            key: tally
            for key, tally in count.tallies.items()
            if whole and tally and (tally > exact if more_than else tally >= exact)
        }
        winners, tied = (), ()
        if not quorum_met(count=count, turnout=turnout, settings=settings):
            outcome = "quorum_not_met"
        elif not reached:
            outcome = "none_reached_threshold"
        else:
            winners, tied = _adopted(
                reached=reached,
                most=settings.get("max_endorsed", 1),
                nobody=contest.keys_of_kind("no_endorsement"),
            )
            outcome = _outcome_of(contest, winners[0]) if winners else "tie"
        return Decision(
            outcome=outcome,
            winners=winners,
            shares={key: Fraction(tally) / whole for key, tally in count.tallies.items()} if whole else {},
            base=base,
            needed=floor(exact) + 1 if more_than else max(ceil(exact), 1),
            tied=tied,
        )

    def _base(
        self, *, contest: ContestSpec, count: Count, turnout: Turnout, settings: Mapping[str, Any]
    ) -> int:
        match settings["denominator"]:
            case "ballots_submitted":
                return turnout.ballots
            case "eligible_minus_recused":
                return turnout.eligible - turnout.recused
            case "yes_plus_no":
                keys = contest.keys_of_kind("yes") + contest.keys_of_kind("no")
                return int(sum(count.tallies[key] for key in keys))
            case _:
                return count.with_choice


def _problems_of_share(numbers: Mapping[str, int], comparison: str) -> dict[str, Any]:
    numerator, denominator = numbers["threshold_numerator"], numbers["threshold_denominator"]
    if numerator > denominator:
        return {"threshold_numerator": _("The share cannot be more than the whole.")}
    if comparison == "more_than" and numerator == denominator:
        return {"comparison": _("Nobody can get more than the whole.")}
    return {}


def _adopted(
    *, reached: Mapping[str, Fraction], most: int, nobody: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who is adopted of those over the line, and who stood level for the last place.

    `nobody`: the choices that say "no endorsement".
    """
    winners: list[str] = []
    for tally in sorted(set(reached.values()), reverse=True):
        # By key: the order of the ballot paper decides nothing.
        level = sorted(key for key, votes in reached.items() if votes == tally)
        room = most - len(winners)
        if room == 0:
            break
        if any(key in nobody for key in level):
            if len(level) > 1:
                return tuple(winners), tuple(level)
            return tuple(winners or level), ()
        if len(level) > room:
            return tuple(winners), tuple(level)
        winners.extend(level)
    return tuple(winners), ()


def _outcome_of(contest: ContestSpec, key: str) -> str:
    kind = next(choice.kind for choice in contest.choices if choice.key == key)
    return {
        "yes": "position_yes",
        "no": "position_no",
        "no_endorsement": "no_endorsement",
    }.get(kind, "endorsed")
