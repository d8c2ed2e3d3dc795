from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Appeal(models.Model):
    """Somebody says to the tellers of a vote: I should be on its roll.

    It is about the roll alone: nothing in it, before or after, says anything
    about a ballot. The log has that it was made and settled, and never by
    whom. Days alone are kept.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        ADDED = "added", _("Added to the roll")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")
        # The vote closed, or was called off, before anybody answered.
        UNANSWERED = "unanswered", _("Not answered in time")

    class Reason(models.TextChoices):
        """What tellers answer most often: stored as a word, and read in the member's language."""

        RECORDS = "records", _("Our records are right about you.")
        TOO_LATE = "too_late", _("The change came after the cut-off date of this vote.")
        KIND = "kind", _("Your kind of membership does not include a vote.")
        SUSPENDED = "suspended", _("Your membership was suspended on the cut-off date.")
        OTHER = "other", _("Another reason: see below.")

    member_vote = models.ForeignKey("voting.MemberVote", on_delete=models.CASCADE, related_name="appeals")
    # The electorate's reference for the person, as on a roll: never a user id.
    voter_ref = models.CharField(max_length=64, db_index=True)
    text = models.TextField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    made_on = models.DateField()
    # Why it was declined: one of the usual reasons, and what a teller wrote.
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member_vote", "voter_ref"],
                condition=Q(state="open"),
                name="voting_one_open_appeal_each",
            )
        ]

    def __str__(self):
        return f"#{self.pk}"
