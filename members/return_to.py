"""Where a reader goes back to after signing in: always this site."""

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def is_safe_return(request, url: str) -> bool:
    return url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def return_address(request) -> str:
    """The address in `next`, if it is one of ours; the account page otherwise."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if is_safe_return(request, asked) else reverse("members:account")
