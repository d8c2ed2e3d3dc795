"""What the voting app does when something happens around it."""

from wagtail.signals import page_published

from core.page_cache import clear_pages
from voting.domain.planning import plan_vote
from voting.models import MemberVotePage
from voting.signals import appeal_answered, appeal_made, vote_changed
from voting.tasks import send_appeal_answer, send_appeal_to_tellers


def plan_published_vote(sender, instance, **kwargs):
    plan_vote(page=instance)


def show_change(sender, **kwargs):
    clear_pages()


def tell_about_appeal(sender, appeal, **kwargs):
    send_appeal_to_tellers.enqueue(appeal.pk)


def tell_about_answer(sender, appeal, **kwargs):
    send_appeal_answer.enqueue(appeal.pk)


def connect():
    page_published.connect(plan_published_vote, sender=MemberVotePage, dispatch_uid="voting.plan_vote")
    appeal_made.connect(tell_about_appeal, dispatch_uid="voting.tell_about_appeal")
    appeal_answered.connect(tell_about_answer, dispatch_uid="voting.tell_about_answer")
    vote_changed.connect(show_change, dispatch_uid="voting.show_change")
