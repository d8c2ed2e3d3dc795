"""Who may see a page, from one reading of all restrictions."""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import BaseViewRestriction, Page, PageViewRestriction

# Our own kind of restriction beside Wagtail's: see core.member_only.
MEMBERS = "members"
GROUPS = BaseViewRestriction.GROUPS


def all_restrictions() -> list[PageViewRestriction]:
    return list(PageViewRestriction.objects.select_related("page"))


def restrictions_of(page: Page, restrictions: Iterable[PageViewRestriction]) -> list[PageViewRestriction]:
    """Those of the page and of the pages above it."""
    return [restriction for restriction in restrictions if page.path.startswith(restriction.page.path)]


def named_in_lists(pages: Iterable[Page], *, on: Page) -> list[Page]:
    """The pages that a list on the page `on` may name: all but those that are for staff.

    Sets `for_members` on each: True where only members can read it. What keeps
    people from `on` itself is of no account: whoever reads the list has passed.
    """
    beyond = [row for row in _read_once(on) if not on.path.startswith(row.page.path)]
    named = []
    for page in pages:
        kinds = {row.restriction_type for row in restrictions_of(page, beyond)}
        if kinds <= {MEMBERS}:
            page.for_members = bool(kinds)
            named.append(page)
    return named


def _read_once(page: Page) -> list[PageViewRestriction]:
    known = getattr(page, "restrictions_of_all_pages", None)
    return all_restrictions() if known is None else known


def restrictions_in_every_language(page: Page) -> list[PageViewRestriction]:
    """Those of the page, of the pages above it, and of all their translations and originals.

    A page that somebody moves below a private one stays where it was in the
    other languages, and would be public there. Costs one query where any page
    of the site is restricted, and none where no page is.
    """
    restrictions = _read_once(page)
    if not restrictions:
        return []
    way = getattr(page, "breadcrumb", None) or [*page.get_ancestors(), page]
    keys = [step.translation_key for step in way]
    originals = [step.alias_of_id for step in way if step.alias_of_id]
    paths = set(
        Page.objects.filter(Q(translation_key__in=keys) | Q(pk__in=originals)).values_list("path", flat=True)
    )
    # An original that a page of another place mirrors is as private as what stands above it.
    return [
        restriction
        for restriction in restrictions
        if any(path.startswith(restriction.page.path) for path in paths)
    ]


def nearest_restriction(page: Page) -> PageViewRestriction | None:
    """The row that makes a page private, its own before those of the pages above it."""
    return page.get_view_restrictions().order_by("-page__depth").first()
