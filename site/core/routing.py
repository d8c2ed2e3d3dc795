"""Which page an address means, in three queries however deep the page lies."""

from itertools import accumulate

from django.db.models import Exists
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from core.models import BasePage


def find_page(request, path: str) -> RouteResult | None:
    """The live page at an address below the language's prefix, with the pages above it.

    Wagtail asks for the language, up to three times for the home page, and
    twice for each step of the path. None says that it shall: the address may
    be no page's, a draft's, or that of a page that routes its own.
    """
    root = _root_path(request)
    if root is None:
        return None
    addresses = list(accumulate([root, *(f"{step}/" for step in path.split("/") if step)]))
    pages = (
        Page.objects.filter(url_path__in=addresses)
        .select_related("locale", "content_type")
        # Most sites have no private page: asked here, that costs no query of its own.
        .annotate(site_has_restrictions=Exists(PageViewRestriction.objects.all()))
    )
    found = {page.url_path: page for page in pages}
    if len(found) < len(addresses):
        return None
    home, target = found[root], found[addresses[-1]]
    model = target.content_type.model_class()
    # Wagtail serves another language's pages where the home page is a draft.
    if not (home.live and target.live and model and issubclass(model, BasePage)):
        return None
    page = model.objects.select_related("locale", *model.served_with).get(pk=target.pk)
    page.breadcrumb = [*(found[address] for address in addresses[:-1]), page]
    if not target.site_has_restrictions:
        page.restrictions_of_all_pages = []
    return RouteResult(page)


def _root_path(request) -> str | None:
    """Where the home page in the active language stands in the tree; from Wagtail's cache."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    roots = (root for root in Site.get_site_root_paths() if root.site_id == site.pk)
    return next((root.root_path for root in roots if root.language_code == get_language()), None)
