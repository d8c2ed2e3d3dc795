"""The teller desk: running a vote without ever seeing how anybody voted."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core.views.fresh import ask_to_confirm
from core.views.personal import personal
from voting.domain.announcing import announce_vote, problems
from voting.domain.certifying import (
    ASKABLE,
    SIGNATURES_NEEDED,
    agree_to,
    appoint_tellers,
    ask_for,
    certify_vote,
)
from voting.domain.errors import NotReady, VotingError
from voting.domain.lifecycle import cancel_vote, objections_end, publish_vote
from voting.domain.queries import turnout, votes_for_teller
from voting.domain.readiness import opening_problems, waits_for
from voting.domain.reconciliation import reconciliation_of
from voting.domain.roll_changes import ADD, STRIKE
from voting.domain.transitions import can_move
from voting.forms import ReasonForm, TellersForm
from voting.log_words import log_days
from voting.models import Appeal, MemberVote, State, TwoPersonRequest
from voting.panels import state_sentence, vote_page_urls
from voting.paper import Paper, paper_of
from voting.reconciliation_words import shown_reconciliation
from voting.results import figures_of, result_of
from voting.wording import left_text, moment_text, number_text, share_text

_COUNTED = (State.COUNTED, State.CERTIFIED, State.PUBLISHED, State.ARCHIVED)
_BEFORE_COUNT = (State.DRAFT, State.ANNOUNCED, State.OPEN, State.CLOSED)
_OPENED = (State.OPEN, State.CLOSED, *_COUNTED)


@dataclass(frozen=True)
class Role:
    """What somebody may do with one vote."""

    is_teller: bool
    is_operator: bool


@personal
@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The votes this person works on."""
    votes = list(votes_for_teller(request.user))
    if not votes and not request.user.has_perms(["voting.run_membervote"]):
        _refuse_unless_operator(request.user)
    waiting = _waiting_appeals(votes, request.user)
    rows = [
        {
            "vote": vote,
            "title": paper_of(vote, with_pages=False).title,
            "sentence": _sentence(vote),
            "appeals": waiting.get(vote.pk, 0),
        }
        for vote in votes
    ]
    return render(request, "voting/desk/index.html", {"rows": rows})


@personal
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_vote(request: HttpRequest, vote_id) -> HttpResponse:
    """One vote: what is missing, what can be done now, and the log."""
    vote = get_object_or_404(MemberVote.objects.select_related("page__locale"), pk=vote_id)
    role = role_in(vote, request.user)
    if not (role.is_teller or role.is_operator):
        raise PermissionDenied
    if request.method == "POST":
        return _act(request, vote, role)
    return _screen(request, vote, role)


def role_in(vote: MemberVote, user) -> Role:
    """A teller is appointed to the vote and still has the right to run votes."""
    appointed = vote.tellers.filter(pk=user.pk).exists()
    return Role(
        is_teller=appointed and user.has_perm("voting.run_membervote"),
        is_operator=user.has_perm("voting.operate_membervote"),
    )


def _waiting_appeals(votes, user) -> dict:
    """How many appeals wait, by the id of the vote, where this person is a teller."""
    waiting = Appeal.objects.filter(
        state=Appeal.State.OPEN, member_vote__in=votes, member_vote__tellers=user
    ).order_by()
    return dict(waiting.values_list("member_vote").annotate(Count("pk")))


def _refuse_unless_operator(user) -> None:
    if not user.has_perm("voting.operate_membervote"):
        raise PermissionDenied


# --- acting -------------------------------------------------------------------------------------


def _act(request, vote, role: Role) -> HttpResponse:
    action = _ACTIONS.get(request.POST.get("do", ""))
    if action is None:
        return _screen(request, vote, role, error=_("The site did not understand this. Nothing was changed."))
    if (action.by_tellers and role.is_teller) or (action.by_operators and role.is_operator):
        # Every button of the desk settles something for good.
        return ask_to_confirm(request) or _do(request, vote, role, action)
    raise PermissionDenied


def _do(request, vote, role: Role, action: "Action") -> HttpResponse:
    form = action.form(request.POST) if action.form else None
    forms = {action.form_name: form} if form is not None else {}
    if form is not None and not form.is_valid():
        return _screen(request, vote, role, forms=forms)
    try:
        action.run(vote, request.user, form.cleaned_data if form is not None else {})
    except NotReady as error:
        # The page lists what is missing.
        return _screen(request, vote, role, error=str(error), forms=forms)
    except VotingError as error:
        return _screen(
            request, vote, role, error=_("%(reason)s Nothing was changed.") % {"reason": error}, forms=forms
        )
    messages.success(request, str(action.done))
    return redirect("voting:desk_vote", vote_id=vote.pk)


@dataclass(frozen=True)
class Action:
    """Something that a button of the desk does. `run`: called with the vote, the user and the form's data."""

    run: Callable
    # What is told afterwards.
    done: Any
    by_tellers: bool = True
    by_operators: bool = False
    form: type | None = None
    form_name: str = ""


def _announce(vote, user, data):
    announce_vote(member_vote=vote, at=timezone.now(), actor=user)


def _appoint(vote, user, data):
    appoint_tellers(member_vote=vote, tellers=list(data["tellers"]), actor=user, at=timezone.now())


def _cancel(vote, user, data):
    cancel_vote(member_vote=vote, at=timezone.now(), reason=data["reason"], actor=user)


def _certify(vote, user, data):
    certify_vote(member_vote=vote, teller=user, at=timezone.now())


def _publish(vote, user, data):
    publish_vote(member_vote=vote, at=timezone.now(), actor=user)


def _ask(kind):
    def run(vote, user, data):
        ask_for(member_vote=vote, kind=kind, teller=user, reason=data["reason"], at=timezone.now())

    return run


def _agree(kind):
    def run(vote, user, data):
        agree_to(member_vote=vote, kind=kind, teller=user, at=timezone.now())

    return run


_CLOSE, _VOID = TwoPersonRequest.Kind.CLOSE_EARLY, TwoPersonRequest.Kind.VOID
_ACTIONS = {
    "announce": Action(_announce, gettext_lazy("The vote is announced."), by_operators=True),
    "appoint": Action(
        _appoint,
        gettext_lazy("The tellers are appointed."),
        by_tellers=False,
        by_operators=True,
        form=TellersForm,
        form_name="tellers_form",
    ),
    "cancel": Action(
        _cancel,
        gettext_lazy("The vote is canceled."),
        by_operators=True,
        form=ReasonForm,
        form_name="cancel_form",
    ),
    "ask_close_early": Action(
        _ask(_CLOSE),
        gettext_lazy("Another teller must agree before the vote closes early."),
        form=ReasonForm,
        form_name="close_early_form",
    ),
    "agree_close_early": Action(_agree(_CLOSE), gettext_lazy("The vote is closed.")),
    "ask_void": Action(
        _ask(_VOID),
        gettext_lazy("Another teller must agree before the vote is void."),
        form=ReasonForm,
        form_name="void_form",
    ),
    "agree_void": Action(_agree(_VOID), gettext_lazy("The vote is void.")),
    "certify": Action(_certify, gettext_lazy("You signed the count.")),
    "publish": Action(_publish, gettext_lazy("The result is published."), by_operators=True),
}


# --- the screen ---------------------------------------------------------------------------------


def _screen(request, vote, role: Role, *, error: str = "", forms: dict | None = None) -> HttpResponse:
    vote.refresh_from_db()
    now = timezone.now()
    paper = paper_of(vote)
    signatures = list(vote.certifications.all())
    requests = list(vote.two_person_requests.select_related("asked_by"))
    context = {
        "vote": vote,
        "paper": paper,
        "role": role,
        "error": error,
        "sentence": _sentence(vote),
        "opens": moment_text(vote.opens_at) if vote.opens_at else "",
        "closes": moment_text(vote.closes_at) if vote.closes_at else "",
        "left": left_text(vote.closes_at, at=now) if vote.state == State.OPEN else "",
        "problems": problems(member_vote=vote, at=now) if vote.state == State.DRAFT else [],
        "opening_problems": opening_problems(member_vote=vote) if vote.state == State.ANNOUNCED else [],
        "roll": _roll_count(vote),
        "turnout": _turnout(vote),
        "contests": _results(vote, paper),
        "figures": _figures(vote),
        "reconciliation": _reconciliation(vote),
        "roll_change": any(each.kind in (ADD, STRIKE) for each in requests),
        "appeals": _appeals(vote) if role.is_teller else None,
        "tellers": list(vote.tellers.all()),
        "signatures": signatures,
        "signatures_needed": SIGNATURES_NEEDED,
        "has_signed": any(signature.teller_id == request.user.pk for signature in signatures),
        "publishable_from": _publishable_from(vote, now),
        "close_request": _request_of(requests, _CLOSE, vote.state == State.OPEN),
        "void_request": _request_of(requests, _VOID, vote.state in ASKABLE[_VOID]),
        "held_by_officers": vote.ballot_box.kept_by_officers,
        "may_cancel": can_move(vote, State.CANCELLED),
        "may_void": vote.state in ASKABLE[_VOID] and not vote.is_advisory,
        "may_appoint": role.is_operator and vote.state in _BEFORE_COUNT and not vote.is_advisory,
        "page_url": vote_page_urls([vote]).get(vote.page.translation_key, ""),
        "days": _log(vote),
        "tellers_form": TellersForm(initial={"tellers": vote.tellers.all()}),
        "cancel_form": ReasonForm(auto_id="cancel_%s"),
        "close_early_form": ReasonForm(auto_id="close_early_%s"),
        "void_form": ReasonForm(auto_id="void_%s"),
        **(forms or {}),
    }
    refused = bool(error) or bool(forms)
    return render(request, "voting/desk/vote.html", context, status=409 if refused else 200)


def _sentence(vote: MemberVote) -> str:
    """Where a vote stands, as tellers need to know it."""
    match vote.state:
        case State.DRAFT if vote.is_advisory:
            return _("This survey is not announced yet.")
        case State.COUNTED if vote.is_advisory:
            return _("Counted. The result is published by itself.")
        case State.DRAFT:
            return _("This vote is not announced yet.")
        case State.CLOSED:
            waiting = waits_for(member_vote=vote)
            return (
                _("Closed. %(waiting)s") % {"waiting": waiting}
                if waiting
                else _("Closed. The count comes by itself.")
            )
        case State.COUNTED:
            return _("Counted. Two tellers must certify the count.")
        case State.CERTIFIED:
            return _("Certified. The result can be published once the time for objections is over.")
    return state_sentence(vote)


def _roll_count(vote: MemberVote) -> dict:
    """How many may vote: on the frozen roll, or as things stand."""
    if vote.state in (State.DRAFT, State.ANNOUNCED):
        electorate = vote.electorate_plugin
        if electorate.is_missing or not vote.standing_cutoff:
            return {"frozen": False, "eligible": None}
        refs = electorate.voter_refs(cutoff=vote.standing_cutoff)
        return {"frozen": False, "eligible": number_text(len(set(refs)))}
    return {"frozen": True, "eligible": number_text(vote.roll.count())}


def _turnout(vote: MemberVote) -> dict | None:
    if vote.state not in _OPENED:
        return None
    voted, eligible = turnout(vote)
    return {
        "voted": number_text(voted),
        "eligible": number_text(eligible),
        "share": share_text(Fraction(voted, eligible)) if eligible else "",
    }


def _results(vote: MemberVote, paper: Paper) -> list[dict]:
    """Every contest, with its result once it is counted: tellers certify what they can read."""
    tallies = {}
    if vote.state in _COUNTED:
        tallies = {contest.key: contest.tally for contest in vote.contests.select_related("tally")}
    return [
        {
            "paper": contest,
            "result": (
                result_of(tally=tallies[contest.key], contest=contest) if contest.key in tallies else None
            ),
        }
        for contest in paper.contests
    ]


def _figures(vote: MemberVote):
    if vote.state not in _COUNTED:
        return ()
    contest = vote.contests.select_related("tally").first()
    return figures_of(contest.tally) if contest else ()


def _reconciliation(vote: MemberVote):
    """Whether people and ballots fit together: tellers look at this before they sign."""
    if vote.state not in _COUNTED:
        return None
    contest = vote.contests.select_related("tally").first()
    counted = contest.tally.result["figures"]["valid"]
    return shown_reconciliation(reconciliation_of(vote.log.order_by("number"), counted=counted))


def _publishable_from(vote: MemberVote, now) -> str:
    """When a certified result may be published; empty once it may."""
    if vote.state != State.CERTIFIED or objections_end(vote) <= now:
        return ""
    return moment_text(objections_end(vote))


def _appeals(vote: MemberVote) -> dict | None:
    """How many appealed, and how many wait; None for a survey, and while nobody did."""
    found = vote.appeals.aggregate(made=Count("pk"), waiting=Count("pk", filter=Q(state=Appeal.State.OPEN)))
    return found if found["made"] else None


def _request_of(requests, kind, still_possible: bool):
    if not still_possible:
        return None
    return next((each for each in requests if each.kind == kind), None)


def _log(vote: MemberVote):
    events = list(vote.log.all())
    people = {event.actor.removeprefix("user:") for event in events if event.actor}
    names = {
        f"user:{user.pk}": str(user)
        for user in get_user_model().objects.filter(pk__in=[pk for pk in people if pk.isdigit()])
    }
    return log_days(events, names=names)
