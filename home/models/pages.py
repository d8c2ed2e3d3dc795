from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField

from core.blocks import TEXT_FEATURES
from core.models import BasePage, OrganisationSettings
from home.blocks import ActionCardBlock
from voting.survey_block import PageBodyBlock


class HomePage(BasePage):
    """The front door: who this is, what members decide now, what you can do this week."""

    headline = models.CharField(_("headline"), max_length=120)
    intro = models.TextField(
        _("who we are"), max_length=600, help_text=_("What the organization is, in three or four sentences.")
    )
    actions = StreamField(
        [("action", ActionCardBlock())],
        verbose_name=_("what you can do this week"),
        blank=True,
        max_num=3,
        help_text=_("Up to three. One with an end date goes away by itself."),
    )
    body = StreamField(PageBodyBlock(), blank=True, verbose_name=_("more"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("headline"),
        FieldPanel("intro"),
        FieldPanel("actions"),
        FieldPanel("body"),
    ]
    # Neither translated nor copied: home pages stand side by side, so that their slugs differ,
    # and the addresses of a whole language hang on one.
    override_translatable_fields = [BaseTranslatableField("slug")]
    search_fields = [*BasePage.search_fields, index.SearchField("headline"), index.SearchField("intro")]
    # Home pages are the roots of the languages, directly below Wagtail's own root.
    parent_page_types = ["wagtailcore.Page"]
    private_page_options = ()
    subpage_types = [
        "home.StandardPage",
        "home.FaqPage",
        "issues.IssueIndexPage",
        "candidates.ElectionIndexPage",
        "candidates.EndorsementIndexPage",
        "voting.VoteIndexPage",
        "voting.ResultsPage",
    ]

    class Meta:
        verbose_name = _("home page")

    @property
    def summary(self):
        return self.intro

    def structured_data(self, request):
        organisation = OrganisationSettings.for_request(request)
        data = {"@type": "Organization", "name": organisation.name, "url": self.get_full_url(request)}
        if organisation.contact_email:
            data["email"] = organisation.contact_email
        return [data]

    def current_actions(self, *, on=None):
        """The action cards that are not over."""
        day = on or timezone.localdate()
        return [
            block for block in self.actions if not block.value["ends_on"] or block.value["ends_on"] >= day
        ]


class StandardPage(BasePage):
    """A page of text: about us, how we decide, privacy."""

    summary = models.TextField(_("summary"), max_length=400, blank=True)
    public_part = RichTextField(
        _("public part"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_(
            "Only for a page that is private: what people see who are not members, below title and summary."
        ),
    )
    body = StreamField(PageBodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("public_part"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("text page")
