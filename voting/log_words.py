"""The log of a vote in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voting.domain.log import with_precision
from voting.models import AuditEvent
from voting.wording import day_text, moment_text, number_text


@dataclass(frozen=True)
class LogLine:
    number: int
    # A day alone where a minute could betray an order; then there is no moment either.
    at: datetime | date
    moment: str
    sentence: str
    who: str
    hash: str


@dataclass(frozen=True)
class LogDay:
    day: str
    lines: tuple[LogLine, ...]


def log_days(events: Iterable[AuditEvent], *, names: Mapping[str, str] | None = None) -> list[LogDay]:
    """The lines of a whole log by day, oldest first.

    `names`: who acted, by the log's reference; without it nobody is named.
    """
    days: dict[str, list[LogLine]] = {}
    for event, day_only in with_precision(events):
        line = LogLine(
            number=event.number,
            at=timezone.localdate(event.at) if day_only else event.at,
            moment="" if day_only else moment_text(event.at),
            sentence=_sentence(event),
            who=(names or {}).get(event.actor, ""),
            hash=bytes(event.hash).hex(),
        )
        days.setdefault(day_text(timezone.localtime(event.at), with_weekday=True), []).append(line)
    return [LogDay(day=day, lines=tuple(lines)) for day, lines in days.items()]


def _sentence(event: AuditEvent) -> str:
    payload = event.payload
    reason = _(payload["reason"]) if payload.get("reason") else ""
    match event.kind:
        case "announced":
            return _("The vote was announced. Its words and its rule are fixed.")
        case "imported":
            return _("The answers of %(number)s people were imported from older software.") % {
                "number": number_text(payload["answers"])
            }
        case "tellers_appointed":
            return _("The tellers were appointed.")
        case "opened":
            return _("Voting opened. %(number)s people are on the roll.") % {
                "number": number_text(payload["roll"]["size"])
            }
        case "roll_add_asked":
            return _("A teller asked to add a person to the roll. The reason given: %(reason)s") % {
                "reason": reason
            }
        case "roll_strike_asked":
            return _("A teller asked to strike a person off the roll. The reason given: %(reason)s") % {
                "reason": reason
            }
        case "roll_added":
            return _("Two tellers added a person to the roll. The reason given: %(reason)s") % {
                "reason": reason
            }
        case "roll_struck":
            return _("Two tellers struck a person off the roll. The reason given: %(reason)s") % {
                "reason": reason
            }
        case "appeal_made":
            return _("Somebody who is not on the roll appealed to the tellers.")
        case "appeal_settled":
            return _HOW_SETTLED.get(payload["how"], lambda: event.kind)()
        case "closed":
            return _("Voting closed. %(number)s people voted.") % {
                "number": number_text(payload["participated"])
            }
        case "close_early_asked":
            return _("A teller asked to close the vote early. The reason given: %(reason)s") % {
                "reason": reason
            }
        case "closed_early":
            return _("Two tellers closed the vote early. The reason given: %(reason)s") % {"reason": reason}
        case "officers_key_tested":
            return _("Officers tested the key: it opens what is sealed to it.")
        case "share_given":
            return _("%(name)s brought a share of the key.") % {"name": payload["officer"]}
        case "lot_drawn":
            return _("A lot was drawn, for ties that the rules leave open: %(seed)s") % {
                "seed": payload["seed"]
            }
        case "counted":
            return _("The ballots were counted: %(valid)s are valid, %(invalid)s are not.") % {
                "valid": number_text(payload["valid"]),
                "invalid": number_text(payload["invalid"]),
            }
        case "recounted":
            return _second_count(payload)
        case "recount_differs":
            return _("A second program counted the ballots too and found something else. Nobody signed.")
        case "signed":
            return _("A teller signed the count.")
        case "certified":
            return _("The count is certified: two tellers have signed it.")
        case "published":
            return _("The result was published.")
        case "archived":
            return _("The vote was put among the old ones.")
        case "cancelled":
            return _("The vote was canceled. The reason given: %(reason)s") % {"reason": reason}
        case "void_asked":
            return _("A teller asked to declare the vote void. The reason given: %(reason)s") % {
                "reason": reason
            }
        case "voided":
            return _("Two tellers declared the vote void. The reason given: %(reason)s") % {"reason": reason}
        case "secrets_destroyed":
            return _("What could still open a sealed ballot was destroyed.")
    return event.kind


_HOW_SETTLED = {
    "added": lambda: _("An appeal was granted: the person is on the roll."),
    "declined": lambda: _("A teller declined an appeal and gave the person a reason."),
    "withdrawn": lambda: _("An appeal was taken back."),
    "unanswered": lambda: _("An appeal was not answered in time."),
}


def _second_count(payload) -> str:
    unknown = len({number for number, _check in payload["unknown"]})
    if not unknown:
        return _("A second, separate program counted the ballots too. Both counts agree.")
    return ngettext(
        "A second, separate program counted the ballots too and found no difference. "
        "It does not know how %(number)s question is counted: only one program counted that.",
        "A second, separate program counted the ballots too and found no difference. "
        "It does not know how %(number)s questions are counted: only one program counted those.",
        unknown,
    ) % {"number": number_text(unknown)}
