from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey


class MembershipTier(models.Model):
    """A kind of membership, with its dues and what it gives."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    dues_cents = models.PositiveIntegerField(_("dues in cents"), null=True, blank=True)
    period_months = models.PositiveSmallIntegerField(_("months paid at a time"), default=12)
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace"),
        default=0,
        help_text=_("How long a membership still counts after its dues ran out."),
    )
    counts_for_voting = models.BooleanField(_("gives the right to vote"), default=True)
    is_active = models.BooleanField(_("offered"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("kind of membership")
        verbose_name_plural = _("kinds of membership")
        ordering = ["name"]

    def __str__(self):
        return self.name


class MembershipManager(models.Manager):
    """A membership says nothing without its kind, so the two are fetched together."""

    def get_queryset(self):
        return super().get_queryset().select_related("tier")


class Membership(models.Model):
    """One period of membership. A renewal is another row, and so is a correction: rows are canceled,
    never overwritten, so that standing on any past day can be answered again."""

    member = ParentalKey("members.Member", on_delete=models.CASCADE, related_name="memberships")
    tier = models.ForeignKey(
        MembershipTier, verbose_name=_("kind"), on_delete=models.PROTECT, related_name="memberships"
    )
    starts_on = models.DateField(_("first day"))
    expires_on = models.DateField(
        _("last day paid"), null=True, blank=True, help_text=_("Empty: it does not end.")
    )
    cancelled_on = models.DateField(
        _("canceled on"),
        null=True,
        blank=True,
        help_text=_("From this day on it does not count. For a mistake, enter the first day."),
    )
    # Where the row comes from: a person in the office, an import, the demo.
    source = models.CharField(_("source"), max_length=40, default="office")
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    objects = MembershipManager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("starts_on")),
                name="members_period_not_negative",
                violation_error_message=_("The last day paid is before the first day."),
            ),
        ]
        indexes = [models.Index(fields=["member", "starts_on"])]

    def __str__(self):
        return f"{self.starts_on} – {self.expires_on or '…'}"


class Suspension(models.Model):
    """A time during which a member has no vote, by decision of the organization."""

    member = ParentalKey("members.Member", on_delete=models.CASCADE, related_name="suspensions")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty: until further notice.")
    )
    reason = models.TextField(_("reason"), blank=True, help_text=_("Only the office reads this."))

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="members_suspension_not_negative",
                violation_error_message=_("The last day is before the first day."),
            ),
        ]

    def __str__(self):
        return f"{self.starts_on} – {self.ends_on or '…'}"
