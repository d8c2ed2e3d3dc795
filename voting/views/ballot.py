"""The ballot: one contest a screen, a review, and casting.

Where a browser can seal ballots and runs scripts, what somebody chooses never
leaves it unsealed: ballot.js turns the pages. Otherwise it stands in the
fields of the form alone: never in an address, a session, a cookie, a message,
a cache or a log.
"""

import json
from base64 import b64decode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from core.views.personal import personal
from voting.api import InvalidBallot, PluginMissing
from voting.domain.casting import cast_ballot
from voting.domain.counting import is_tracked
from voting.domain.errors import BallotRefused, NotEligible, NotOpen, TryAgain, VoteClosed, VotingError
from voting.domain.frozen import announced_vote, electorate_of
from voting.domain.manifest import enabled_languages, manifest_of
from voting.domain.queries import VoterStatus, voter_status
from voting.models import MemberVote, State
from voting.models.member_vote import vote_ref
from voting.panels import public_state, state_sentence, vote_page_urls
from voting.paper import Paper, paper_of
from voting.views.ballot_form import BallotForm, selections_in
from voting.views.browser_ballot import browser_ballot
from voting.why_not import WhyNot, why_not
from voting.wording import left_text, moment_text


@personal
@sensitive_post_parameters()
@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, vote_id) -> HttpResponse:
    if request.method == "POST" and request.user.is_authenticated:
        if "sealed" in request.POST:
            return _cast_sealed(request, vote_id)
        if request.POST.get("go") == "cast":
            return _cast(request, vote_id)
    vote = _announced_vote(vote_id)
    if not request.user.is_authenticated:
        if request.method == "POST":
            return _signed_out(request, vote)
        return redirect_to_login(request.path)
    try:
        return _answer(request, vote)
    except PluginMissing:
        return _plugin_missing(request, vote)


def _plugin_missing(request, vote) -> HttpResponse:
    error = _("This vote cannot go on just now. Nothing was stored. Please write to us.")
    return _standing(request, vote, VoterStatus(kind="unknown"), not_stored=True, error=error)


def _answer(request, vote) -> HttpResponse:
    status = voter_status(member_vote=vote, user=request.user)
    if not _may_fill_in(vote, status):
        return _standing(request, vote, status, not_stored=request.method == "POST")
    form = _form(request, vote, status)
    if request.method != "POST":
        return _contest_screen(request, vote, form, step=1, status=status)
    return _turn_page(request, vote, form, status)


@personal
@require_safe
def done(request: HttpRequest, vote_id) -> HttpResponse:
    """That a ballot is in the box, and nothing of what stands on it."""
    vote = _announced_vote(vote_id)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    status = voter_status(member_vote=vote, user=request.user)
    if status.kind != "voted":
        return redirect("voting:ballot", vote_id=vote.pk)
    return _done(request, vote)


# --- turning pages ----------------------------------------------------------------------------


def _turn_page(request, vote, form: BallotForm, status: VoterStatus) -> HttpResponse:
    """Show the screen that the pressed button leads to, with everything chosen so far."""
    last = len(form.paper.contests)
    step = _number(request.POST.get("step"), last=last + 1)
    go, _separator, target = request.POST.get("go", "").partition(":")
    to_review = request.POST.get("then") == "review"
    match go:
        case "next" if step <= last:
            if not form.require(step):
                return _contest_screen(request, vote, form, step=step, status=status, to_review=to_review)
            step = last + 1 if to_review else step + 1
        case "skip" if step <= last:
            form.leave_out(step)
            step = last + 1 if to_review else step + 1
        case "back":
            step = max(step - 1, 1)
        case "change":
            return _contest_screen(
                request, vote, form, step=_number(target, last=last), status=status, to_review=True
            )
    if step <= last:
        return _contest_screen(request, vote, form, step=step, status=status, to_review=to_review)
    if form.first_error:
        return _contest_screen(request, vote, form, step=form.first_error, status=status, to_review=True)
    return _review_screen(request, vote, form, status=status)


def _cast(request, vote_id) -> HttpResponse:
    """Cast the ballot. Whatever is refused here was not stored, and the screen says so.

    Where it is stored, which is nearly always, nothing is asked but the ballot
    itself: the words of the vote are looked up for those who are shown them.
    """
    try:
        voter_ref = electorate_of(vote_id).ref_for(user=request.user)
        if voter_ref is None:
            raise NotEligible
        selections = selections_in(asked=announced_vote(vote_id).asked, data=request.POST)
        result = cast_ballot(member_vote_id=vote_id, voter_ref=voter_ref, selections=selections)
    except MemberVote.DoesNotExist:
        raise Http404 from None
    except PluginMissing:
        return _plugin_missing(request, _announced_vote(vote_id))
    except (InvalidBallot, BallotRefused, TryAgain) as error:
        return _not_cast(request, _announced_vote(vote_id), voter_ref, error)
    except VotingError as error:
        return _refused(request, _announced_vote(vote_id), error)
    if not result.stored:
        return redirect("voting:ballot", vote_id=vote_id)
    if result.code:
        # In this one answer: kept nowhere on the way to another page.
        return _done(request, _announced_vote(vote_id), code=result.code)
    return redirect("voting:ballot_done", vote_id=vote_id)


def _not_cast(request, vote, voter_ref: str, error: Exception) -> HttpResponse:
    """The ballot again, with what has to be mended or tried again."""
    form = BallotForm(paper=paper_of(vote), data=request.POST)
    status = VoterStatus(kind="may_vote", voter_ref=voter_ref)
    if not form.first_error:
        return _review_screen(request, vote, form, status=status, error=str(error))
    if vote.state == State.OPEN:
        return _contest_screen(request, vote, form, step=form.first_error, status=status, to_review=True)
    return _refused(request, vote, NotOpen() if vote.state == State.ANNOUNCED else VoteClosed())


def _cast_sealed(request, vote_id) -> HttpResponse:
    """Cast a ballot that nobody here can read.

    Where it is stored, which is nearly always, no page is made: the browser
    has the one that says so already.
    """
    try:
        voter_ref = electorate_of(vote_id).ref_for(user=request.user)
        if voter_ref is None:
            raise NotEligible
        sealed = b64decode(request.POST["sealed"], validate=True)
        if cast_ballot(member_vote_id=vote_id, voter_ref=voter_ref, sealed=sealed).stored:
            return HttpResponse(status=201)
    except PluginMissing:
        return _plugin_missing(request, _announced_vote(vote_id))
    except MemberVote.DoesNotExist:
        raise Http404 from None
    except ValueError:
        return _refused(request, _announced_vote(vote_id), BallotRefused())
    except VotingError as error:
        return _refused(request, _announced_vote(vote_id), error)
    status = VoterStatus(kind="voted", voter_ref=voter_ref)
    return _standing(request, _announced_vote(vote_id), status, not_stored=False)


# --- screens ----------------------------------------------------------------------------------


def _contest_screen(
    request, vote, form: BallotForm, *, step: int, status: VoterStatus, to_review: bool = False
) -> HttpResponse:
    contest = form.contest(step)
    browser = None
    if request.method != "POST":
        # A form that was sent comes from a browser that does not keep choices.
        browser = browser_ballot(
            vote=vote, form=form, voter_ref=status.voter_ref, sign_in_url=_sign_in_url(vote)
        )
    return render(
        request,
        "voting/ballot/contest.html",
        {
            **_frame(vote, form.paper),
            "browser": browser,
            "has_ranks": any(each.method.ballot_type == "ranking" for each in form.paper.contests),
            "contest": contest,
            "selection": form.selections[contest.key],
            "step": step,
            "steps": _step_names(form.paper),
            "hidden_fields": form.hidden_fields(shown=step),
            "to_review": to_review,
            "changes_vote": status.kind == "voted",
            "other_languages": _other_languages(request),
            "own_language_links": True,
        },
    )


def _review_screen(request, vote, form: BallotForm, *, status: VoterStatus, error: str = "") -> HttpResponse:
    return render(
        request,
        "voting/ballot/review.html",
        {
            **_frame(vote, form.paper),
            "contests": form.contests(),
            "step": len(form.paper.contests) + 1,
            "steps": _step_names(form.paper),
            "hidden_fields": form.hidden_fields(shown=None),
            "is_empty": form.is_empty,
            "error": error,
            "changes_vote": status.kind == "voted",
            "other_languages": _other_languages(request),
            "own_language_links": True,
        },
    )


def _done(request, vote, *, code: str = "") -> HttpResponse:
    """The ballot is in the box. `code`: its tracking code."""
    frame = _frame(vote, paper_of(vote, with_pages=False))
    return render(request, "voting/ballot/done.html", {**frame, "code": code})


def _standing(request, vote, status: VoterStatus, *, not_stored: bool, error: str = "") -> HttpResponse:
    """Instead of a ballot: where the vote stands, and where this person stands in it."""
    frame = _frame(vote, paper_of(vote, with_pages=False))
    context = {
        **frame,
        "sentence": state_sentence(vote, state=frame["state"]),
        "status": status,
        "why": _why(vote, status, frame["state"]),
        "opens": moment_text(vote.opens_at),
        "not_stored": not_stored and not error and status.kind != "voted",
        "error": error,
    }
    # A form that was refused is not an answer of its own to keep or repeat.
    return render(request, "voting/ballot/standing.html", context, status=409 if not_stored else 200)


def _why(vote: MemberVote, status: VoterStatus, state: str) -> WhyNot | None:
    """Why this person is not on the roll; None for whoever votes, and for a vote that is called off."""
    if status.kind not in ("excluded", "will_vote") or state in ("cancelled", "void"):
        return None
    return why_not(member_vote=vote, status=status, at=timezone.now())


def _refused(request, vote, error: VotingError) -> HttpResponse:
    vote.refresh_from_db()
    status = voter_status(member_vote=vote, user=request.user)
    response = _standing(request, vote, status, not_stored=True, error=str(error))
    if isinstance(error, TryAgain):
        response.status_code = 503
    return response


def _signed_out(request, vote) -> HttpResponse:
    context = {
        **_frame(vote, paper_of(vote, with_pages=False)),
        "sign_in_url": _sign_in_url(vote),
    }
    return render(request, "voting/ballot/signed_out.html", context, status=403)


def _sign_in_url(vote) -> str:
    return redirect_to_login(reverse("voting:ballot", args=[vote.pk])).url


# --- what the screens share ---------------------------------------------------------------------


def _announced_vote(vote_id) -> MemberVote:
    votes = MemberVote.objects.announced().select_related("page__locale")
    return get_object_or_404(votes, pk=vote_id)


def _is_open(vote: MemberVote) -> bool:
    return vote.state == State.OPEN and timezone.now() < vote.closes_at


def _may_fill_in(vote: MemberVote, status: VoterStatus) -> bool:
    if not _is_open(vote):
        return False
    return status.kind == "may_vote" or (status.kind == "voted" and vote.ballot_box.can_change)


def _form(request, vote: MemberVote, status: VoterStatus) -> BallotForm:
    data = request.POST if request.method == "POST" else QueryDict()
    earlier = _own_ballot(vote, status.voter_ref) if status.kind == "voted" else None
    return BallotForm(paper=paper_of(vote), data=data, earlier=earlier)


def _own_ballot(vote: MemberVote, voter_ref: str | None) -> dict | None:
    """One's own named ballot, where the box keeps names and lets it be changed."""
    content = vote.ballot_box.ballot_of(vote=vote_ref(vote, manifest_of(vote)), voter_ref=voter_ref)
    return json.loads(content) if content else None


def _frame(vote: MemberVote, paper: Paper) -> dict:
    now = timezone.now()
    return {
        "vote": vote,
        "paper": paper,
        "is_tracked": is_tracked(manifest_of(vote)),
        "state": "closed" if vote.state == State.OPEN and not _is_open(vote) else public_state(vote.state),
        "closes": moment_text(vote.closes_at),
        "left": left_text(vote.closes_at, at=now),
        "vote_url": vote_page_urls([vote]).get(vote.page.translation_key, ""),
    }


def _step_names(paper: Paper) -> list[str]:
    names = [_("Contest %(number)d") % {"number": number} for number in range(1, len(paper.contests) + 1)]
    return [*names, _("Review")]


def _other_languages(request) -> list[dict]:
    """The ballot's address in the other languages: a button of the form carries the choices along."""
    enabled = enabled_languages()
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "url": translate_url(request.path, code),
        }
        for code, _name in settings.LANGUAGES
        if code in enabled and code != get_language()
    ]


def _number(text: str | None, *, last: int) -> int:
    """A screen's number from a form; anything else is the first screen."""
    numbers = {str(number): number for number in range(1, last + 1)}
    return numbers.get(text, 1)
