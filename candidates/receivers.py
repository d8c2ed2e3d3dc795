from django.dispatch import receiver

from candidates.domain.endorsing import record_endorsements_of_vote
from voting.signals import result_published


@receiver(result_published, dispatch_uid="candidates.record_endorsements")
def record_endorsements(sender, member_vote, **kwargs):
    record_endorsements_of_vote(member_vote=member_vote)
