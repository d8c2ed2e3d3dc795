from collections.abc import Iterable
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.models.elections import Candidacy
from voting.panels import vote_page_urls
from voting.wording import ballots_text, share_text


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
    # The share that was needed, so that rounding never crosses it.
    threshold_numerator = models.PositiveBigIntegerField(null=True)
    threshold_denominator = models.PositiveBigIntegerField(null=True)
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
        return _fraction(self.share_numerator, self.share_denominator)

    @property
    def share_in_words(self) -> str:
        """Such as "71.4 %"; empty where the method of counting has no share."""
        if self.share is None:
            return ""
        return share_text(self.share, _fraction(self.threshold_numerator, self.threshold_denominator))

    @property
    def ballots_in_words(self) -> str:
        return ballots_text(self.ballots_counted)


def _fraction(numerator: int | None, denominator: int | None) -> Fraction | None:
    return None if denominator is None else Fraction(numerator, denominator)


def with_vote_urls(endorsements: Iterable[Endorsement]) -> list[Endorsement]:
    """The same rows, each with `vote_url`: the page of its vote in the active language."""
    rows = list(endorsements)
    urls = vote_page_urls(row.member_vote for row in rows)
    for row in rows:
        row.vote_url = urls.get(row.member_vote.page.translation_key, "")
    return rows
