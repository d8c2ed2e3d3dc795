from django.db import models
from django.utils.translation import gettext_lazy as _


class MailPreferences(models.Model):
    """Which mails about votes a member wants. Without a row: all of them."""

    member = models.OneToOneField(
        "members.Member", on_delete=models.CASCADE, primary_key=True, related_name="mail_preferences"
    )
    invitations = models.BooleanField(_("when a vote opens"), default=True)
    reminders = models.BooleanField(
        _("a reminder before a vote closes, if I have not voted yet"), default=True
    )
    results = models.BooleanField(_("when a result is published"), default=True)

    class Meta:
        verbose_name = _("mails that a member wants")
        verbose_name_plural = _("mails that members want")
        default_permissions = ()

    def __str__(self):
        return f"#{self.pk}"
