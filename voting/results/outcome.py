"""The outcome as a mark: in one word, and as the design calls it."""

from fractions import Fraction

from django.utils.translation import gettext as _

from voting.models import Outcome, Tally

# How the design calls the outcomes.
_KINDS = {
    Outcome.ENDORSED: "endorsed",
    Outcome.ELECTED: "elected",
    Outcome.POSITION_YES: "adopted",
    Outcome.POSITION_NO: "not_adopted",
    Outcome.NO_ENDORSEMENT: "no_endorsement",
    Outcome.NONE_REACHED: "none",
    Outcome.QUORUM_NOT_MET: "quorum",
    Outcome.TIE: "tie",
    Outcome.ADVICE: "advice",
}


def outcome_kind(tally: Tally) -> str:
    return _KINDS.get(tally.outcome, "none")


def stored_threshold(tally: Tally) -> Fraction | None:
    text = tally.result["threshold"]
    return Fraction(text) if text else None


def tag_of(kind: str, *, tie: bool = False, endorsement: bool = True, seats: bool = False) -> tuple[str, str]:
    """(word, kind) of the mark that shows an outcome."""
    if tie:
        return _("Tie"), "neutral"
    return {
        "endorsed": (_("Endorsed") if endorsement else _("Decided"), "endorsed"),
        "elected": (_("Elected") if seats else _("Decided"), "endorsed"),
        "advice": (_("Advice"), "neutral"),
        "adopted": (_("Adopted"), "adopted"),
        "not_adopted": (_("Not adopted"), "not_adopted"),
        "no_endorsement": (_("No endorsement"), "neutral"),
        "quorum": (_("Too few voted"), "warning"),
    }.get(kind, (_("No endorsement") if endorsement else _("No decision"), "neutral"))
