"""Old polls as surveys that are over: closed, counted and published, by the steps of every vote.

Secrecy comes first. That somebody took part is kept, under a reference that
names nobody; what they chose goes into the ballot box without it, all ballots
of a poll shuffled and in one transaction, so that no order pairs them again.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from django.db import transaction
from django.utils import timezone, translation
from django.utils.html import format_html_join
from django.utils.translation import gettext

from voting.domain.announcing import freeze_words
from voting.domain.canonical import canonical_json, sha256
from voting.domain.counting import count_vote
from voting.domain.lifecycle import close_vote, destroy_secrets, publish_survey
from voting.domain.log import record
from voting.domain.manifest import manifest_of
from voting.domain.old_polls import OldPoll
from voting.domain.surveying import SurveyWords, contest_of_survey, free_slug, mirror_in_other_languages
from voting.domain.transitions import locked, move_to
from voting.models import (
    AuditEvent,
    Disclosure,
    Kind,
    MemberVote,
    MemberVotePage,
    Participation,
    State,
    VoteIndexPage,
    VoterRollEntry,
)
from voting.models.member_vote import vote_ref

_REFERENCE = "polls:{}"
# When an old poll was open is not known; a vote must have been open for some time.
_OPEN_FOR = timedelta(hours=1)
_SALT_BYTES = 16


class TotalsDiffer(Exception):
    """Raised when a poll would not be kept vote by vote; nothing of it is."""


@dataclass(frozen=True)
class Known:
    """Polls that were looked for among what was imported before."""

    new: list[OldPoll]
    here: list[OldPoll]
    changed: list[OldPoll]


def compare_with_imported(polls: Iterable[OldPoll]) -> Known:
    """Which polls are new, which are here already, and which changed after they were imported."""
    events = AuditEvent.objects.filter(kind="imported")
    earlier = {event.payload["poll"]: event.payload["sha256"] for event in events}
    known = Known(new=[], here=[], changed=[])
    for poll in polls:
        if poll.id not in earlier:
            known.new.append(poll)
        elif earlier[poll.id] == _fingerprint(poll):
            known.here.append(poll)
        else:
            known.changed.append(poll)
    return known


def import_polls(*, polls: Iterable[OldPoll], parent: VoteIndexPage, at: datetime) -> list[MemberVote]:
    """Keep these polls as surveys below `parent`, all or none. Raises TotalsDiffer."""
    with transaction.atomic():
        return [_import_poll(poll, parent, at) for poll in polls]


def _import_poll(poll: OldPoll, parent: VoteIndexPage, at: datetime) -> MemberVote:
    page = _make_page(poll, parent, at)
    vote = locked(MemberVote.objects.get(page=page), State.DRAFT)
    freeze_words(vote=vote, at=at)
    record(
        member_vote=vote,
        at=at,
        kind="imported",
        payload={"poll": poll.id, "answers": len(poll.votes), "sha256": _fingerprint(poll)},
    )
    move_to(vote, State.ANNOUNCED)
    vote.opened_at = vote.opens_at
    vote.save(update_fields=["opened_at"])
    move_to(vote, State.OPEN)
    _fill_box(vote, poll)
    close_vote(member_vote=vote, at=at)
    count_vote(member_vote=vote, at=at)
    published = publish_survey(member_vote=vote, at=at)
    _check_totals(published, poll)
    destroy_secrets(member_vote=published, at=at)
    return published


def _make_page(poll: OldPoll, parent: VoteIndexPage, at: datetime) -> MemberVotePage:
    words = SurveyWords(
        question=poll.question, summary="", choices=list(poll.choices.values()), method="single_choice"
    )
    with translation.override(parent.locale.language_code):
        summary = gettext("This survey was held with older software. Its answers were imported.")
    page = MemberVotePage(
        title=poll.question,
        slug=free_slug(parent, poll.question),
        summary=summary,
        explanation=_explanation(poll.description),
        contests=[contest_of_survey(words=words, choice_keys=[_key(choice) for choice in poll.choices])],
        kind=Kind.ADVISORY,
        # How few people took part shows in no ballot.
        disclosure=Disclosure.TOTALS,
        box="secret",
        electorate="imported",
        standing_cutoff=timezone.localdate(at - _OPEN_FOR),
        opens_at=at - _OPEN_FOR,
        closes_at=at,
        challenge_hours=0,
    )
    parent.add_child(instance=page)
    page.save_revision().publish()
    mirror_in_other_languages(page)
    return page


def _explanation(description: str) -> list[dict]:
    paragraphs = [(part,) for part in description.splitlines() if part.strip()]
    if not paragraphs:
        return []
    return [{"type": "text", "value": format_html_join("", "<p>{}</p>", paragraphs)}]


def _fill_box(vote: MemberVote, poll: OldPoll) -> None:
    references = sorted(_REFERENCE.format(user) for user in poll.votes)
    VoterRollEntry.objects.bulk_create(
        (
            VoterRollEntry(member_vote=vote, voter_ref=name, salt=secrets.token_bytes(_SALT_BYTES))
            for name in references
        ),
        batch_size=1000,
    )
    Participation.objects.bulk_create(
        (Participation(member_vote=vote, voter_ref=name) for name in references), batch_size=1000
    )
    contest = vote.contests.get()
    chosen = list(poll.votes.values())
    secrets.SystemRandom().shuffle(chosen)
    ref = vote_ref(vote, manifest_of(vote))
    vote.ballot_box.begin(vote=ref)
    for choice in chosen:
        # A box of sealed ballots never keeps the reference; here it is not even told.
        vote.ballot_box.put(vote=ref, voter_ref="", ballot=canonical_json({contest.key: _key(choice)}))


def _check_totals(vote: MemberVote, poll: OldPoll) -> None:
    result = vote.contests.get().tally.result
    counted = {key: Fraction(votes) for key, votes in result["tallies"].items()}
    wanted = {_key(choice): votes for choice, votes in poll.totals.items()}
    if counted != wanted or result["figures"]["valid"] != len(poll.votes):
        raise TotalsDiffer(f"poll {poll.id}: {len(poll.votes)} votes were read, other totals were counted")


def _key(choice_id: int) -> str:
    return f"choice-{choice_id}"


def _fingerprint(poll: OldPoll) -> str:
    """Of all that was kept of a poll, and of nobody's choice."""
    content = {
        "question": poll.question,
        "description": poll.description,
        "choices": {str(choice): words for choice, words in poll.choices.items()},
        "totals": {str(choice): votes for choice, votes in poll.totals.items()},
    }
    return sha256(canonical_json(content)).hex()
