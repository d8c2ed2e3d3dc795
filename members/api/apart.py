"""The API stands apart from the pages of the site.

It is answered before sessions, logins, languages, redirects and the page cache:
none of them can let a browser in, turn a 404 into a page, or set a cookie.
"""

import logging

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import translation

from members.api.bodies import check_body
from members.api.problems import ApiProblem, no_such_address, not_allowed

PREFIX = "api/members/v1/"
logger = logging.getLogger(__name__)


class ApartMiddleware:
    """Answers every address of the API, and leaves all others to the rest of the site."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(f"/{PREFIX}"):
            return self.get_response(request)
        # Refuses names of hosts that are not ours; `CommonMiddleware` does it for pages.
        request.get_host()
        with translation.override(settings.LANGUAGE_CODE):
            response = _answer(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        _log(request, response)
        return response


def _answer(request: HttpRequest) -> HttpResponse:
    try:
        request.resolver_match = match = resolve(request.path_info)
        check_body(request)
        response = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return no_such_address().answer()
    except ApiProblem as problem:
        return problem.answer()
    if response.status_code == 405:
        return not_allowed(response["Allow"]).answer()
    return response


def _log(request: HttpRequest, response: HttpResponse) -> None:
    # The route, not the address: that may name a member.
    route = request.resolver_match.route if request.resolver_match else "no such address"
    token = getattr(request, "auth", None)
    # Django would log the address of what went wrong, and with it a member's number.
    response._has_been_logged = True
    logger.info("api: %s %s by token %s: %s", request.method, route, token or "none", response.status_code)
