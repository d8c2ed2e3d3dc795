from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import BaseTranslatableField

from core.blocks import BodyBlock
from core.models import BasePage, OrganisationSettings
from home.blocks import ActionCardBlock


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
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))

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

    def route(self, request, path_components):
        """Find the page of a whole address at once, with the pages above it.

        Wagtail asks twice for each step of the path. An address that is no
        page's goes Wagtail's way, which also lets a page route its own.
        """
        steps = ["/".join(path_components[: number + 1]) for number in range(len(path_components))]
        found = {
            page.url_path: page
            for page in Page.objects.filter(
                url_path__in=[f"{self.url_path}{step}/" for step in steps]
            ).select_related("locale")
        }
        target = found.get(f"{self.url_path}{steps[-1]}/") if steps else None
        model = target.specific_class if target else None
        if model is None or not issubclass(model, BasePage) or not target.live:
            return super().route(request, path_components)
        page = model.objects.select_related("locale", *model.served_with).get(pk=target.pk)
        page.breadcrumb = [self, *(found[path] for path in sorted(found, key=len)[:-1]), page]
        return RouteResult(page)

    def current_actions(self, *, on=None):
        """The action cards that are not over."""
        day = on or timezone.localdate()
        return [
            block for block in self.actions if not block.value["ends_on"] or block.value["ends_on"] >= day
        ]


class StandardPage(BasePage):
    """A page of text: about us, how we decide, privacy."""

    summary = models.TextField(_("summary"), max_length=400, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, FieldPanel("summary"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("text page")
