from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    ENDORSED = "endorsed", _("Endorsed")
    ELECTED = "elected", _("Elected")
    POSITION_YES = "position_yes", _("Yes")
    POSITION_NO = "position_no", _("No")
    NO_ENDORSEMENT = "no_endorsement", _("No endorsement")
    NONE_REACHED = "none_reached_threshold", _("No decision")
    QUORUM_NOT_MET = "quorum_not_met", _("Too few took part")
    TIE = "tie", _("Tie")
    ADVICE = "advice", _("Advice")


class Tally(models.Model):
    """The stored result of one contest: it opens even when the plugins that made it are gone.

    `result` holds exact values as strings: tallies, shares, base, needed,
    threshold, rounds, and how many ballots left the contest out.
    """

    contest = models.OneToOneField("voting.Contest", on_delete=models.CASCADE, related_name="tally")
    outcome = models.CharField(max_length=32, choices=Outcome)
    winners = models.JSONField(default=list)
    result = models.JSONField()

    class Meta:
        verbose_name = _("tally")
        default_permissions = ()

    def __str__(self):
        return self.outcome


class Certification(models.Model):
    """A teller's signature under a counted vote. Two different tellers make it certified."""

    member_vote = models.ForeignKey(
        "voting.MemberVote", on_delete=models.CASCADE, related_name="certifications"
    )
    teller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The name as it stood when the teller signed.
    name = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("certification")
        default_permissions = ()
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["member_vote", "teller"], name="voting_one_signature_each")
        ]

    def __str__(self):
        return self.name


class TwoPersonRequest(models.Model):
    """What one teller asked for and another must agree to."""

    class Kind(models.TextChoices):
        CLOSE_EARLY = "close_early", _("Close early")
        VOID = "void", _("Declare void")
        ROLL_ADD = "roll_add", _("Add a person to the roll")
        ROLL_STRIKE = "roll_strike", _("Strike a person off the roll")

    member_vote = models.ForeignKey(
        "voting.MemberVote", on_delete=models.CASCADE, related_name="two_person_requests"
    )
    kind = models.CharField(max_length=16, choices=Kind)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.TextField(_("reason"))
    # Whom a change of the roll is about; removed with the request once it is done.
    voter_ref = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["member_vote", "kind"], name="voting_one_request_a_kind")
        ]

    def __str__(self):
        return self.kind
