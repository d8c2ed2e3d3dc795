from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

READ = "read"
WRITE = "write"


class ApiToken(models.Model):
    """What another program shows to read or to change the roll.

    The token itself is shown once; here is its hash. It belongs to a program,
    not to a login: nobody's sign-in, role or second factor hangs on it.
    """

    # It names the source of every membership that comes this way: `api:<name>`.
    name = models.CharField(
        _("name"),
        max_length=30,
        unique=True,
        validators=[
            RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use small letters, digits and hyphens only."))
        ],
        help_text=_("Of the program that uses it, such as “nationbuilder-sync”."),
    )
    prefix = models.CharField(_("begins with"), max_length=16, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    # Every token reads: a report of what was changed says what was there before.
    may_write = models.BooleanField(
        _("may change the roll"), default=False, help_text=_("Without it, the program only reads.")
    )
    expires_on = models.DateField(_("last day"))
    created_at = models.DateTimeField(_("made"), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # A day, not a time: enough to see which tokens nobody needs any more.
    last_used_on = models.DateField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["name"]
        default_permissions = ()
        permissions = [("manage_api_tokens", _("Can make and revoke API tokens"))]

    def __str__(self):
        return self.name

    @property
    def scopes(self) -> frozenset[str]:
        return frozenset({READ, WRITE} if self.may_write else {READ})

    def is_valid(self, *, on: date) -> bool:
        return self.revoked_at is None and on <= self.expires_on
