from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MemberChange(models.Model):
    """What was changed on a member's entry, when and by whom.

    `changes` is {field: [old, new]}, both as text. `source` names the way: `office`,
    `import:<run>`, `undo:<run>`, `api:<token>`, `correction`, `merge`.
    Written by `members.domain.history.record_change` alone.
    """

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    source = models.CharField(_("source"), max_length=40)
    changes = models.JSONField(_("changes"), default=dict)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.source}, {self.at:%Y-%m-%d}"
