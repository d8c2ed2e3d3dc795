"""The desk page on which tellers change the roll of a vote that is open: one asks, another agrees.

Whom a teller looks for is sent in a form, so that no name gets into an
address, a history or a log of requests.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.views.fresh import ask_to_confirm
from core.views.personal import personal
from voting.domain.errors import VotingError
from voting.domain.roll_changes import (
    ADD,
    STRIKE,
    agree_to_roll_change,
    ask_for_roll_change,
    decline_roll_change,
    waiting_roll_change,
)
from voting.forms import FindPersonForm, RollChangeForm
from voting.models import MemberVote, State
from voting.paper import paper_of
from voting.views.desk import role_in

_SHOWN = 20


@sensitive_post_parameters()
@personal
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_roll(request: HttpRequest, vote_id) -> HttpResponse:
    """Look for a person, ask for a change, or answer what another teller asked for."""
    vote = get_object_or_404(MemberVote.objects.select_related("page__locale"), pk=vote_id)
    if not role_in(vote, request.user).is_teller:
        raise PermissionDenied
    if vote.state != State.OPEN or vote.is_advisory:
        messages.error(request, _("The roll can be changed only while the vote is open."))
        return redirect("voting:desk_vote", vote_id=vote.pk)
    if request.method != "POST":
        return _screen(request, vote)
    match request.POST.get("do"):
        case "find":
            return _find(request, vote)
        case "ask":
            return ask_to_confirm(request) or _ask(request, vote)
        case "agree" | "decline" as answer:
            return ask_to_confirm(request) or _answer(request, vote, agreed=answer == "agree")
    return _screen(request, vote, error=_("The site did not understand this. Nothing was changed."))


def _find(request, vote) -> HttpResponse:
    form = FindPersonForm(request.POST)
    if not form.is_valid():
        return _screen(request, vote, find_form=form)
    choices = _choices(vote, form.cleaned_data["text"])
    return _screen(
        request,
        vote,
        status=200,
        find_form=form,
        searched=True,
        change_form=RollChangeForm(choices=choices) if choices else None,
    )


def _choices(vote: MemberVote, text: str) -> list[tuple[str, str]]:
    """What can be asked about the people who were found: one change for each."""
    found = vote.electorate_plugin.find(text=text, limit=_SHOWN)
    refs = [ref for ref, _name, _detail in found]
    on_roll = set(vote.roll.filter(voter_ref__in=refs).values_list("voter_ref", flat=True))
    return [
        (
            f"{STRIKE if ref in on_roll else ADD}:{ref}",
            _change_text(STRIKE if ref in on_roll else ADD, name, detail),
        )
        for ref, name, detail in found
    ]


def _change_text(kind: str, name: str, detail: str) -> str:
    person = f"{name} ({detail})" if detail else name
    if kind == ADD:
        return _("Add %(person)s to the roll") % {"person": person}
    return _("Strike %(person)s off the roll") % {"person": person}


def _ask(request, vote) -> HttpResponse:
    kind, _colon, ref = request.POST.get("person", "").partition(":")
    name = vote.electorate_plugin.names(refs=[ref]).get(ref, "") if ref else ""
    # The one person who was chosen; what may be done is decided below, under the lock.
    chosen = kind in (ADD, STRIKE) and bool(name)
    choices = [(f"{kind}:{ref}", _change_text(kind, name, ""))] if chosen else []
    form = RollChangeForm(request.POST, choices=choices)
    if not form.is_valid():
        return _screen(request, vote, change_form=form)
    try:
        ask_for_roll_change(
            member_vote=vote,
            kind=kind,
            voter_ref=ref,
            teller=request.user,
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
    except VotingError as error:
        return _screen(request, vote, error=_refusal(error), change_form=form)
    messages.success(request, _("Another teller must agree before the roll changes."))
    return redirect("voting:change_roll", vote_id=vote.pk)


def _answer(request, vote, *, agreed: bool) -> HttpResponse:
    asked = request.POST.get("request", "")
    request_id = int(asked) if asked.isascii() and asked.isdigit() else 0
    try:
        if agreed:
            agree_to_roll_change(
                member_vote=vote, request_id=request_id, teller=request.user, at=timezone.now()
            )
        else:
            decline_roll_change(member_vote=vote, request_id=request_id, teller=request.user)
    except VotingError as error:
        return _screen(request, vote, error=_refusal(error))
    messages.success(request, _("The roll is changed.") if agreed else _("The roll stays as it is."))
    return redirect("voting:desk_vote", vote_id=vote.pk)


def _refusal(error: VotingError) -> str:
    return _("%(reason)s Nothing was changed.") % {"reason": error}


def _screen(request, vote, *, error="", status=409, **context) -> HttpResponse:
    waiting = waiting_roll_change(vote)
    names = vote.electorate_plugin.names(refs=[waiting.voter_ref]) if waiting else {}
    refused = request.method == "POST"
    return render(
        request,
        "voting/desk/roll/change.html",
        {
            "vote": vote,
            "paper": paper_of(vote, with_pages=False),
            "error": error,
            "waiting": waiting,
            "change": (
                _change_text(waiting.kind, names.get(waiting.voter_ref, _("a person")), "") if waiting else ""
            ),
            "is_own": bool(waiting) and waiting.asked_by_id == request.user.pk,
            "find_form": FindPersonForm(),
            **context,
        },
        status=status if refused else 200,
    )
