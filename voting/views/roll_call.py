"""The roll call: who voted how, where the ballots carry names. For the people on the roll."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.views.personal import personal
from voting.domain.queries import voter_status
from voting.models import MemberVote
from voting.panels import vote_page_urls
from voting.paper import paper_of
from voting.roll_call import roll_call


@personal
@login_required
@require_safe
def names(request, vote_id):
    """Once the result is published, and for nobody but the people who could vote."""
    vote = get_object_or_404(MemberVote.objects.published().select_related("page__locale"), pk=vote_id)
    if not vote.ballot_box.shows_names:
        raise Http404
    if voter_status(member_vote=vote, user=request.user).kind not in ("voted", "may_vote"):
        raise PermissionDenied
    paper = paper_of(vote, with_pages=False)
    context = {
        "paper": paper,
        "lines": roll_call(vote, paper),
        "vote_url": vote_page_urls([vote]).get(vote.page.translation_key, ""),
    }
    return render(request, "voting/roll_call.html", context)
