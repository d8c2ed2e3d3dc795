from django.db.models import Q
from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler


class NearestPageLinkHandler(PageLinkHandler):
    """Links to a page in the reader's language, where there is one; one query for a whole text.

    Wagtail's own handler asks several times for each link.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        ids = {int(attrs["id"]) for attrs in attrs_list}
        keys = Page.objects.filter(pk__in=ids).values("translation_key")
        in_language = Q(translation_key__in=keys, locale__language_code=get_language(), live=True)
        pages = list(Page.objects.filter(Q(pk__in=ids) | in_language).select_related("locale"))
        chosen = {page.pk: page for page in pages}
        nearest = {
            page.translation_key: page
            for page in pages
            if page.live and page.locale.language_code == get_language()
        }
        return [cls._tag(chosen.get(int(attrs["id"])), nearest) for attrs in attrs_list]

    @staticmethod
    def _tag(page, nearest) -> str:
        if page is None:
            return "<a>"
        return f'<a href="{escape(nearest.get(page.translation_key, page).url)}">'
