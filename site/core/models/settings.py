from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="home")
class OrganisationSettings(BaseSiteSetting):
    """Who runs this site: names and addresses that stand in the header and the footer."""

    name = models.CharField(_("name"), max_length=120, default="Progressive Massachusetts")
    tagline = models.CharField(
        _("tagline"), max_length=160, blank=True, help_text=_("One short sentence beside the name.")
    )
    contact_email = models.EmailField(_("general contact"), blank=True)
    elections_email = models.EmailField(_("elections contact"), blank=True)
    press_email = models.EmailField(_("press contact"), blank=True)
    disclaimer = models.TextField(
        _("disclaimer"), blank=True, help_text=_("Stands at the foot of every page, such as who paid for it.")
    )
    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("privacy page"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    accessibility_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("accessibility page"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    select_related = ["privacy_page__locale", "accessibility_page__locale"]

    panels = [
        FieldPanel("name"),
        FieldPanel("tagline"),
        MultiFieldPanel(
            [FieldPanel("contact_email"), FieldPanel("elections_email"), FieldPanel("press_email")],
            _("Addresses in the footer"),
        ),
        FieldPanel("disclaimer"),
        MultiFieldPanel(
            [FieldPanel("privacy_page"), FieldPanel("accessibility_page")], _("Pages linked in the footer")
        ),
    ]

    class Meta:
        verbose_name = _("organization")

    @property
    def is_demo(self) -> bool:
        """Whether this installation shows invented people and votes, and says so on every page."""
        return settings.DEMO

    @property
    def footer_pages(self) -> list:
        return [page for page in (self.privacy_page, self.accessibility_page) if page is not None]
