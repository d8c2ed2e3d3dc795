from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One line of the log of a vote: lifecycle and staff actions, never a single cast.

    Rows are only added. Each holds the hash of the one before it, so that a
    changed or missing line shows. The database itself refuses changes.
    """

    member_vote = models.ForeignKey("voting.MemberVote", on_delete=models.PROTECT, related_name="log")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    actor = models.CharField(max_length=80, blank=True)
    payload = models.JSONField(default=dict)
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log")
        ordering = ["number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["member_vote", "number"], name="voting_log_number")]

    def __str__(self):
        return f"{self.number} {self.kind}"


class Checkpoint(models.Model):
    """A signed note about the log of a vote: how many lines it had, and the root over them.

    Worth something once others hold it: it goes out with the mails of a vote.
    Rows are only added.
    """

    member_vote = models.ForeignKey("voting.MemberVote", on_delete=models.PROTECT, related_name="checkpoints")
    size = models.PositiveIntegerField()
    note = models.TextField()

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["size"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["member_vote", "size"], name="voting_checkpoint_size")]

    def __str__(self):
        return f"{self.member_vote_id} {self.size}"
