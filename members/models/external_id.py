from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey


class ExternalId(models.Model):
    """How another system names a member: `nationbuilder`, `action_network`, `civicrm` or any slug."""

    member = ParentalKey("members.Member", on_delete=models.CASCADE, related_name="external_ids")
    system = models.SlugField(_("system"))
    value = models.CharField(_("number there"), max_length=100)

    class Meta:
        verbose_name = _("number in another system")
        verbose_name_plural = _("numbers in other systems")
        ordering = ["system", "value"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["system", "value"], name="members_one_member_per_external_id"),
        ]

    def __str__(self):
        return f"{self.system}: {self.value}"
