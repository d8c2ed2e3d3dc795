"""Endorsements: written from published results, and taken back."""

from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from candidates.models import CandidatePage, Endorsement
from candidates.models.elections import Candidacy, EndorseBy
from candidates.models.endorsement import EndorsementBody, EndorsementStatus
from voting.models import MemberVote, Outcome, Tally


def record_endorsements_of_vote(*, member_vote: MemberVote) -> list[Endorsement]:
    """Record each candidate whom a published vote endorsed, in any contest.

    Recording the same vote again changes nothing.
    """
    recorded = []
    tallies = Tally.objects.filter(contest__member_vote=member_vote, outcome=Outcome.ENDORSED)
    with transaction.atomic():
        for tally in tallies.select_related("contest").prefetch_related("contest__choices__page"):
            winners = [choice for choice in tally.contest.choices.all() if choice.key in tally.winners]
            for choice in winners:
                candidacy = _candidacy_of(choice)
                if candidacy is not None:
                    recorded.append(
                        _endorse(candidacy=candidacy, member_vote=member_vote, tally=tally, key=choice.key)
                    )
    return recorded


def withdraw_endorsement(*, endorsement: Endorsement, reason: str) -> Endorsement:
    """Take an endorsement back, with a public reason. Raises ValueError for one that is not in force."""
    with transaction.atomic():
        locked = Endorsement.objects.select_for_update().get(pk=endorsement.pk)
        if locked.status != EndorsementStatus.ACTIVE:
            raise ValueError("Only an endorsement in force can be withdrawn.")
        locked.status = EndorsementStatus.WITHDRAWN
        locked.withdrawn_reason = reason
        locked.save(update_fields=["status", "withdrawn_reason"])
    return locked


def _candidacy_of(choice) -> Candidacy | None:
    """The candidacy a choice stands for; its page may be in any language."""
    if choice.page is None:
        return None
    page = (
        CandidatePage.objects.filter(translation_key=choice.page.translation_key)
        .select_related("candidacy__race")
        .first()
    )
    return page and page.candidacy


def _endorse(*, candidacy: Candidacy, member_vote: MemberVote, tally: Tally, key: str) -> Endorsement:
    by_chapter = candidacy.race.endorse_by == EndorseBy.CHAPTER
    body = EndorsementBody.CHAPTER if by_chapter else EndorsementBody.STATEWIDE
    share = _parts(tally.result["shares"].get(key))
    threshold = _parts(tally.result["threshold"])
    endorsement, created = Endorsement.objects.get_or_create(
        candidacy=candidacy,
        member_vote=member_vote,
        defaults={
            "body": body,
            "share_numerator": share[0],
            "share_denominator": share[1],
            "threshold_numerator": threshold[0],
            "threshold_denominator": threshold[1],
            "ballots_counted": tally.result["base"],
            "decided_on": timezone.localdate(member_vote.closed_at),
            "is_demo": member_vote.is_demo,
        },
    )
    if created:
        earlier = Endorsement.objects.filter(candidacy=candidacy, body=body, status=EndorsementStatus.ACTIVE)
        earlier.exclude(pk=endorsement.pk).update(status=EndorsementStatus.SUPERSEDED)
    return endorsement


def _parts(stored: str | None) -> tuple[int | None, int | None]:
    """Numerator and denominator of a stored exact fraction."""
    if stored is None:
        return None, None
    exact = Fraction(stored)
    return exact.numerator, exact.denominator
