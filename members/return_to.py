"""Where a reader goes back to after signing in: always this site."""

import unicodedata
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def is_safe_return(request, url: str) -> bool:
    """Whether it is a whole address of this site: neither another site nor the name of a view.

    Browsers drop tabs and ends of lines, and take a backslash for a slash: with
    either of them nobody knows where an address leads.
    """
    if "\\" in url or any(unicodedata.category(letter) == "Cc" for letter in url):
        return False
    return url.startswith(("/", "http://", "https://")) and url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def return_address(request) -> str:
    """The address in `next`, or where the reader comes from, if it is one of ours; else the account page."""
    asked = request.POST.get("next") or request.GET.get("next") or _page_before(request)
    return asked if is_safe_return(request, asked) else reverse("members:account")


def _page_before(request) -> str:
    """Public pages are the same for everybody and only link to the sign-in: the browser tells the rest."""
    page = request.headers.get("Referer", "")
    if request.method == "POST" or not is_safe_return(request, page):
        return ""
    parts = urlsplit(page)
    on_the_way = "/sign-in/" in parts.path or parts.path.startswith("/auth/")
    return "" if on_the_way else parts._replace(scheme="", netloc="", fragment="").geturl()
