"""What voting tells others, after the change is stored. Every signal carries `member_vote`."""

from django.dispatch import Signal

# Any step of a vote that a public page may show.
vote_changed = Signal()
result_published = Signal()
