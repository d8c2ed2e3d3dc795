from django.dispatch import receiver

from issues.domain.positions import adopt_positions_of_vote
from voting.signals import result_published


@receiver(result_published, dispatch_uid="issues.adopt_positions")
def adopt_positions(sender, member_vote, **kwargs):
    adopt_positions_of_vote(member_vote=member_vote)
