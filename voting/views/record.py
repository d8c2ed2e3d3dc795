"""What anybody may read about a vote: its frozen record and its log; and one's own place on its roll."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.views.personal import personal
from voting.domain.checkpoints import notes_text, signed_notes
from voting.domain.log import first_broken_of
from voting.domain.roll_proof import roll_proof
from voting.log_words import log_days
from voting.models import MemberVote
from voting.panels import vote_page_urls
from voting.paper import paper_of

# Digits of a root that people compare by eye; the file has all of it.
_SHOWN = 16


def _announced_vote(vote_id) -> MemberVote:
    votes = MemberVote.objects.announced().select_related("page__locale")
    return get_object_or_404(votes, pk=vote_id)


@require_safe
def log(request, vote_id):
    """The log in plain words; the hashes let anybody see that no line is missing."""
    vote = _announced_vote(vote_id)
    events = list(vote.log.order_by("number"))
    context = {
        "vote": vote,
        "paper": paper_of(vote, with_pages=False),
        "days": log_days(events),
        "broken_line": first_broken_of(events),
        "notes": [{"size": note.size, "root": note.root.hex()[:_SHOWN]} for note in signed_notes(vote)],
        "vote_url": vote_page_urls([vote]).get(vote.page.translation_key, ""),
    }
    return render(request, "voting/log.html", context)


@require_safe
def checkpoints(request, vote_id):
    """What the site signed about the log, note after note, for somebody to keep."""
    vote = _announced_vote(vote_id)
    response = HttpResponse(notes_text(vote), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="checkpoints-{vote.pk}.txt"'
    return response


@require_safe
def manifest(request, vote_id):
    """The manifest byte for byte as it was hashed."""
    vote = _announced_vote(vote_id)
    response = HttpResponse(vote.manifest, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="vote-{vote.pk}.json"'
    return response


@personal
@login_required
@require_safe
def own_roll_proof(request, vote_id):
    """What proves to the person who is signed in, and to nobody else, that she is on the roll."""
    vote = _announced_vote(vote_id)
    ref = vote.electorate_plugin.ref_for(user=request.user)
    proof = roll_proof(member_vote=vote, voter_ref=ref) if ref else None
    if proof is None:
        raise Http404
    response = JsonResponse(proof)
    response.headers["Content-Disposition"] = f'attachment; filename="roll-proof-{vote.pk}.json"'
    return response
