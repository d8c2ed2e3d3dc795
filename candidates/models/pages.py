from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model_string
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from candidates.models.elections import Candidacy, PublicElection, Race
from candidates.models.endorsement import Endorsement
from core.blocks import SENTENCE_FEATURES, BodyBlock
from core.models import BasePage


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


class ElectionPage(BasePage):
    """A public election: its dates, its races, and where to get official help."""

    election = models.ForeignKey(
        PublicElection, verbose_name=_("public election"), on_delete=models.PROTECT, related_name="pages"
    )
    summary = models.TextField(_("summary"), max_length=400)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

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
        return list(
            RacePage.objects.child_of(self)
            .live()
            .public()
            .select_related("locale", "race__office", "race__district", "race__election")
            .order_by("race__office__order", "race__district__name", "title")
        )

    def clean(self):
        super().clean()
        _refuse_second_page(self, "election", _("This election has a page already."))


class RacePage(BasePage):
    """One race: who runs, in a stated order, and how members decided."""

    race = models.ForeignKey(Race, verbose_name=_("race"), on_delete=models.PROTECT, related_name="pages")
    summary = models.TextField(_("summary"), max_length=400)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

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
        return list(
            CandidatePage.objects.child_of(self)
            .live()
            .public()
            .select_related("locale", "candidacy__candidate", "portrait")
            .prefetch_related("portrait__renditions")
            .order_by("candidacy__candidate__family_name", "candidacy__candidate__name")
        )

    def clean(self):
        super().clean()
        _refuse_second_page(self, "race", _("This race has a page already."))


class CandidatePage(BasePage):
    """A candidate in one race: who this is, in the words of our editors."""

    candidacy = models.ForeignKey(
        Candidacy,
        verbose_name=_("candidacy"),
        on_delete=models.PROTECT,
        related_name="pages",
        help_text=_("Who runs, and in which race. You can add a new one from here."),
    )
    summary = models.CharField(
        _("one line"), max_length=200, help_text=_("One line about the candidate. It stands on the ballot.")
    )
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    portrait = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("portrait"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    portrait_alt = models.CharField(
        _("portrait in words"),
        max_length=200,
        blank=True,
        help_text=_("What somebody sees who looks at it."),
    )
    portrait_is_decorative = models.BooleanField(
        _("the portrait is only decoration"),
        default=False,
        help_text=_("Then screen readers pass over it."),
    )
    bio = StreamField(BodyBlock(), blank=True, verbose_name=_("about the candidate"))
    website = models.URLField(_("website"), blank=True)
    endorsement_statement = RichTextField(
        _("why members endorsed"),
        blank=True,
        features=SENTENCE_FEATURES,
        help_text=_("Shown only while an endorsement is in force."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("candidacy"),
        FieldPanel("summary"),
        FieldPanel("pronouns"),
        MultiFieldPanel(
            [
                FieldPanel("portrait"),
                FieldRowPanel([FieldPanel("portrait_alt"), FieldPanel("portrait_is_decorative")]),
            ],
            _("Portrait"),
        ),
        FieldPanel("bio"),
        FieldPanel("website"),
        FieldPanel("endorsement_statement"),
    ]
    override_translatable_fields = [
        SynchronizedField("candidacy", overridable=False),
        SynchronizedField("portrait", overridable=False),
        SynchronizedField("portrait_is_decorative", overridable=False),
        SynchronizedField("website", overridable=False),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("summary"), index.SearchField("bio")]
    parent_page_types = ["candidates.RacePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("candidate page")

    @cached_property
    def endorsements(self) -> list[Endorsement]:
        """The endorsements in force."""
        return list(self.candidacy.endorsements.active().select_related("member_vote__page"))

    def clean(self):
        super().clean()
        problems = {}
        if self.portrait_id and not self.portrait_alt and not self.portrait_is_decorative:
            problems["portrait_alt"] = _("Say what the portrait shows, or mark it as decoration.")
        if problems:
            raise ValidationError(problems)
        _refuse_second_page(self, "candidacy", _("This candidacy has a page already."))


class EndorsementIndexPage(BasePage):
    """Everybody whom members endorse now, by public election."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("endorsements page")

    @property
    def summary(self):
        return self.intro


def _refuse_second_page(page, fact: str, message) -> None:
    """One live page a language for one fact; raises ValidationError beside the field."""
    fact_id = getattr(page, f"{fact}_id")
    if fact_id is None or page.locale_id is None:
        return
    others = type(page).objects.live().filter(**{fact: fact_id}, locale_id=page.locale_id)
    if others.exclude(pk=page.pk).exists():
        raise ValidationError({fact: message})
