"""How one person stands to several votes, with a number of queries that does not grow with them."""

from collections.abc import Iterable
from itertools import chain
from uuid import UUID

from voting.domain.queries import VoterStatus
from voting.models import MemberVote, Participation, State, VoterRollEntry


def voter_statuses(*, member_votes: Iterable[MemberVote], user) -> dict[UUID, VoterStatus]:
    """`voter_status` of each vote. Why somebody is excluded is looked up only where it can still matter."""
    votes = list(member_votes)
    if not user.is_authenticated:
        return {vote.pk: VoterStatus(kind="visitor") for vote in votes}
    plugins = {vote.electorate: vote.electorate_plugin for vote in votes}
    refs = {slug: electorate.ref_for(user=user) for slug, electorate in plugins.items()}
    earlier = {slug: electorate.earlier_refs_for(user=user) for slug, electorate in plugins.items()}
    known = [*filter(None, refs.values()), *chain.from_iterable(earlier.values())]
    mine = {"member_vote__in": votes, "voter_ref__in": known}
    voted = set(Participation.objects.filter(**mine).values_list("member_vote_id", "voter_ref"))
    on_roll = set(VoterRollEntry.objects.filter(**mine).values_list("member_vote_id", "voter_ref"))
    return {
        vote.pk: _status(
            vote,
            user,
            _ref_of(vote, refs[vote.electorate], earlier[vote.electorate], voted),
            voted=voted,
            on_roll=on_roll,
        )
        for vote in votes
    }


def _ref_of(vote: MemberVote, ref: str | None, earlier: list[str], voted) -> str | None:
    """The reference by which this vote knows the person; an earlier one only where it took part."""
    return next((other for other in earlier if (vote.pk, other) in voted), ref)


def _status(vote, user, ref, *, voted, on_roll) -> VoterStatus:
    if (vote.pk, ref) in voted:
        return VoterStatus(kind="voted", voter_ref=ref)
    if (vote.pk, ref) in on_roll:
        return VoterStatus(kind="may_vote", voter_ref=ref)
    if vote.state not in (State.ANNOUNCED, State.OPEN) or vote.electorate_plugin.is_missing:
        return VoterStatus(kind="excluded", voter_ref=ref)
    checks = vote.electorate_plugin.checks(user=user, cutoff=vote.standing_cutoff)
    if vote.state == State.ANNOUNCED and checks and all(check.passed for check in checks):
        return VoterStatus(kind="will_vote", voter_ref=ref, checks=checks)
    return VoterStatus(kind="excluded", voter_ref=ref, checks=checks)
