from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.images import get_image_model_string
from wagtail.models import Page


class BasePage(Page):
    """What every page of the site has: a picture to share and a mark for demo content.

    The page's plain description for search engines is Wagtail's own
    `search_description`. Abstract, because wagtail-localize does not support
    another base page model.
    """

    share_image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("share image"),
        help_text=_("Shown when somebody shares this page."),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    is_demo = models.BooleanField(default=False, editable=False)

    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("share_image"),
            ],
            _("For search engines and sharing"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], _("For site menus")),
    ]

    class Meta:
        abstract = True

    @property
    def description(self) -> str:
        """One or two sentences about the page, for search engines and cards."""
        return self.search_description or getattr(self, "summary", "")
