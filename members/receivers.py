"""What the members app does when something happens to its people."""

from django.db.models.signals import post_delete
from django.utils import timezone

from members.models import Member, MergedRecord
from voting.domain.erasing import erase_voter


def erase_from_votes(sender, instance, **kwargs):
    # A record that became part of another one is still somebody.
    if sender is Member and MergedRecord.objects.filter(ref=instance.ref).exists():
        return
    erase_voter(voter_ref=str(instance.ref), at=timezone.now())


def connect():
    post_delete.connect(erase_from_votes, sender=Member, dispatch_uid="members.erase_from_votes")
    post_delete.connect(erase_from_votes, sender=MergedRecord, dispatch_uid="members.erase_merged_from_votes")
