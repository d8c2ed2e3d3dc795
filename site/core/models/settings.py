from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="home")
class OrganisationSettings(BaseSiteSetting):
    """Who runs this site: names and addresses that stand in the header and the footer."""

    name = models.CharField(_("name"), max_length=120, default="Progressive Massachusetts")
    contact_email = models.EmailField(_("general contact"), blank=True)
    elections_email = models.EmailField(_("elections contact"), blank=True)
    press_email = models.EmailField(_("press contact"), blank=True)

    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [FieldPanel("contact_email"), FieldPanel("elections_email"), FieldPanel("press_email")],
            _("Addresses in the footer"),
        ),
    ]

    class Meta:
        verbose_name = _("organization")
