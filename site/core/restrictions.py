"""Who may see a page, from one reading of all restrictions."""

from collections.abc import Iterable

from wagtail.models import Page, PageViewRestriction


def all_restrictions() -> list[PageViewRestriction]:
    return list(PageViewRestriction.objects.select_related("page"))


def restrictions_of(page: Page, restrictions: Iterable[PageViewRestriction]) -> list[PageViewRestriction]:
    """Those of the page and of the pages above it."""
    return [restriction for restriction in restrictions if page.path.startswith(restriction.page.path)]
