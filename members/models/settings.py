from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="group")
class MembershipSettings(BaseSiteSetting):
    """What members are told about their membership."""

    renewal_url = models.URLField(
        _("page for renewing"),
        blank=True,
        help_text=_("Where dues are paid, such as https://… Empty: no link is shown."),
    )
    office_email = models.EmailField(
        _("address of the office"),
        blank=True,
        help_text=_("Hears that a correction waits. Empty: nobody is written to."),
    )

    panels = [FieldPanel("renewal_url"), FieldPanel("office_email")]

    class Meta:
        verbose_name = _("membership")
