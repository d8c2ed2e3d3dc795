from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.models import BasePage, SummaryMixin
from core.restrictions import named_in_lists
from issues.models.area import IssueArea
from issues.models.position import PolicyPosition
from voting.panels import vote_page_urls
from voting.survey_block import PageBodyBlock


class IssueIndexPage(BasePage):
    """All issues, grouped by area."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["issues.IssuePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("issues page")

    @property
    def summary(self):
        return self.intro

    def areas(self) -> list[tuple[IssueArea, list["IssuePage"]]]:
        """Each area with its live issues; areas in this page's language where they are translated."""
        pages = named_in_lists(
            IssuePage.objects.child_of(self)
            .live()
            .select_related("area__locale", "locale", "alias_of__locale")
            .order_by("title"),
            on=self,
        )
        areas = IssueArea.objects.filter(locale_id=self.locale_id).select_related("locale")
        named = {area.translation_key: area for area in areas}
        groups: dict = {}
        for page in pages:
            area = named.get(page.area.translation_key, page.area)
            groups.setdefault(area.pk, (area, []))[1].append(page)
        return sorted(groups.values(), key=lambda group: (group[0].order, group[0].name))


class IssuePage(SummaryMixin, BasePage):
    """One subject the organization works on: what it wants, why, and how that was decided."""

    area = models.ForeignKey(
        IssueArea, verbose_name=_("issue area"), on_delete=models.PROTECT, related_name="issue_pages"
    )
    what_we_want = RichTextField(
        _("what we want"),
        blank=True,
        features=["bold", "italic", "link", "ul", "ol"],
        help_text=_("What has to change, in a few short sentences or a list."),
    )
    body = StreamField(PageBodyBlock(), blank=True, verbose_name=_("body"))
    last_reviewed_on = models.DateField(
        _("last reviewed"), help_text=_("The day somebody last checked that all of this is true.")
    )
    review_every_days = models.PositiveIntegerField(
        _("review every … days"), default=180, validators=[MinValueValidator(1)]
    )

    served_with = (*BasePage.served_with, "area__locale")
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("area"),
        FieldPanel("summary"),
        FieldPanel("what_we_want"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("last_reviewed_on"), FieldPanel("review_every_days")])],
            _("Keeping it true"),
        ),
    ]
    override_translatable_fields = [
        SynchronizedField("last_reviewed_on", overridable=False),
        SynchronizedField("review_every_days", overridable=False),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("what_we_want"),
        index.SearchField("body"),
    ]
    parent_page_types = ["issues.IssueIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("issue page")

    def structured_data(self, request):
        return [
            {
                "@type": "WebPage",
                "name": self.title,
                "description": self.description,
                "url": self.get_full_url(request),
                "lastReviewed": self.last_reviewed_on.isoformat(),
            }
        ]

    @cached_property
    def area_in_this_language(self) -> IssueArea:
        """A page that is not translated yet still names its area in the reader's language."""
        area = self.area
        if area.locale_id == self.locale_id:
            return area
        translations = IssueArea.objects.select_related("locale").filter(translation_key=area.translation_key)
        return translations.filter(locale_id=self.locale_id).first() or area

    @cached_property
    def positions(self) -> list[PolicyPosition]:
        """The positions in force, newest first, each in this page's language where there is one."""
        rows = (
            PolicyPosition.objects.about(self)
            .in_force()
            .select_related("locale", "member_vote__page__locale")
        )
        best: dict = {}
        for row in rows.filter(Q(locale_id=self.locale_id) | Q(locale__language_code=settings.LANGUAGE_CODE)):
            if row.translation_key not in best or row.locale_id == self.locale_id:
                best[row.translation_key] = row
        shown = sorted(best.values(), key=lambda row: row.adopted_on, reverse=True)
        votes = [row.member_vote for row in shown if row.member_vote]
        urls = vote_page_urls(votes, shown_on=self)
        for row in shown:
            row.vote_url = urls.get(row.member_vote.page.translation_key, "") if row.member_vote else ""
        return shown
