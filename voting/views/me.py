"""What a public page shows to one person alone, asked for after the page itself.

Public pages are the same for everybody and cached whole; this small answer is
never stored.
"""

from contextlib import suppress
from uuid import UUID

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.views.personal import personal
from voting.domain.standing import voter_statuses
from voting.models import MemberVote, State
from voting.panels import vote_page_urls

_UUID_LENGTH = 36
_PANELS_AT_MOST = 60
# How the id of a slot ends that is for whoever cannot vote.
_WHY = "-why"
_WITH_WHY_LINK = (
    State.ANNOUNCED,
    State.CLOSED,
    State.COUNTED,
    State.CERTIFIED,
    State.PUBLISHED,
    State.ARCHIVED,
)


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
    ids = _ids_asked_for(request)
    wanted = {asked: by_id[vote_id] for asked, vote_id in ids.items() if vote_id in by_id}
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
        if not asked.endswith(_WHY)
    } | _why_links(request, {asked: pk for asked, pk in ids.items() if asked.endswith(_WHY)})


def _ids_asked_for(request) -> dict[str, UUID]:
    """What was asked for, each with the id of the vote it begins with."""
    ids = {}
    for asked in ",".join(request.GET.getlist("votes")).split(",")[:_PANELS_AT_MOST]:
        with suppress(ValueError):
            ids[asked] = UUID(asked[:_UUID_LENGTH])
    return ids


def _why_links(request, ids: dict[str, UUID]) -> dict[str, str]:
    """For whoever is not on the roll of a vote, or would not be: where it says why.

    The panel of an open vote says it already.
    """
    if not ids or not request.user.is_authenticated:
        return {}
    votes = MemberVote.objects.filter(pk__in=ids.values(), state__in=_WITH_WHY_LINK)
    statuses = voter_statuses(member_votes=votes, user=request.user)
    excluded = {vote.pk: vote for vote in votes if statuses[vote.pk].kind == "excluded"}
    return {
        asked: render_to_string("voting/fragments/why.html", {"vote": excluded[pk]})
        for asked, pk in ids.items()
        if pk in excluded
    }
