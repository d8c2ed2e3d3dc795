"""What the voting app does when a page of its own is published."""

from wagtail.signals import page_published

from voting.domain.planning import plan_vote
from voting.models import MemberVotePage


def plan_published_vote(sender, instance, **kwargs):
    plan_vote(page=instance)


def connect():
    page_published.connect(plan_published_vote, sender=MemberVotePage, dispatch_uid="voting.plan_vote")
