from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.images import get_image_model_string
from wagtail.models import Page, PageViewRestriction

from core.languages import in_language_order
from core.restrictions import GROUPS, MEMBERS, all_restrictions, restrictions_of


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

    # The choices in the privacy dialog. Pages that member votes rely on have none: they are public.
    private_page_options: tuple[str, ...] = (MEMBERS, GROUPS)
    # What a member-only page shows to everybody else, below its title and description.
    public_part = ""
    # Whether the list or the reader that got this page was told that it is for members only.
    for_members = False

    # What a page of this type is read with when it is served (for select_related).
    served_with: tuple[str, ...] = ("share_image",)

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

    @cached_property
    def in_each_language(self) -> list[Page]:
        """The live versions of this page, in the order of the site's languages.

        One that is not translated yet mirrors its source: its `alias_of_id` is set.
        """
        pages = Page.objects.filter(translation_key=self.translation_key).live().select_related("locale")
        return in_language_order(pages)

    @cached_property
    def translated_versions(self) -> list[Page]:
        """The live versions that somebody translated."""
        return [page for page in self.in_each_language if page.alias_of_id is None]

    @cached_property
    def mirrored_page(self) -> Page | None:
        """The page whose words this one shows because nobody has translated them yet."""
        if self.alias_of_id is None:
            return None
        # Lists select it together with the page.
        if not Page.alias_of.is_cached(self):
            for page in self.in_each_language:
                if page.pk == self.alias_of_id:
                    return page
        return self.alias_of

    @cached_property
    def foreign_language(self) -> str:
        """The language of this page's words, where that is not the language of its address."""
        mirrored = self.mirrored_page
        if mirrored is None or mirrored.locale_id == self.locale_id:
            return ""
        return mirrored.locale.language_code

    @cached_property
    def breadcrumb(self) -> list[Page]:
        """The pages from the home page down to this one, drafts too."""
        if not self.path:
            return [self]
        above = Page.objects.ancestor_of(self).filter(depth__gte=2).select_related("locale")
        return [*above, self]

    @cached_property
    def restrictions_of_all_pages(self) -> list[PageViewRestriction]:
        """A handful in all: read once, for this page and for the pages that it links to."""
        return all_restrictions()

    def get_view_restrictions(self):
        if not self.restrictions_of_all_pages:
            return PageViewRestriction.objects.none()
        # A mirrored page has the restrictions of its source: that is Wagtail's to follow.
        if any(page.alias_of_id for page in self.breadcrumb):
            return super().get_view_restrictions()
        own = restrictions_of(self, self.restrictions_of_all_pages)
        if not own:
            return PageViewRestriction.objects.none()
        return PageViewRestriction.objects.filter(pk__in=[restriction.pk for restriction in own])

    def structured_data(self, request) -> list[dict]:
        """What this page tells search engines in schema.org's words, beside its breadcrumb."""
        return []
