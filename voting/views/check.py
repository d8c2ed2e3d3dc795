"""“Check this result”: the page on which a browser alone counts a published vote again."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.page_cache import PUBLIC
from voting.check_words import check_words
from voting.domain.canonical import sha256
from voting.domain.errors import SecondCountFailed
from voting.domain.recounting import program_path
from voting.models import MemberVote
from voting.panels import vote_page_urls
from voting.paper import paper_of

PROGRAM = "verify_result.py"


@require_safe
def check_result(request, vote_id=None):
    """The page, alike for everybody; with a vote it offers the bundle of that vote.

    Every check happens in the browser: nothing that a reader chooses or types comes here.
    """
    response = render(
        request,
        "voting/check.html",
        {**_vote_context(vote_id), "words": check_words(), "program": PROGRAM, **_program_context()},
    )
    response.headers["Cache-Control"] = PUBLIC
    return response


@require_safe
def program(request):
    """The second program, as the tellers' signatures rely on it."""
    try:
        content = program_path().read_bytes()
    except SecondCountFailed:
        raise Http404 from None
    response = HttpResponse(content, content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{PROGRAM}"'
    response.headers["Cache-Control"] = PUBLIC
    return response


def _vote_context(vote_id) -> dict:
    if vote_id is None:
        return {}
    votes = MemberVote.objects.published().select_related("page__locale")
    vote = get_object_or_404(votes, pk=vote_id)
    return {
        "vote": vote,
        "paper": paper_of(vote, with_pages=False),
        "vote_url": vote_page_urls([vote]).get(vote.page.translation_key, ""),
        "bundle_url": reverse("voting:bundle", args=[vote.pk]),
    }


def _program_context() -> dict:
    try:
        content = program_path().read_bytes()
    except SecondCountFailed:
        return {}
    return {"program_url": reverse("voting:check_program"), "program_sha256": sha256(content).hex()}
