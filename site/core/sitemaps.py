from collections import defaultdict

from django.conf import settings
from django.utils.functional import cached_property
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from core.languages import language_tag


class AllLocalesSitemap(Sitemap):
    """Every public page in every language, each with its translations.

    Wagtail's own lists the tree of the default language alone. A page that
    nobody has translated yet mirrors another one and is left out.
    """

    def items(self):
        return self.pages

    @cached_property
    def pages(self) -> list[Page]:
        root = self.get_wagtail_site().root_page
        roots = Page.objects.filter(translation_key=root.translation_key).values_list("path", flat=True)
        pages = Page.objects.live().public().filter(alias_of=None, depth__gte=root.depth)
        below = tuple(roots)
        return [
            page
            for page in pages.order_by("path").select_related("locale").defer_streamfields()
            if page.path.startswith(below)
        ]

    @cached_property
    def versions(self) -> dict:
        """(language code, address) of every version of a page, by translation key."""
        found = defaultdict(list)
        for page in self.pages:
            found[page.translation_key].append((page.locale.language_code, self.location(page)))
        return found

    def _urls(self, page, protocol, domain):
        # Wagtail's own asks each page, and so knows nothing of its translations.
        return [
            {
                "location": self.location(item),
                "lastmod": self.lastmod(item),
                "alternates": self.alternates_of(item),
            }
            for item in self.paginator.page(page).object_list
        ]

    def alternates_of(self, page: Page) -> list[dict[str, str]]:
        versions = self.versions[page.translation_key]
        if len(versions) < 2:
            return []
        found = [{"lang_code": language_tag(code), "location": url} for code, url in versions]
        default = dict(versions).get(settings.LANGUAGE_CODE)
        return [*found, {"lang_code": "x-default", "location": default}] if default else found
