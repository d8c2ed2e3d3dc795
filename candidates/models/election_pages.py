from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from candidates.models.candidate_page import CandidatePage
from candidates.models.elections import PublicElection, Race
from candidates.models.facts import refuse_second_page
from core.models import BasePage
from core.restrictions import named_in_lists
from voting.survey_block import PageBodyBlock


class ElectionIndexPage(BasePage):
    """Public elections, the next one first."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["candidates.ElectionPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("elections page")

    @property
    def summary(self):
        return self.intro

    def elections(self, *, on=None) -> dict[str, list["ElectionPage"]]:
        """`coming`, the next one first, and `past`, the last one first."""
        today = on or timezone.localdate()
        pages = named_in_lists(
            ElectionPage.objects.child_of(self)
            .live()
            .select_related("locale", "alias_of__locale", "election")
            .order_by("election__date", "title"),
            on=self,
        )
        return {
            "coming": [page for page in pages if page.election.date >= today],
            "past": [page for page in reversed(pages) if page.election.date < today],
        }


class ElectionPage(BasePage):
    """A public election: its dates, its races, and where to get official help."""

    election = models.ForeignKey(
        PublicElection, verbose_name=_("public election"), on_delete=models.PROTECT, related_name="pages"
    )
    summary = models.TextField(_("summary"), max_length=400)
    body = StreamField(PageBodyBlock(), blank=True, verbose_name=_("body"))

    served_with = (*BasePage.served_with, "election")
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("election"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    override_translatable_fields = [SynchronizedField("election", overridable=False)]
    search_fields = [*BasePage.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["candidates.ElectionIndexPage"]
    subpage_types = ["candidates.RacePage"]

    class Meta:
        verbose_name = _("election page")

    @cached_property
    def races(self) -> list["RacePage"]:
        return named_in_lists(
            RacePage.objects.child_of(self)
            .live()
            .select_related("locale", "alias_of__locale", "race__office", "race__district", "race__election")
            .order_by("race__office__order", "race__district__name", "title"),
            on=self,
        )

    def clean(self):
        super().clean()
        refuse_second_page(self, "election", _("This election has a page already."))


class RacePage(BasePage):
    """One race: who runs, in a stated order, and how members decided."""

    race = models.ForeignKey(Race, verbose_name=_("race"), on_delete=models.PROTECT, related_name="pages")
    summary = models.TextField(_("summary"), max_length=400)
    body = StreamField(PageBodyBlock(), blank=True, verbose_name=_("body"))

    served_with = (*BasePage.served_with, "race__election", "race__office", "race__district")
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("race"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    override_translatable_fields = [SynchronizedField("race", overridable=False)]
    search_fields = [*BasePage.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["candidates.ElectionPage"]
    subpage_types = ["candidates.CandidatePage"]

    class Meta:
        verbose_name = _("race page")

    @cached_property
    def candidate_pages(self) -> list["CandidatePage"]:
        """Alphabetically by surname, as the page says."""
        return named_in_lists(
            CandidatePage.objects.child_of(self)
            .live()
            .select_related("locale", "alias_of__locale", "candidacy__candidate", "portrait")
            .prefetch_related("portrait__renditions")
            .order_by("candidacy__candidate__family_name", "candidacy__candidate__name"),
            on=self,
        )

    def clean(self):
        super().clean()
        refuse_second_page(self, "race", _("This race has a page already."))
