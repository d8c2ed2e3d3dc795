"""What the members app does when something happens to its people."""

from django.db.models.signals import post_delete
from django.utils import timezone

from members.domain import touching
from members.models import Member
from voting.domain.erasing import erase_voter


def erase_from_votes(sender, instance, **kwargs):
    erase_voter(voter_ref=str(instance.ref), at=timezone.now())


def connect():
    post_delete.connect(erase_from_votes, sender=Member, dispatch_uid="members.erase_from_votes")
    touching.connect()
