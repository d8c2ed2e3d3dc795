"""What a public page shows to one person alone, asked for after the page itself.

Public pages are the same for everybody and cached whole; this small answer is
never stored.
"""

from uuid import UUID

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.views.personal import personal
from voting.domain.standing import voter_statuses
from voting.models import MemberVote
from voting.panels import vote_page_urls

_UUID_LENGTH = 36
_PANELS_AT_MOST = 60


@personal
@require_safe
def me(request):
    """JSON: signed_in, name, waiting (ballots), header_html, and panels: HTML by the ids asked for.

    `?votes=`: ids of panels, joined by commas or repeated. An id begins with
    the id of a vote. Panels that say the same to everybody are left out.
    """
    votes = list(
        MemberVote.objects.open().filter(closes_at__gt=timezone.now()).select_related("page__locale")
    )
    statuses = voter_statuses(member_votes=votes, user=request.user)
    waiting = sum(1 for status in statuses.values() if status.kind == "may_vote")
    signed_in = request.user.is_authenticated
    header = ""
    if signed_in:
        header = render_to_string("voting/fragments/header.html", {"waiting": waiting}, request=request)
    answer = {
        "signed_in": signed_in,
        "name": request.user.get_short_name() if signed_in else "",
        "waiting": waiting,
        "header_html": header,
        "panels": _panels(request, votes, statuses),
    }
    return JsonResponse(answer)


def _panels(request, votes, statuses) -> dict[str, str]:
    by_id = {vote.pk: vote for vote in votes}
    wanted = {}
    for asked in ",".join(request.GET.getlist("votes")).split(",")[:_PANELS_AT_MOST]:
        try:
            vote = by_id.get(UUID(asked[:_UUID_LENGTH]))
        except ValueError:
            continue
        if vote is not None:
            wanted[asked] = vote
    urls = vote_page_urls(wanted.values())
    return {
        asked: render_to_string(
            "voting/fragments/panel.html",
            {
                "vote": vote,
                "status": statuses[vote.pk],
                "box": vote.ballot_box,
                "vote_url": urls.get(vote.page.translation_key, ""),
            },
        )
        for asked, vote in wanted.items()
    }
