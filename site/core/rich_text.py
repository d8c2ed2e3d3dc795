from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler


class NearestPageLinkHandler(PageLinkHandler):
    """Links to a page in the reader's language, where there is one; two queries for a whole text.

    Wagtail's own handler asks several times for each link.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        chosen = Page.objects.select_related("locale").in_bulk({int(attrs["id"]) for attrs in attrs_list})
        elsewhere = [
            page.translation_key for page in chosen.values() if page.locale.language_code != get_language()
        ]
        nearest = {}
        if elsewhere:
            versions = Page.objects.live().filter(
                translation_key__in=elsewhere, locale__language_code=get_language()
            )
            nearest = {page.translation_key: page for page in versions.select_related("locale")}
        return [cls._tag(chosen.get(int(attrs["id"])), nearest) for attrs in attrs_list]

    @staticmethod
    def _tag(page, nearest) -> str:
        if page is None:
            return "<a>"
        return f'<a href="{escape(nearest.get(page.translation_key, page).url)}">'
