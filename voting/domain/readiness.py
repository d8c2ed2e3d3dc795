"""Whether a ballot box is ready: before a vote is announced, before it opens, before it is counted."""

from django.conf import settings

from voting.api import Finding
from voting.domain.manifest import manifest_of
from voting.models import MemberVote
from voting.models.member_vote import vote_ref


def opening_problems(*, member_vote: MemberVote) -> list[str]:
    """Why an announced vote could not open now, as full sentences; empty when it could."""
    box = member_vote.ballot_box
    return [
        *box.opening_problems(vote=vote_ref(member_vote, manifest_of(member_vote))),
        *(f"{finding.problem} {finding.remedy}" for finding in blocking_findings(member_vote)),
    ]


def blocking_findings(member_vote: MemberVote) -> list[Finding]:
    """What about this installation keeps the vote from opening."""
    accepted = _accepted()
    return [
        finding
        for finding in member_vote.ballot_box.findings()
        if finding.blocks and finding.code not in accepted
    ]


def accepted_findings(member_vote: MemberVote) -> list[str]:
    """The codes of findings that an operator has accepted: the log of each vote names them."""
    accepted = _accepted()
    return sorted(finding.code for finding in member_vote.ballot_box.findings() if finding.code in accepted)


def waits_for(*, member_vote: MemberVote) -> str:
    """What a closed vote waits for before it can be counted, as a sentence; "" for nothing."""
    return member_vote.ballot_box.waits_for(vote=vote_ref(member_vote, manifest_of(member_vote)))


def _accepted() -> set[str]:
    return set(getattr(settings, "VOTING_ACCEPTED_FINDINGS", ()))
