from django.db import models
from django.utils.translation import gettext_lazy as _


class Mailing(models.Model):
    """A part of the roll of a vote that still gets a mail: the entries after `done_until`, to `last_entry`.

    Numbers of roll entries, which say nothing: no name, no address and no
    time of a mail is kept.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("The vote is open")
        REMINDER = "reminder", _("The vote closes soon")
        OUTCOME = "outcome", _("The result is published")

    member_vote = models.ForeignKey("voting.MemberVote", on_delete=models.CASCADE, related_name="mailings")
    kind = models.CharField(max_length=12, choices=Kind)
    done_until = models.BigIntegerField()
    last_entry = models.BigIntegerField()
    tries = models.PositiveIntegerField(default=0)
    # Whoever sends it moves this on: nobody else takes it meanwhile.
    not_before = models.DateTimeField()

    class Meta:
        verbose_name = _("mails of a vote")
        verbose_name_plural = _("mails of votes")
        default_permissions = ()

    def __str__(self):
        return f"{self.member_vote_id} {self.kind} {self.done_until}-{self.last_entry}"
