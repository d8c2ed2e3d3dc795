"""The roll call: who voted how, where the ballots carry names.

For the people who could vote, or for everybody: that stands in the manifest.
What everybody may read is the same for everybody and touches no session.
"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.views.personal import personal
from voting.ballot_files.csv_files import written_rows
from voting.domain.queries import voter_status
from voting.models import MemberVote, State
from voting.panels import vote_page_urls
from voting.paper import paper_of
from voting.roll_call import in_words, is_public, is_shown, named_ballots

_PER_PAGE = 200
# A network cache may keep it for a moment: a live list grows, and a name can go.
_for_everybody = cache_control(public=True, max_age=0, s_maxage=30)


@require_safe
def names(request, vote_id):
    """The list, by name, 200 people a page."""
    return _answer(request, vote_id, _page)


@require_safe
def names_file(request, vote_id):
    """The whole list as a CSV file, for whoever may read the page."""
    return _answer(request, vote_id, _file)


def _answer(request, vote_id, make: Callable) -> HttpResponse:
    vote = _shown_vote(vote_id)
    if is_public(vote):
        return _for_everybody(make)(request, vote)
    return _for_voters(request, vote, make)


def _shown_vote(vote_id) -> MemberVote:
    vote = get_object_or_404(MemberVote.objects.announced().select_related("page__locale"), pk=vote_id)
    if not is_shown(vote):
        raise Http404
    return vote


@personal
@login_required
def _for_voters(request, vote: MemberVote, make: Callable) -> HttpResponse:
    if voter_status(member_vote=vote, user=request.user).kind not in ("voted", "may_vote"):
        raise PermissionDenied
    return make(request, vote)


def _page(request, vote: MemberVote) -> HttpResponse:
    paper = paper_of(vote, with_pages=False)
    page = Paginator(named_ballots(vote), _PER_PAGE).get_page(request.GET.get("page"))
    public = is_public(vote)
    context = {
        "base": "base.html" if public else "base_personal.html",
        "is_public": public,
        "is_running": vote.state == State.OPEN,
        "paper": paper,
        "page_obj": page,
        "lines": in_words(page.object_list, paper),
        "vote_url": vote_page_urls([vote]).get(vote.page.translation_key, ""),
        "file_url": reverse("voting:names_file", args=[vote.pk]),
    }
    return render(request, "voting/roll_call.html", context)


def _file(request, vote: MemberVote) -> HttpResponse:
    paper = paper_of(vote, with_pages=False)
    lines = in_words(named_ballots(vote), paper)
    rows = [[_("Name"), *(contest.question for contest in paper.contests)]]
    rows += [[line.name, *line.answers] for line in lines]
    response = HttpResponse(written_rows(rows), content_type="text/csv; charset=utf-8")
    name = slugify(paper.title)[:50] or f"vote-{vote.pk}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-names.csv"'
    # As the page says of itself.
    response.headers["X-Robots-Tag"] = "noindex"
    return response
