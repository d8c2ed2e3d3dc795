from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.models.elections import Candidacy


class EndorsementBody(models.TextChoices):
    STATEWIDE = "statewide", _("Members statewide")
    CHAPTER = "chapter", _("The local chapter")


class EndorsementStatus(models.TextChoices):
    ACTIVE = "active", _("In force")
    SUPERSEDED = "superseded", _("Replaced by a later one")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class EndorsementQuerySet(models.QuerySet):
    def active(self):
        """In force; an endorsement of a vote that was found void is not."""
        return self.filter(status=EndorsementStatus.ACTIVE).exclude(member_vote__state="void")


class Endorsement(models.Model):
    """That members endorsed a candidate: copied from the published result of their vote.

    Nobody types it. `candidates.domain.endorsing` writes the rows and owns
    their status.
    """

    candidacy = models.ForeignKey(
        Candidacy, verbose_name=_("candidacy"), on_delete=models.PROTECT, related_name="endorsements"
    )
    body = models.CharField(_("endorsed by"), max_length=10, choices=EndorsementBody)
    member_vote = models.ForeignKey(
        "voting.MemberVote",
        verbose_name=_("member vote"),
        on_delete=models.PROTECT,
        related_name="endorsements",
    )
    # An exact fraction, as it was counted; None where the method of counting has no share.
    share_numerator = models.PositiveBigIntegerField(null=True)
    share_denominator = models.PositiveBigIntegerField(null=True)
    ballots_counted = models.PositiveIntegerField(_("ballots counted"))
    decided_on = models.DateField(_("decided on"))
    status = models.CharField(
        _("status"), max_length=12, choices=EndorsementStatus, default=EndorsementStatus.ACTIVE
    )
    withdrawn_reason = models.TextField(_("why it was withdrawn"), max_length=600, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        default_permissions = ("change", "view")
        ordering = ["-decided_on", "candidacy__candidate__family_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "member_vote"], name="candidates_one_endorsement_a_vote"
            )
        ]

    def __str__(self):
        return f"{self.candidacy.candidate} ({self.get_body_display()})"

    @property
    def share(self) -> Fraction | None:
        if self.share_denominator is None:
            return None
        return Fraction(self.share_numerator, self.share_denominator)
