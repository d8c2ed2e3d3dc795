"""Dropping a vote that nobody was ever told about."""

from django.db import transaction
from wagtail.models import Page

from voting.api import KeyHoldingBox
from voting.models import MemberVote, MemberVotePage, State


def votes_that_keep_their_page(page: Page):
    """Votes of this page, or of one below it, that were announced or have a log: their page stays."""
    keys = MemberVotePage.objects.descendant_of(page, inclusive=True).values("translation_key")
    votes = MemberVote.objects.filter(page__translation_key__in=keys)
    return (votes.announced() | votes.filter(log__isnull=False)).distinct()


def discard_drafts(*, page: Page) -> int:
    """Drop the votes of this page and of those below it, before these pages are deleted; how many.

    Only votes that `votes_that_keep_their_page` does not name.
    """
    with transaction.atomic():
        pages = MemberVotePage.objects.descendant_of(page, inclusive=True)
        drafts = MemberVote.objects.filter(page__in=pages, state=State.DRAFT, log__isnull=True)
        number = drafts.count()
        for vote in drafts:
            if isinstance(vote.ballot_box, KeyHoldingBox):
                vote.ballot_box.drop_key(vote_id=str(vote.pk))
        drafts.delete()
        return number
