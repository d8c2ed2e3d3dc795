"""The pages that the header and the footer of every page link to."""

from django.db.models import Q
from django.utils.translation import get_language
from wagtail.models import Page


def linked_pages(*, home: Page | None, page: Page | None, footer: list[Page]) -> list[Page]:
    """Live pages for the menu, for the footer and for the choice of languages, in one query.

    `home`: in the reader's language. `page`: the one to be shown, where it is one of the tree.
    `footer`: pages that the organization's settings name, in whichever language.
    """
    wanted = Q(pk__in=[])
    if home is not None:
        wanted |= Q(path__startswith=home.path, depth=home.depth + 1, show_in_menus=True)
    if page is not None:
        wanted |= Q(translation_key=page.translation_key)
    elsewhere = [each.translation_key for each in footer if each.locale.language_code != get_language()]
    if elsewhere:
        wanted |= Q(translation_key__in=elsewhere, locale__language_code=get_language())
    return list(Page.objects.live().filter(wanted).select_related("locale").order_by("path"))
