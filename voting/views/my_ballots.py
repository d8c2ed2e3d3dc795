"""The votes of one person: what waits, what comes, what is done."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.views.personal import personal
from voting.domain.personal_data import voting_data_of
from voting.domain.queries import VoterStatus
from voting.domain.standing import voter_statuses
from voting.models import Appeal, MemberVote, State
from voting.panels import public_state, state_sentence, vote_page_urls
from voting.paper import Paper, paper_of
from voting.wording import left_text, moment_text

_OLD_VOTES_SHOWN = 20


@dataclass(frozen=True)
class MyVote:
    """A vote as it stands for one person."""

    vote: MemberVote
    paper: Paper
    status: VoterStatus
    state: str
    sentence: str
    opens: str
    closes: str
    left: str
    page_url: str

    @property
    def failed_checks(self):
        return [check for check in self.status.checks if not check.passed]


@personal
@login_required
@require_safe
def my_data(request):
    """One's own data about votes, as a file."""
    response = JsonResponse(
        voting_data_of(user=request.user), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response.headers["Content-Disposition"] = 'attachment; filename="my-voting-data.json"'
    return response


@personal
@require_safe
def my_ballots(request):
    """Everybody may see this page; a visitor is asked to sign in."""
    now = timezone.now()
    current = (State.ANNOUNCED, State.OPEN)
    votes = MemberVote.objects.announced().select_related("page__locale")
    running = list(votes.filter(state__in=current).order_by("closes_at"))
    old = list(votes.exclude(state__in=current).order_by("-closes_at")[:_OLD_VOTES_SHOWN])
    statuses = voter_statuses(member_votes=[*running, *old], user=request.user)
    urls = vote_page_urls([*running, *old])

    def mine(vote):
        is_over = vote.state == State.OPEN and now >= vote.closes_at
        return MyVote(
            vote=vote,
            paper=paper_of(vote, with_pages=False),
            status=statuses[vote.pk],
            state=public_state(vote.state),
            sentence=state_sentence(vote, state="closed" if is_over else ""),
            opens=moment_text(vote.opens_at),
            closes=moment_text(vote.closes_at),
            left=left_text(vote.closes_at, at=now),
            page_url=urls.get(vote.page.translation_key, ""),
        )

    is_open = [mine(vote) for vote in running if vote.state == State.OPEN and now < vote.closes_at]
    refs = {status.voter_ref for status in statuses.values() if status.voter_ref}
    context = {
        "appealed": set(
            Appeal.objects.filter(voter_ref__in=refs, state=Appeal.State.OPEN).values_list(
                "member_vote_id", flat=True
            )
        ),
        "waiting": [entry for entry in is_open if entry.status.kind in ("may_vote", "visitor")],
        "voted": [entry for entry in is_open if entry.status.kind == "voted"],
        "not_mine": [entry for entry in is_open if entry.status.kind == "excluded"],
        "coming": [mine(vote) for vote in running if vote.state == State.ANNOUNCED],
        "over": [mine(vote) for vote in running if vote.state == State.OPEN and now >= vote.closes_at]
        + [mine(vote) for vote in old],
    }
    return render(request, "voting/my_ballots.html", context)
