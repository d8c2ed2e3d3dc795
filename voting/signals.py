"""What voting tells others, after the change is stored. Every signal about a vote carries `member_vote`."""

from django.dispatch import Signal

# Any step of a vote that a public page may show.
vote_changed = Signal()
result_published = Signal()
# Somebody appealed; carries `appeal`.
appeal_made = Signal()
# An appeal came to its end without the person's doing; carries `appeal`.
appeal_answered = Signal()
