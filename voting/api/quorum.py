"""The quorum: how many must take part before a count decides anything. The same settings in every rule."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from voting.api.counts import Count
from voting.api.values import Turnout

QUORUM_KINDS = ("none", "ballots", "percent_of_roll", "percent_of_members", "percent_of_ballots")
_PERCENTAGES = ("percent_of_roll", "percent_of_members", "percent_of_ballots")


def clean_quorum(*, settings: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The settings quorum_kind and quorum_value as they are stored, and what is wrong with them by name.

    `quorum_value`: a number of ballots, or a whole percentage. Without a
    quorum it is 0.
    """
    kind = settings.get("quorum_kind") or "none"
    value = settings.get("quorum_value") or 0
    problems = {}
    if kind not in QUORUM_KINDS:
        problems["quorum_kind"] = _("Choose one of the list.")
    elif kind == "none":
        value = 0
    elif not isinstance(value, int) or isinstance(value, bool) or value < 0:
        problems["quorum_value"] = _("Give a whole number.")
    elif value == 0:
        problems["quorum_value"] = _("Say how large the quorum is.")
    elif kind in _PERCENTAGES and value > 100:
        problems["quorum_value"] = _("A percentage is at most 100.")
    return {"quorum_kind": kind, "quorum_value": value}, problems


def quorum_sentence(*, settings: Mapping[str, Any]) -> str:
    """The quorum in one sentence, in the active language; empty when there is none."""
    number = settings.get("quorum_value", 0)
    match settings.get("quorum_kind"):
        case "ballots":
            return ngettext(
                "It counts only if at least %(number)d person votes.",
                "It counts only if at least %(number)d people vote.",
                number,
            ) % {"number": number}
        case "percent_of_roll":
            return gettext("It counts only if at least %(number)d %% of those who may vote do so.") % {
                "number": number
            }
        case "percent_of_members":
            return gettext("It counts only if at least %(number)d %% of all members vote.") % {
                "number": number
            }
        case "percent_of_ballots":
            return gettext(
                "It counts only if at least %(number)d %% of the ballots choose something here."
            ) % {"number": number}
    return ""


def quorum_met(*, count: Count, turnout: Turnout, settings: Mapping[str, Any]) -> bool:
    """Whether enough took part. A share of members whose number nobody knows is never met."""
    value = settings.get("quorum_value", 0)
    match settings.get("quorum_kind"):
        case "ballots":
            return turnout.ballots >= value
        case "percent_of_roll":
            return turnout.ballots * 100 >= turnout.eligible * value
        case "percent_of_members":
            return turnout.members is not None and turnout.ballots * 100 >= turnout.members * value
        case "percent_of_ballots":
            return count.with_choice * 100 >= turnout.ballots * value
    return True
