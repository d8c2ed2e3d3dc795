"""What is read about votes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from voting.api import Check
from voting.models import Kind, MemberVote, Participation, State, VoterRollEntry

# SQLite takes a limited number of values in one query.
_REFS_AT_A_TIME = 500


@dataclass(frozen=True)
class VoterStatus:
    """How one person stands to one vote.

    `kind`: visitor (nobody signed in), may_vote, will_vote (would be on the
    roll as things stand, and the vote has not opened), voted, or excluded
    (then `checks` say which rule).
    """

    kind: str
    voter_ref: str | None = None
    checks: list[Check] = field(default_factory=list)


def voter_status(*, member_vote: MemberVote, user) -> VoterStatus:
    if not user.is_authenticated:
        return VoterStatus(kind="visitor")
    electorate = member_vote.electorate_plugin
    ref = electorate.ref_for(user=user)
    if ref and Participation.objects.filter(member_vote=member_vote, voter_ref=ref).exists():
        return VoterStatus(kind="voted", voter_ref=ref)
    if ref and VoterRollEntry.objects.filter(member_vote=member_vote, voter_ref=ref).exists():
        return VoterStatus(kind="may_vote", voter_ref=ref)
    checks = [] if electorate.is_missing else electorate.checks(user=user, cutoff=member_vote.standing_cutoff)
    not_open_yet = member_vote.state in (State.DRAFT, State.ANNOUNCED)
    if not_open_yet and checks and all(check.passed for check in checks):
        return VoterStatus(kind="will_vote", voter_ref=ref, checks=checks)
    return VoterStatus(kind="excluded", voter_ref=ref, checks=checks)


def votes_about(page):
    """Announced votes that ask about this page, or offer it as a choice, in any language; newest first."""
    same = Q(contests__subject__translation_key=page.translation_key) | Q(
        contests__choices__page__translation_key=page.translation_key
    )
    return MemberVote.objects.announced().filter(same).distinct().order_by("-opens_at")


def open_votes_of(*, voter_ref: str):
    """Open votes with this person on the roll; not surveys, on which nothing hangs."""
    return MemberVote.objects.filter(state=State.OPEN, roll__voter_ref=voter_ref).exclude(kind=Kind.ADVISORY)


def on_open_rolls(*, voter_refs: Iterable[str]) -> set[str]:
    """Those of these people who are on the roll of an open vote; surveys do not count."""
    votes = list(
        MemberVote.objects.filter(state=State.OPEN).exclude(kind=Kind.ADVISORY).values_list("pk", flat=True)
    )
    refs = list(voter_refs) if votes else []
    found: set[str] = set()
    for start in range(0, len(refs), _REFS_AT_A_TIME):
        entries = VoterRollEntry.objects.filter(
            member_vote__in=votes, voter_ref__in=refs[start : start + _REFS_AT_A_TIME]
        )
        found.update(entries.values_list("voter_ref", flat=True))
    return found


def turnout(member_vote: MemberVote) -> tuple[int, int]:
    """(people who took part, people on the roll): all that tellers see of a running vote."""
    return member_vote.participations.count(), member_vote.roll.count()


def votes_for_teller(user):
    """The votes a person may work on: one's own as a teller, all of them as an operator."""
    votes = MemberVote.objects.select_related("page__locale").order_by("-opens_at")
    if user.has_perm("voting.operate_membervote"):
        return votes
    return votes.filter(tellers=user)
