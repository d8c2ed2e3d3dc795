from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model_string
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from candidates.models.elections import Candidacy
from candidates.models.endorsement import Endorsement, EndorsementStatus, with_vote_urls
from candidates.models.facts import refuse_second_page
from candidates.page_forms import CandidatePageForm
from core.blocks import SENTENCE_FEATURES
from core.models import BasePage
from voting.survey_block import PageBodyBlock


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
    bio = StreamField(PageBodyBlock(), blank=True, verbose_name=_("about the candidate"))
    website = models.URLField(_("website"), blank=True)
    endorsement_statement = RichTextField(
        _("why members endorsed"),
        blank=True,
        features=SENTENCE_FEATURES,
        help_text=_("Shown only while an endorsement is in force."),
    )

    served_with = (
        *BasePage.served_with,
        "portrait",
        "candidacy__candidate",
        "candidacy__race__election",
        "candidacy__race__office",
        "candidacy__race__district",
    )
    base_form_class = CandidatePageForm
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
    def decisions(self) -> list[Endorsement]:
        """The endorsements in force, and those that were taken back."""
        return with_vote_urls(
            Endorsement.objects.exclude(status=EndorsementStatus.SUPERSEDED)
            .exclude(member_vote__state="void")
            .filter(candidacy_id=self.candidacy_id)
            .select_related("member_vote__page__locale")
        )

    @property
    def endorsements(self) -> list[Endorsement]:
        return [row for row in self.decisions if row.status == EndorsementStatus.ACTIVE]

    @property
    def withdrawn_endorsements(self) -> list[Endorsement]:
        return [row for row in self.decisions if row.status == EndorsementStatus.WITHDRAWN]

    def structured_data(self, request):
        person = {
            "@type": "Person",
            "name": self.candidacy.candidate.name,
            "description": self.summary,
            "url": self.get_full_url(request),
        }
        if self.website:
            person["sameAs"] = self.website
        if self.portrait:
            person["image"] = self.portrait.get_rendition("fill-320x400").full_url
        return [person]

    def clean(self):
        super().clean()
        problems = {}
        if self.portrait_id and not self.portrait_alt and not self.portrait_is_decorative:
            problems["portrait_alt"] = _("Say what the portrait shows, or mark it as decoration.")
        if problems:
            raise ValidationError(problems)
        refuse_second_page(self, "candidacy", _("This candidacy has a page already."))
