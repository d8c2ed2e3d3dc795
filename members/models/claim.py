from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MembershipClaim(models.Model):
    """Somebody who signed in says: I am on your roll. What is given here proves nothing.

    It is proved by a link sent to an address on the roll and opened in the
    browser that asked, or it is decided by a person in the office.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        VERIFIED = "verified", _("Accepted")
        REJECTED = "rejected", _("Refused")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    given_number = models.CharField(_("member number given"), max_length=32, blank=True)
    given_address = models.CharField(_("address given"), max_length=254, blank=True)
    given_name = models.CharField(_("name given"), max_length=200, blank=True)
    language = models.CharField(max_length=12)
    made_at = models.DateTimeField(_("asked"))
    # What the browser that asked holds in its session, as a hash.
    session_hash = models.CharField(max_length=64)
    # The link is in the mail alone; here is its hash, to whose membership it leads, and which login
    # that membership had when it was sent: if it has another one since, the link is worth nothing.
    link_hash = models.CharField(max_length=64, blank=True, db_index=True)
    link_expires_at = models.DateTimeField(null=True)
    link_member = models.ForeignKey("members.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    link_replaces = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    member = models.ForeignKey(
        "members.Member",
        verbose_name=_("member"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="claims",
    )
    reason = models.TextField(_("reason"), blank=True)
    # Empty where the link decided.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("claim of membership")
        verbose_name_plural = _("claims of membership")
        ordering = ["made_at", "pk"]
        default_permissions = ()
        permissions = [("decide_claim", _("Can decide on claims of membership"))]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state="pending"), name="members_one_pending_claim"
            ),
        ]

    def __str__(self):
        return f"#{self.pk}"
