"""Stands before pages and documents, and says why to those whom it does not let pass."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from wagtail.models import Page
from wagtail.wagtail_hooks import require_wagtail_login

from core.member_only.readers import may_use_groups, reader_of
from core.restrictions import MEMBERS, restrictions_in_every_language

# Refused, and yet an answer to read: neither a search engine nor a cache keeps it.
_STATUS = 403


def guard_pages(serve_next):
    """For Wagtail's hook `on_serve_page`, inside Wagtail's own guard.

    That one reads the restrictions of this page and of those above it; this one
    also those of its other languages. A page for staff stays hidden altogether;
    one for members shows its public part.
    """

    def serve(page, request, args, kwargs):
        restrictions = restrictions_in_every_language(page)
        if not restrictions:
            return serve_next(page, request, args, kwargs)
        refused = [restriction for restriction in restrictions if not restriction.accept_request(request)]
        if not refused:
            page.for_members = any(row.restriction_type == MEMBERS for row in restrictions)
            response = serve_next(page, request, args, kwargs)
        elif all(restriction.restriction_type == MEMBERS for restriction in refused):
            response = _public_part(page, request)
        else:
            response = require_wagtail_login(next=request.get_full_path())
        add_never_cache_headers(response)
        return response

    return serve


def guard_documents(document, request) -> HttpResponse | None:
    """For Wagtail's hook `before_serve_document`: an answer for those who may not have the document.

    Whoever may change the document may open it: pages have a preview for that.
    """
    rows = document.collection.get_view_restrictions().filter(restriction_type=MEMBERS)
    refused = [row for row in rows if not row.accept_request(request)]
    if not refused or (document.is_editable_by_user(request.user) and may_use_groups(request)):
        return None
    # Its address is the same in every language: there is nothing to choose in the header.
    return _refusal(request, "member_only/document.html", {"own_language_links": True})


def _public_part(page: Page, request) -> HttpResponse:
    return _refusal(request, "member_only/page.html", {"page": page, "shows_public_part_only": True})


def _refusal(request, template: str, context: dict) -> HttpResponse:
    # The answer is for one reader anyway, so its header may say who that is.
    request.is_personal = True
    sign_in = redirect_to_login(request.get_full_path(), settings.WAGTAIL_FRONTEND_LOGIN_URL)
    context |= {"reader": reader_of(request), "sign_in_address": sign_in.url}
    return render(request, template, context, status=_STATUS)
