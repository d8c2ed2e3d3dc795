"""How many are on the roll, how many are not, and why: numbers alone, never a name."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.views.personal import personal
from voting.domain.roll import roll_root
from voting.models import Kind, MemberVote, State
from voting.paper import paper_of
from voting.views.desk import role_in
from voting.wording import day_text, number_text


@personal
@login_required
@require_safe
def roll_counts(request: HttpRequest, vote_id) -> HttpResponse:
    """For the tellers of a vote, and operators."""
    vote = get_object_or_404(
        MemberVote.objects.announced().select_related("page__locale"), pk=vote_id, kind=Kind.DECISION
    )
    role = role_in(vote, request.user)
    if not (role.is_teller or role.is_operator):
        raise PermissionDenied
    electorate, cutoff = vote.electorate_plugin, vote.standing_cutoff
    is_frozen = vote.opened_at is not None
    left_out = [] if electorate.is_missing else electorate.left_out(cutoff=cutoff)
    if is_frozen:
        on_roll = vote.roll.count()
    else:
        on_roll = 0 if electorate.is_missing else len(set(electorate.voter_refs(cutoff=cutoff)))
    opened = vote.log.filter(kind="opened").first()
    context = {
        "vote": vote,
        "paper": paper_of(vote, with_pages=False),
        "role": role,
        "is_frozen": is_frozen,
        "is_open": vote.state == State.OPEN,
        "cutoff": day_text(cutoff),
        "on_roll": number_text(on_roll),
        "at_opening": number_text(opened.payload["roll"]["size"]) if opened else "",
        "added": number_text(vote.log.filter(kind="roll_added").count()),
        "struck": number_text(vote.log.filter(kind="roll_struck").count()),
        "root": roll_root(vote).hex() if is_frozen and on_roll else "",
        "left_out": [(reason, number_text(number)) for reason, number in left_out],
    }
    return render(request, "voting/desk/roll/counts.html", context)
