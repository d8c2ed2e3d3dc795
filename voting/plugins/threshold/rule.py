from fractions import Fraction
from math import ceil, floor

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from voting.api import Decision, DecisionRule, InvalidSettings

DENOMINATORS = ("choices_cast", "ballots_submitted", "yes_plus_no", "eligible_minus_recused")
QUORUM_KINDS = ("none", "ballots", "percent_of_roll")
COMPARISONS = ("at_least", "more_than")


class Threshold(DecisionRule):
    """A choice is adopted with a share of a denominator, if enough people took part.

    Settings: threshold_numerator and threshold_denominator (an exact fraction,
    so that two thirds means two thirds), comparison, denominator, quorum_kind
    and quorum_value. Abstaining counts only under `ballots_submitted` and
    `eligible_minus_recused`; "no endorsement" is a choice like any other.
    """

    slug = "threshold"
    label = _("Share of the votes, with an optional quorum")
    explanation = _("A choice wins with a set share of the votes.")

    def clean_settings(self, *, settings):
        problems = {}
        numbers = {}
        for name in ("threshold_numerator", "threshold_denominator", "quorum_value"):
            value = settings.get(name, 0 if name == "quorum_value" else None)
            value = 0 if value is None and name == "quorum_value" else value
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                problems[name] = _("Give a whole number.")
            else:
                numbers[name] = value
        for name in ("threshold_numerator", "threshold_denominator"):
            if numbers.get(name) == 0:
                problems[name] = _("This must be more than zero.")
        if not problems and numbers["threshold_numerator"] > numbers["threshold_denominator"]:
            problems["threshold_numerator"] = _("The share cannot be more than the whole.")
        for name, allowed, default in (
            ("denominator", DENOMINATORS, "choices_cast"),
            ("quorum_kind", QUORUM_KINDS, "none"),
            ("comparison", COMPARISONS, "at_least"),
        ):
            if settings.get(name, default) not in allowed:
                problems[name] = _("Choose one of the list.")
        if settings.get("quorum_kind") in QUORUM_KINDS[1:] and not numbers.get("quorum_value"):
            problems["quorum_value"] = _("Say how large the quorum is.")
        if settings.get("quorum_kind") == "percent_of_roll" and numbers.get("quorum_value", 0) > 100:
            problems["quorum_value"] = _("A percentage is at most 100.")
        if not problems and settings.get("comparison") == "more_than":
            whole = numbers["threshold_numerator"] == numbers["threshold_denominator"]
            problems.update({"comparison": _("Nobody can get more than the whole.")} if whole else {})
        if problems:
            raise InvalidSettings(problems)
        return {
            **numbers,
            "comparison": settings.get("comparison", "at_least"),
            "denominator": settings.get("denominator", "choices_cast"),
            "quorum_kind": settings.get("quorum_kind", "none"),
        }

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
        sentence = words[settings["comparison"], settings["denominator"]] % {"share": self._share(settings)}
        if settings["quorum_kind"] == "ballots":
            sentence += " " + ngettext(
                "It counts only if at least %(number)d person votes.",
                "It counts only if at least %(number)d people vote.",
                settings["quorum_value"],
            ) % {"number": settings["quorum_value"]}
        elif settings["quorum_kind"] == "percent_of_roll":
            sentence += " " + gettext(
                "It counts only if at least %(number)d %% of those who may vote do so."
            ) % {"number": settings["quorum_value"]}
        return sentence

    def _share(self, settings) -> str:
        share = self.threshold(settings=settings)
        if (share * 100).denominator == 1:
            return f"{int(share * 100)} %"
        return f"{share.numerator}/{share.denominator}"

    def decide(self, *, contest, count, turnout, settings):
        base = self._base(contest=contest, count=count, turnout=turnout, settings=settings)
        share_needed = self.threshold(settings=settings)
        more_than = settings["comparison"] == "more_than"
        exact = share_needed * base
        needed = floor(exact) + 1 if more_than else max(ceil(exact), 1)
        shares = {key: tally / base for key, tally in count.tallies.items()} if base else {}
        tied = ()
        reached = tuple(key for key, tally in count.tallies.items() if base and tally >= needed)

        if not self._quorum_met(turnout=turnout, settings=settings):
            outcome, winners = "quorum_not_met", ()
        elif not reached:
            outcome, winners = "none_reached_threshold", ()
        elif len(top := [key for key in reached if count.tallies[key] == max(count.tallies.values())]) > 1:
            # Level at the top with enough votes each: a lot does not endorse anybody.
            outcome, winners, tied = "tie", (), tuple(top)
        else:
            outcome, winners = self._outcome_of(contest, top[0]), (top[0],)
        return Decision(outcome=outcome, winners=winners, shares=shares, base=base, needed=needed, tied=tied)

    def _base(self, *, contest, count, turnout, settings) -> int:
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

    def _quorum_met(self, *, turnout, settings) -> bool:
        match settings["quorum_kind"]:
            case "ballots":
                return turnout.ballots >= settings["quorum_value"]
            case "percent_of_roll":
                return turnout.ballots * 100 >= turnout.eligible * settings["quorum_value"]
            case _:
                return True

    def _outcome_of(self, contest, key) -> str:
        kind = next(choice.kind for choice in contest.choices if choice.key == key)
        return {
            "yes": "position_yes",
            "no": "position_no",
            "no_endorsement": "no_endorsement",
        }.get(kind, "endorsed")
