"""Removing the votes of a demo, with their logs. Nothing else removes a vote."""

from django.db import transaction

from voting.domain.bundle_files import forget_bundles
from voting.domain.locks import lock_for_change
from voting.models import AuditEvent, Checkpoint, MemberVote, Participation
from voting.schema import unlocked


@transaction.atomic
def purge_demo_votes() -> int:
    """Remove every vote marked as demo with its ballots, keys and log; gives how many there were.

    The key files are gone even if the transaction is rolled back later, so
    whoever calls this has made sure that nothing else stands in the way.
    """
    votes = list(MemberVote.objects.filter(is_demo=True))
    for vote in votes:
        # Nobody casts meanwhile: the database itself would not refuse a participation without a vote.
        lock_for_change(vote.pk)
        vote.ballot_box.forget(vote_id=str(vote.pk))
        forget_bundles(vote.pk)
    if votes:
        with unlocked(AuditEvent._meta.db_table, Checkpoint._meta.db_table):
            Checkpoint.objects.filter(member_vote__in=votes).delete()
            AuditEvent.objects.filter(member_vote__in=votes).delete()
    Participation.objects.filter(member_vote__in=votes).delete()
    for vote in votes:
        vote.delete()
    return len(votes)
