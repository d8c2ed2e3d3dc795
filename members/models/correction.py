from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Correction(models.Model):
    """A member says: this entry of yours is wrong. What the office decides, not the member alone.

    `wanted` is {field: text}: `first_name` and `last_name`; or `address` and
    `old_address` ("keep" or "remove"); or `chapter` (a code, "" for none);
    nothing for something else, which `note` tells.
    """

    class Kind(models.TextChoices):
        NAME = "name", _("Legal name")
        ADDRESS = "address", _("E-mail address")
        CHAPTER = "chapter", _("Chapter")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        # The new address has not been proved yet: the office does not see it.
        UNPROVED = "unproved", _("Open the link in our mail")
        OPEN = "open", _("The office looks at it")
        ACCEPTED = "accepted", _("Done")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    wanted = models.JSONField(default=dict)
    note = models.TextField(_("what the member says"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    made_at = models.DateTimeField(_("asked"))
    # The link is in the mail to the new address alone; here is its hash.
    link_hash = models.CharField(max_length=64, blank=True, db_index=True)
    link_expires_at = models.DateTimeField(null=True)
    answer = models.TextField(_("answer"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    settled_at = models.DateTimeField(_("settled"), null=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        default_permissions = ()
        permissions = [("decide_correction", _("Can decide on corrections that members ask for"))]
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"],
                condition=Q(state__in=["unproved", "open"]),
                name="members_one_waiting_correction",
            ),
        ]

    def __str__(self):
        return f"#{self.pk}"

    @property
    def waits(self) -> bool:
        return self.state in (self.State.UNPROVED, self.State.OPEN)
