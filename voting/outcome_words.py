"""What members decided, or advise, in one sentence: each outcome in its own words."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from voting.models import Outcome, Tally
from voting.paper import ContestPaper
from voting.wording import list_text, threshold_text


def is_endorsement(contest: ContestPaper) -> bool:
    """Whether the contest chooses whom to support, rather than what to say."""
    return any(choice.page_id or choice.stands_apart for choice in contest.choices)


def fills_seats(contest: ContestPaper) -> bool:
    """Whether several seats are filled: a single winner may be a bill, or a day, and is chosen."""
    return contest.seats > 1


def outcome_sentence(*, tally: Tally, contest: ContestPaper) -> str:
    """What was decided, in one sentence; of advice, a second one says that nothing is."""
    match tally.outcome:
        case Outcome.ENDORSED:
            names = _names(contest, tally.winners)
            if is_endorsement(contest):
                return _("Members endorse %(names)s.") % {"names": names}
            return _("Members chose %(names)s.") % {"names": names}
        case Outcome.ELECTED:
            names = _names(contest, tally.winners)
            if fills_seats(contest):
                return _("Members elected %(names)s.") % {"names": names}
            return _("Members chose %(names)s.") % {"names": names}
        case Outcome.POSITION_YES:
            return _("Members say yes.")
        case Outcome.POSITION_NO:
            return _("Members say no.")
        case Outcome.NO_ENDORSEMENT:
            return _("Members chose to endorse nobody.")
        case Outcome.QUORUM_NOT_MET:
            return _("Too few members voted, so nothing is decided.")
        case Outcome.TIE:
            return _("The vote is a tie between %(names)s, so nothing is decided.") % {
                "names": _names(contest, tally.result["tied"])
            }
        case Outcome.ADVICE:
            return _("%(advice)s This is advice; nothing is decided.") % {"advice": _advice(tally, contest)}
    return _nobody_sentence(tally, contest)


def tie_notes(*, tally: Tally, contest: ContestPaper) -> tuple[str, ...]:
    """Sentences about choices that stood level: who stayed out, or what settled it."""
    notes = []
    tied = tally.result.get("tied", ())
    if tally.outcome == Outcome.ENDORSED and tied:
        notes.append(
            _("%(names)s stood level for the last place, so none of them won.")
            % {"names": _names(contest, tied)}
        )
    if tally.outcome != Outcome.ADVICE:
        notes.extend(
            _("%(names)s stood level. The recorded lot favored %(favored)s.")
            % {"names": _names(contest, tie["choices"]), "favored": _names(contest, tie["favored"])}
            for tie in tally.result.get("ties", ())
            if tie["settled_by"] == "lot" and tie["what"] == "elected" and _lot_decides(tally, tie)
        )
    return tuple(notes)


def _lot_decides(tally: Tally, tie) -> bool:
    """Whether the lot had a say in who won: a threshold asks for votes alone."""
    return tally.outcome in (Outcome.ELECTED, Outcome.POSITION_YES, Outcome.POSITION_NO) and bool(
        set(tie["favored"]) & set(tally.winners)
    )


def _nobody_sentence(tally: Tally, contest: ContestPaper) -> str:
    if not tally.result.get("with_choice", tally.result["base"]):
        if is_endorsement(contest):
            return _("Nobody voted here, so there is no endorsement.")
        return _("Nobody voted here, so nothing is decided.")
    threshold = tally.result["threshold"]
    if not threshold:
        return _("No choice met the rule, so nothing is decided.")
    share = threshold_text(Fraction(threshold))
    if is_endorsement(contest):
        return _("Nobody reached %(share)s, so there is no endorsement.") % {"share": share}
    return _("No answer reached %(share)s, so nothing is decided.") % {"share": share}


def _advice(tally: Tally, contest: ContestPaper) -> str:
    winners = tally.winners
    kinds = {contest.choice(key).kind for key in winners}
    if not winners:
        return _("Nobody answered.")
    if len(winners) == 1 and kinds == {"yes"}:
        return _("Most answers are yes.")
    if len(winners) == 1 and kinds == {"no"}:
        return _("Most answers are no.")
    if len(winners) > 1 and set(winners) == set(tally.result.get("tied", ())):
        return _("%(names)s stand level.") % {"names": _names(contest, winners)}
    return _("Members prefer %(names)s.") % {"names": _names(contest, winners)}


def _names(contest: ContestPaper, keys: Sequence[str]) -> str:
    return list_text([contest.choice(key).label for key in keys])
