"""What the frame of every page needs to know: who runs the site, and the ways around it."""

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page, Site

from core.frame import linked_pages
from core.languages import in_language_order
from core.models import BasePage, OrganisationSettings
from core.restrictions import MEMBERS, all_restrictions, restrictions_of

register = template.Library()


def _page(context):
    page = context.get("page")
    return page if isinstance(page, Page) else None


def _home(context):
    """The home page in the reader's language, looked up once a request; None without a site."""
    request = context.get("request")
    if request is None:
        return None
    page = _page(context)
    if isinstance(page, BasePage) and page.breadcrumb[0].depth == 2:
        return page.breadcrumb[0]
    if not hasattr(request, "_localized_home"):
        site = Site.find_for_request(request)
        request._localized_home = site.root_page.localized if site else None
    return request._localized_home


def _linked_pages(context):
    """What the tags below choose from, looked up once a request."""
    request = context["request"]
    if not hasattr(request, "_linked_pages"):
        organisation = site_settings(context)
        request._linked_pages = linked_pages(
            home=_home(context),
            page=_page(context),
            footer=organisation.footer_pages if organisation else [],
        )
    return request._linked_pages


def _own_name(code):
    """The language's own name and direction, also for a language that Django does not know."""
    try:
        info = get_language_info(code)
    except KeyError:
        return dict(settings.LANGUAGES).get(code, code), "ltr"
    return info["name_local"], "rtl" if info["bidi"] else "ltr"


def _nearest_urls(page, codes, request):
    """Where a page has no version in a language, the version of the nearest page above it."""
    if not codes:
        return {}
    above = Page.objects.ancestor_of(page).filter(depth__gte=2).values("translation_key")
    versions = (
        Page.objects.filter(translation_key__in=above, locale__language_code__in=codes)
        .live()
        .public()
        .select_related("locale")
        .order_by("depth")
    )
    # The deepest comes last and stays.
    return {version.locale.language_code: version.get_url(request) for version in versions}


@register.simple_tag(takes_context=True)
def site_settings(context):
    """The organization's settings for this site; None outside a request."""
    if _home(context) is None:
        return None
    return OrganisationSettings.for_request(context["request"])


@register.simple_tag(takes_context=True)
def home_url(context):
    """The address of the home page in the reader's language."""
    home = _home(context)
    return (home and home.get_url(context["request"])) or "/"


@register.simple_tag(takes_context=True)
def primary_nav(context):
    """Links to the live pages below the home page that editors have put into the menu.

    `for_members`: only members in good standing can read the page.
    """
    home = _home(context)
    if home is None:
        return []
    current = _page(context)
    restrictions = current.restrictions_of_all_pages if isinstance(current, BasePage) else all_restrictions()
    links = []
    for page in _linked_pages(context):
        below_home = page.path.startswith(home.path) and page.depth == home.depth + 1
        if not (below_home and page.show_in_menus):
            continue
        closed = {restriction.restriction_type for restriction in restrictions_of(page, restrictions)}
        # What is for staff is not named to others; what is for members says so.
        if closed - {MEMBERS}:
            continue
        here = current is not None and current.path.startswith(page.path)
        links.append(
            {
                "title": page.title,
                "url": page.get_url(context["request"]),
                "for_members": bool(closed),
                "current": here,
                "exact": here and current.pk == page.pk,
            }
        )
    return links


@register.simple_tag(takes_context=True)
def footer_links(context):
    """Links to the pages that the organization's settings name, in the reader's language if there."""
    organisation = site_settings(context)
    if organisation is None:
        return []
    translated = {
        page.translation_key: page
        for page in _linked_pages(context)
        if page.locale.language_code == get_language()
    }
    pages = [translated.get(page.translation_key, page) for page in organisation.footer_pages]
    return [{"title": page.title, "url": page.get_url(context["request"])} for page in pages if page.live]


@register.simple_tag(takes_context=True)
def language_links(context):
    """This page in each of its languages, each by its own name.

    A page outside Wagtail's tree has one address in every language, save for
    the language's prefix.
    """
    request = context.get("request")
    if request is None:
        return []
    page = _page(context)
    if page is None:
        urls = {code: translate_url(request.path, code) for code, _name in settings.LANGUAGES}
    else:
        versions = in_language_order(
            each for each in _linked_pages(context) if each.translation_key == page.translation_key
        )
        if isinstance(page, BasePage):
            # The head of the page says the same to search engines.
            page.in_each_language = versions
        urls = {version.locale.language_code: version.get_url(request) for version in versions}
        missing = [code for code, _name in settings.LANGUAGES if code not in urls]
        urls.update(_nearest_urls(page, missing, request))
    links = []
    for code, _name in settings.LANGUAGES:
        if not urls.get(code):
            continue
        name, direction = _own_name(code)
        links.append(
            {
                "code": code,
                "name_local": name,
                "url": urls[code],
                "dir": direction,
                "current": code == get_language(),
            }
        )
    return links
