"""Why somebody cannot vote, rule by rule, and what can be done about it: as a page shows it."""

from dataclasses import dataclass
from datetime import datetime

from voting.api import Check
from voting.domain.appeals import MOST_PER_VOTE, can_appeal
from voting.domain.queries import VoterStatus
from voting.models import Appeal, MemberVote, State
from voting.wording import day_text


@dataclass(frozen=True)
class Rule:
    """`text`: what the rule needs; `why`: about this person; `passes_from`: a day in words, or ""."""

    text: str
    passed: bool
    why: str
    passes_from: str


@dataclass(frozen=True)
class ShownAppeal:
    """An appeal as its own person reads it."""

    state: str
    state_text: str
    tag_kind: str
    made: str
    settled: str
    text: str
    reason: str
    answer: str

    @property
    def is_open(self) -> bool:
        return self.state == Appeal.State.OPEN


@dataclass(frozen=True)
class WhyNot:
    """`is_over`: the roll can no longer be changed. `all_passed`: by what is known today."""

    rules: tuple[Rule, ...]
    is_known: bool
    is_over: bool
    all_passed: bool
    roll_fixed: str
    may_appeal: bool
    appeals: tuple[ShownAppeal, ...]


def why_not(*, member_vote: MemberVote, status: VoterStatus, at: datetime) -> WhyNot:
    """`status`: of somebody who is signed in and not on the roll."""
    appeals = ()
    if status.voter_ref:
        own = Appeal.objects.filter(member_vote=member_vote, voter_ref=status.voter_ref)
        appeals = tuple(shown_appeal(appeal) for appeal in own)
    rules = shown_rules(status.checks)
    takes_appeals = can_appeal(member_vote=member_vote, status_kind=status.kind, at=at)
    waits = any(appeal.is_open for appeal in appeals)
    opened = member_vote.opened_at
    return WhyNot(
        rules=rules,
        is_known=status.voter_ref is not None,
        is_over=member_vote.state not in (State.ANNOUNCED, State.OPEN) or at >= member_vote.closes_at,
        all_passed=bool(rules) and all(rule.passed for rule in rules),
        roll_fixed=day_text(opened) if opened else "",
        may_appeal=(
            takes_appeals and status.voter_ref is not None and not waits and len(appeals) < MOST_PER_VOTE
        ),
        appeals=appeals,
    )


def shown_rules(checks: list[Check]) -> tuple[Rule, ...]:
    """Every rule, those that are passed too."""
    return tuple(
        Rule(
            text=check.rule,
            passed=check.passed,
            why=check.detail,
            passes_from=day_text(check.passes_from) if check.passes_from and not check.passed else "",
        )
        for check in checks
    )


_TAGS = {
    Appeal.State.OPEN: "announced",
    Appeal.State.ADDED: "endorsed",
    Appeal.State.DECLINED: "not_adopted",
}


def shown_appeal(appeal: Appeal) -> ShownAppeal:
    has_reason = appeal.reason and appeal.reason != Appeal.Reason.OTHER
    return ShownAppeal(
        state=appeal.state,
        state_text=appeal.get_state_display(),
        tag_kind=_TAGS.get(appeal.state, "neutral"),
        made=day_text(appeal.made_on),
        settled=day_text(appeal.settled_on) if appeal.settled_on else "",
        text=appeal.text,
        reason=appeal.get_reason_display() if has_reason else "",
        answer=appeal.answer,
    )
