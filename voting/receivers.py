"""What the voting app does when something happens around it."""

from wagtail.signals import page_published

from core.page_cache import clear_pages
from voting.domain.planning import plan_vote
from voting.models import MemberVotePage
from voting.signals import vote_changed


def plan_published_vote(sender, instance, **kwargs):
    plan_vote(page=instance)


def show_change(sender, **kwargs):
    clear_pages()


def connect():
    page_published.connect(plan_published_vote, sender=MemberVotePage, dispatch_uid="voting.plan_vote")
    vote_changed.connect(show_change, dispatch_uid="voting.show_change")
