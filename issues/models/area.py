from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField


class IssueArea(TranslatableMixin, models.Model):
    """One plank of the platform; issue pages are grouped by it."""

    name = models.CharField(_("name"), max_length=120)
    short_tag = models.CharField(
        _("short name"), max_length=40, help_text=_("One or two words, for a label on a card.")
    )
    slug = models.SlugField(_("slug"), max_length=60, help_text=_("The same in every language."))
    order = models.PositiveIntegerField(_("order"), default=100, help_text=_("Small numbers stand first."))
    is_demo = models.BooleanField(default=False, editable=False)

    panels = [FieldPanel("name"), FieldPanel("short_tag"), FieldPanel("slug"), FieldPanel("order")]
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("order", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("issue area")
        verbose_name_plural = _("issue areas")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["locale", "slug"],
                name="issues_area_slug",
                violation_error_message=_("Another issue area has this slug."),
            )
        ]

    def __str__(self):
        return self.name
