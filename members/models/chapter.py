from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey


class Chapter(models.Model):
    """A local group of the organization. A member may belong to none, and may change."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ["name"]

    def __str__(self):
        return self.name


class ChapterMembershipManager(models.Manager):
    """A row says nothing without its chapter, so the two are fetched together."""

    def get_queryset(self):
        return super().get_queryset().select_related("chapter")


class ChapterMembership(models.Model):
    """The time a member belongs to a chapter. It is ended, never overwritten: which chapter somebody
    belonged to on a past day can be answered again."""

    member = ParentalKey("members.Member", on_delete=models.CASCADE, related_name="chapter_memberships")
    chapter = models.ForeignKey(
        Chapter, verbose_name=_("chapter"), on_delete=models.PROTECT, related_name="chapter_memberships"
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: it does not end."))

    objects = ChapterMembershipManager()

    class Meta:
        verbose_name = _("chapter membership")
        verbose_name_plural = _("chapter memberships")
        ordering = ["-starts_on", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="members_chapter_period_not_negative",
                violation_error_message=_("The last day is before the first day."),
            ),
        ]

    def __str__(self):
        return f"{self.chapter}, {self.starts_on} – {self.ends_on or '…'}"
