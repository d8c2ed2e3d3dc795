"""How long what people wrote to tellers is kept; votes, rolls and logs have times of their own."""

from datetime import datetime

from django.utils import timezone

from core import retention
from voting.models import Appeal


def connect() -> None:
    """Called once, when the apps are ready."""
    retention.keep("appeal-words", days=365, clean=empty_appeals)


def empty_appeals(before: datetime) -> int:
    """The words of a settled appeal and of its answer; that it was made, and how it ended, stays."""
    settled = Appeal.objects.filter(settled_on__lt=timezone.localdate(before))
    return settled.exclude(text="", answer="").update(text="", answer="")
