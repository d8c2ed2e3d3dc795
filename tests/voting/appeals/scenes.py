"""People who are not on a roll, and what they do about it."""

from django.utils import timezone

from tests.factories.voting import make_user
from tests.sample_plugin.electorate import Listed
from voting.domain.appeals import make_appeal
from voting.models import Appeal


def ref_of(user):
    return Listed().ref_for(user=user)


def appeal_of(vote, user=None, *, text="I paid in time.", at=None) -> Appeal:
    ref = ref_of(user or make_user())
    return make_appeal(member_vote=vote, voter_ref=ref, text=text, at=at or timezone.now())


def teller_of(vote, number=0):
    return vote.tellers.order_by("pk")[number]
