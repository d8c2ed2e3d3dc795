"""What the votes of the site know about one person, for her to take along."""

import json
from typing import Any

from voting.api import electorates
from voting.domain.manifest import manifest_of
from voting.models import Appeal, MemberVote, Participation, VoterRollEntry
from voting.models.member_vote import vote_ref

FORMAT = "member-vote-personal/1"


def voting_data_of(*, user) -> dict[str, Any]:
    """JSON values: `format`, and for each vote that knows this person an entry of `votes`.

    An entry holds the vote's id, title (by language), box and state,
    `references` (how the roll names the person), `on_roll`, `took_part`,
    `appeals` (against not being on the roll: `made_on`, `text`, `state`,
    `reason`, `answer` and `settled_on`), and, where ballots carry names,
    `ballots`: all that were cast, the oldest first, as selections by contest
    key. Sealed ballots are in nobody's export: the
    site cannot tell whose they are. No time of a vote is kept, so none is here.
    """
    refs = {ref for electorate in electorates if (ref := electorate.ref_for(user=user))}
    refs |= {ref for electorate in electorates for ref in electorate.earlier_refs_for(user=user)}
    on_roll = _pairs(VoterRollEntry, refs)
    took_part = _pairs(Participation, refs)
    appeals = list(Appeal.objects.filter(voter_ref__in=refs))
    known = {vote_id for vote_id, _ref in on_roll | took_part}
    known |= {appeal.member_vote_id for appeal in appeals}
    votes = MemberVote.objects.filter(pk__in=known).order_by("opens_at", "pk")
    return {"format": FORMAT, "votes": [_entry(vote, refs, on_roll, took_part, appeals) for vote in votes]}


def _pairs(model, refs: set[str]) -> set[tuple[Any, str]]:
    return set(model.objects.filter(voter_ref__in=refs).values_list("member_vote_id", "voter_ref"))


def _entry(vote: MemberVote, refs, on_roll, took_part, appeals) -> dict[str, Any]:
    manifest = manifest_of(vote)
    appealed = [appeal for appeal in appeals if appeal.member_vote_id == vote.pk]
    named = on_roll | took_part | {(appeal.member_vote_id, appeal.voter_ref) for appeal in appealed}
    mine = sorted(ref for ref in refs if (vote.pk, ref) in named)
    entry = {
        "vote": str(vote.pk),
        "title": manifest["title"],
        "box": vote.box,
        "state": vote.state,
        "references": mine,
        "on_roll": any((vote.pk, ref) in on_roll for ref in mine),
        "took_part": any((vote.pk, ref) in took_part for ref in mine),
        "appeals": [_appeal(appeal) for appeal in appealed],
    }
    box = vote.ballot_box
    if box.shows_names:
        about = vote_ref(vote, manifest)
        entry["ballots"] = [
            json.loads(ballot) for ref in mine for ballot in box.ballots_of(vote=about, voter_ref=ref)
        ]
    return entry


def _appeal(appeal: Appeal) -> dict[str, Any]:
    return {
        "made_on": appeal.made_on.isoformat(),
        "text": appeal.text,
        "state": str(appeal.state),
        "reason": str(appeal.reason),
        "answer": appeal.answer,
        "settled_on": appeal.settled_on.isoformat() if appeal.settled_on else None,
    }
