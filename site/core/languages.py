"""Language codes as the web writes them."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language_info
from wagtail.models import Page


def language_tag(code: str) -> str:
    """A language code as HTML and search engines write it: zh-hans becomes zh-Hans, pt-br pt-BR."""
    first, *rest = code.split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def own_name(code: str) -> dict[str, str]:
    """A language by its code, the name it calls itself, and the direction of its script."""
    info = get_language_info(code)
    return {"code": language_tag(code), "name": info["name_local"], "dir": "rtl" if info["bidi"] else "ltr"}


def in_language_order(versions: Iterable[Page]) -> list[Page]:
    """Versions of a page in the order of the site's languages, without those that it no longer has."""
    order = {code: number for number, (code, _name) in enumerate(settings.WAGTAIL_CONTENT_LANGUAGES)}
    known = [page for page in versions if page.locale.language_code in order]
    return sorted(known, key=lambda page: order[page.locale.language_code])
