from collections.abc import Iterable

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail.rich_text import expand_db_html
from wagtail_localize.fields import SynchronizedField

from core.models import BasePage

# Rich text holds no comments: editors' are dropped or escaped.
_BETWEEN = "<!--next answer-->"


class FaqGroup(TranslatableMixin, models.Model):
    """A heading on the page of questions."""

    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveIntegerField(_("order"), default=100, help_text=_("Small numbers stand first."))
    is_demo = models.BooleanField(default=False, editable=False)

    panels = [FieldPanel("name"), FieldPanel("order")]
    override_translatable_fields = [SynchronizedField("order", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("group of questions")
        verbose_name_plural = _("groups of questions")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class FaqEntry(PreviewableMixin, DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """One question with its answer."""

    question = models.CharField(_("question"), max_length=200)
    answer = RichTextField(_("answer"), features=["bold", "italic", "link", "ul", "ol", "document-link"])
    group = models.ForeignKey(
        FaqGroup, verbose_name=_("group"), on_delete=models.PROTECT, related_name="entries"
    )
    order = models.PositiveIntegerField(_("order"), default=100, help_text=_("Small numbers stand first."))
    anchor = models.SlugField(
        _("anchor"),
        max_length=80,
        blank=True,
        help_text=_("The end of the address of this question, the same in every language."),
    )
    last_reviewed_on = models.DateField(_("last reviewed"))
    is_demo = models.BooleanField(default=False, editable=False)
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )

    panels = [
        FieldPanel("question"),
        FieldPanel("answer"),
        FieldRowPanel([FieldPanel("group"), FieldPanel("order")]),
        FieldRowPanel([FieldPanel("anchor"), FieldPanel("last_reviewed_on")]),
    ]
    override_translatable_fields = [
        SynchronizedField(name, overridable=False) for name in ("order", "anchor", "last_reviewed_on")
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")
        ordering = ["order", "question"]
        constraints = [
            models.UniqueConstraint(
                fields=["locale", "anchor"],
                name="home_faq_anchor",
                violation_error_message=_("Another question has this anchor."),
            )
        ]

    def __str__(self):
        return self.question

    def full_clean(self, *args, **kwargs):
        if not self.anchor:
            self.anchor = slugify(self.question)[:80]
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        if not self.anchor:
            raise ValidationError({"anchor": _("Give the question an anchor, in plain letters.")})

    @cached_property
    def answer_html(self) -> str:
        """The answer with its links as addresses; the page and its structured data both show it."""
        return mark_safe(expand_db_html(self.answer))

    def get_preview_template(self, request, mode_name):
        return "home/faq_entry_preview.html"


def expand_answers(entries: Iterable[FaqEntry]) -> None:
    """Fill `answer_html` of all these at once: Wagtail looks up the links of one text together."""
    rows = list(entries)
    if not rows:
        return
    joined = expand_db_html(_BETWEEN.join(row.answer for row in rows))
    for row, html in zip(rows, joined.split(_BETWEEN), strict=True):
        row.answer_html = mark_safe(html)


class FaqPage(BasePage):
    """The questions people ask, by group."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("questions page")

    @property
    def summary(self):
        return self.intro

    def structured_data(self, request):
        questions = [
            {
                "@type": "Question",
                "name": entry.question,
                "acceptedAnswer": {"@type": "Answer", "text": entry.answer_html},
            }
            for _group, entries in self.groups
            for entry in entries
        ]
        return [{"@type": "FAQPage", "mainEntity": questions}] if questions else []

    @cached_property
    def groups(self) -> list[tuple[FaqGroup, list[FaqEntry]]]:
        """Each group with its entries; what is not translated stands in the default language."""
        shown = Q(locale_id=self.locale_id) | Q(locale__language_code=settings.LANGUAGE_CODE)
        entries: dict = {}
        for entry in FaqEntry.objects.filter(shown, live=True).select_related("group__locale", "locale"):
            if entry.translation_key not in entries or entry.locale_id == self.locale_id:
                entries[entry.translation_key] = entry
        expand_answers(entries.values())
        groups = FaqGroup.objects.filter(locale_id=self.locale_id).select_related("locale")
        named = {group.translation_key: group for group in groups}
        grouped: dict = {}
        for entry in sorted(entries.values(), key=lambda entry: (entry.order, entry.question)):
            group = named.get(entry.group.translation_key, entry.group)
            grouped.setdefault(group.pk, (group, []))[1].append(entry)
        return sorted(grouped.values(), key=lambda pair: (pair[0].order, pair[0].name))
