from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from voting.api import (
    Decision,
    DecisionRule,
    InvalidSettings,
    clean_quorum,
    quorum_met,
    quorum_sentence,
    schulze_ranking,
)

COMPARISONS = ("at_least", "more_than")


@dataclass(frozen=True)
class Drops:
    """The choices that leave before the count: under the quorum, or without their majority."""

    quorum: tuple[str, ...]
    majority: tuple[str, ...]


class DefaultOption(DecisionRule):
    """Each choice must first hold against the default choice; then Schulze's method decides.

    A choice leaves if fewer than `option_quorum` ballots prefer it to the
    default choice, or if it does not defeat the default choice by its majority
    ratio. Among the rest, the default choice included, the winner by Schulze's
    method is the outcome. If the default choice wins, nothing is endorsed.
    Several winners are a tie, which this rule leaves open: the source gives it
    to a person with a casting vote.

    Source: the constitution of the Debian project, version 1.9, appendix
    A.5; it stood in A.6 of former versions, and until 2006 asked for more
    than the ratio.

    Settings: `default_choice` (a key; empty means the choice of the kind "no
    endorsement"), `option_quorum` (ballots), `majority_numerator` and
    `majority_denominator` (the ratio, 3 and 1 for three to one), `majorities`
    (exceptions: key to numerator and denominator) and `comparison`, which says
    whether the ratio must be reached ("at_least") or passed ("more_than"). In
    both, more ballots must prefer the choice than prefer the default one. The
    settings `quorum_kind` and `quorum_value` are those of every rule: how many
    must take part at all. Settings of other rules are passed over.
    """

    slug = "default_option"
    label = _("Against a default choice, with a quorum and a majority for each choice")
    explanation = _("A choice must first beat the default choice. Then the ranking decides.")

    def clean_settings(self, *, settings):
        cleaned, problems = clean_quorum(settings=settings)
        numbers = {}
        for name, least in (("option_quorum", 0), ("majority_numerator", 1), ("majority_denominator", 1)):
            value = settings.get(name)
            numbers[name] = least if value is None else value
            if not _is_whole(numbers[name], 0):
                problems[name] = _("Give a whole number.")
            elif numbers[name] < least:
                problems[name] = _("This must be more than zero.")
        ratio = (numbers["majority_numerator"], numbers["majority_denominator"])
        if all(_is_whole(number, 1) for number in ratio) and not _is_ratio(ratio):
            problems["majority_numerator"] = _("The ratio must be at least one to one.")
        comparison = settings.get("comparison") or "at_least"
        if comparison not in COMPARISONS:
            problems["comparison"] = _("Choose one of the list.")
        default = settings.get("default_choice") or ""
        if not isinstance(default, str):
            problems["default_choice"] = _("Choose one of the list.")
        majorities = settings.get("majorities") or {}
        if not isinstance(majorities, dict) or not all(_is_ratio(ratio) for ratio in majorities.values()):
            problems["majorities"] = _("Give each ratio as two whole numbers, as in 3 to 1.")
        if problems:
            raise InvalidSettings(problems)
        return {
            **cleaned,
            **numbers,
            "comparison": comparison,
            "default_choice": default,
            "majorities": {key: list(ratio) for key, ratio in sorted(majorities.items())},
        }

    def check_contest(self, *, contest, method, settings):
        if not method.has_pairwise:
            raise InvalidSettings(
                {"rule": _("This rule needs a method that compares the choices two by two, such as Schulze.")}
            )
        if contest.seats > 1:
            raise InvalidSettings({"rule": _("This rule fills one seat.")})
        named = settings["default_choice"]
        if named and named not in contest.choice_keys:
            raise InvalidSettings({"rule": _("The default choice is not a choice of this contest.")})
        if not named and len(contest.keys_of_kind("no_endorsement")) != 1:
            raise InvalidSettings(
                {"rule": _("Add one choice of the kind “No endorsement”. It is the default choice.")}
            )

    def sentence(self, *, settings):
        parts, whole = settings["majority_numerator"], settings["majority_denominator"]
        if parts == whole:
            sentence = gettext("A choice must be preferred to the default choice by more ballots than not.")
        else:
            sentence = {
                "at_least": gettext(
                    "A choice must be preferred to the default choice by at least %(parts)d to %(whole)d."
                ),
                "more_than": gettext(
                    "A choice must be preferred to the default choice by more than %(parts)d to %(whole)d."
                ),
            }[settings["comparison"]] % {"parts": parts, "whole": whole}
        sentences = [sentence]
        if settings["majorities"]:
            sentences.append(gettext("Some choices need another majority."))
        if settings["option_quorum"]:
            sentences.append(
                ngettext(
                    "At least %(number)d ballot must prefer it to the default choice.",
                    "At least %(number)d ballots must prefer it to the default choice.",
                    settings["option_quorum"],
                )
                % {"number": settings["option_quorum"]}
            )
        sentences.append(gettext("Among the choices that are left, the ranking decides."))
        sentences.append(quorum_sentence(settings=settings))
        return " ".join(filter(None, sentences))

    def default_key(self, *, contest, settings) -> str:
        """The key of the default choice."""
        return settings["default_choice"] or contest.keys_of_kind("no_endorsement")[0]

    def find_drops(self, *, contest, count, settings) -> Drops:
        """The choices that leave, each for the first reason that applies, in the contest's order."""
        default = self.default_key(contest=contest, settings=settings)
        under_quorum, without_majority = [], []
        for key in contest.choice_keys:
            if key == default:
                continue
            votes, against = count.pairwise[key][default], count.pairwise[default][key]
            if votes < settings["option_quorum"]:
                under_quorum.append(key)
            elif not _has_majority(votes, against, self._ratio(key, settings), settings["comparison"]):
                without_majority.append(key)
        return Drops(quorum=tuple(under_quorum), majority=tuple(without_majority))

    def _ratio(self, key, settings):
        return settings["majorities"].get(key) or (
            settings["majority_numerator"],
            settings["majority_denominator"],
        )

    def decide(self, *, contest, count, turnout, settings):
        if not quorum_met(count=count, turnout=turnout, settings=settings):
            return Decision(outcome="quorum_not_met", winners=(), base=count.with_choice)
        if not count.with_choice:
            return Decision(outcome="none_reached_threshold", winners=())
        default = self.default_key(contest=contest, settings=settings)
        drops = self.find_drops(contest=contest, count=count, settings=settings)
        dropped = {*drops.quorum, *drops.majority}
        best = schulze_ranking(
            pairwise=count.pairwise,
            keys=[key for key in contest.choice_keys if key not in dropped],
            strength=contest.options.get("strength", "winning_votes"),
        )[0]
        if len(best) > 1:
            return Decision(outcome="tie", winners=(), base=count.with_choice, tied=best)
        kind = next(choice.kind for choice in contest.choices if choice.key == best[0])
        outcome = {"yes": "position_yes", "no": "position_no"}.get(kind, "endorsed")
        if best == (default,):
            outcome = "no_endorsement"
        return Decision(outcome=outcome, winners=best, base=count.with_choice)


def _is_whole(value, least) -> bool:
    return type(value) is int and value >= least


def _is_ratio(ratio) -> bool:
    return (
        isinstance(ratio, list | tuple)
        and len(ratio) == 2
        and all(_is_whole(number, 1) for number in ratio)
        and ratio[0] >= ratio[1]
    )


def _has_majority(votes, against, ratio, comparison) -> bool:
    numerator, denominator = ratio
    if votes <= against:
        return False
    if comparison == "more_than":
        return votes * denominator > against * numerator
    return votes * denominator >= against * numerator
