"""What anybody may read about a vote: its frozen record and its log."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from voting.domain.log import first_broken_line
from voting.log_words import log_days
from voting.models import MemberVote
from voting.panels import vote_page_urls
from voting.paper import paper_of


def _announced_vote(vote_id) -> MemberVote:
    votes = MemberVote.objects.announced().select_related("page__locale")
    return get_object_or_404(votes, pk=vote_id)


@require_safe
def log(request, vote_id):
    """The log in plain words; the hashes let anybody see that no line is missing."""
    vote = _announced_vote(vote_id)
    context = {
        "vote": vote,
        "paper": paper_of(vote, with_pages=False),
        "days": log_days(vote.log.all()),
        "broken_line": first_broken_line(vote),
        "vote_url": vote_page_urls([vote]).get(vote.page.translation_key, ""),
    }
    return render(request, "voting/log.html", context)


@require_safe
def manifest(request, vote_id):
    """The manifest byte for byte as it was hashed."""
    vote = _announced_vote(vote_id)
    response = HttpResponse(vote.manifest, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="vote-{vote.pk}.json"'
    return response
