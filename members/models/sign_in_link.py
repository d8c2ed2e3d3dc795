from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInLink(models.Model):
    """A link we sent to an address: good for one sign-in, for a short time.

    The token itself is only in the mail; here is its hash. Whom it signs in is
    looked up when it is used, so a link holds no right of its own.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    address = models.EmailField()
    next_url = models.CharField(max_length=2000, blank=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sign-in link")
        verbose_name_plural = _("sign-in links")
        default_permissions = ()

    def __str__(self):
        return f"#{self.pk}"
