"""Appeals against not being on a roll: the page of the person, and the tellers' list.

What somebody writes is sent in a form and shown to its writer and to the
tellers of that vote: it is in no address, no log and no mail.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from core.views.fresh import ask_to_confirm
from core.views.personal import personal
from voting.domain.appeals import accept_appeal, decline_appeal, make_appeal, withdraw_appeal
from voting.domain.errors import VotingError
from voting.domain.queries import voter_status
from voting.domain.roll_changes import waiting_roll_change
from voting.forms import AppealAnswerForm, AppealForm, RollReasonForm
from voting.mails import language_for
from voting.models import Appeal, Kind, MemberVote, State
from voting.paper import paper_of
from voting.views.desk import role_in
from voting.why_not import shown_appeal, shown_rules, why_not
from voting.wording import day_text, number_text


@sensitive_post_parameters()
@personal
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, vote_id) -> HttpResponse:
    """Why one cannot vote, one's appeals, and the form for another one."""
    vote = get_object_or_404(MemberVote.objects.announced().select_related("page__locale"), pk=vote_id)
    if request.method != "POST":
        return _own_page(request, vote, AppealForm())
    status = voter_status(member_vote=vote, user=request.user)
    form = AppealForm(request.POST)
    try:
        if request.POST.get("do") == "withdraw":
            withdraw_appeal(member_vote=vote, voter_ref=status.voter_ref, at=timezone.now())
            messages.success(request, _("You took your appeal back."))
        elif form.is_valid():
            make_appeal(
                member_vote=vote,
                voter_ref=status.voter_ref,
                text=form.cleaned_data["text"],
                at=timezone.now(),
            )
            messages.success(request, _("Your appeal is with the tellers. We will write to you."))
        else:
            return _own_page(request, vote, form, status_code=422)
    except VotingError as error:
        return _own_page(request, vote, form, error=str(error), status_code=409)
    return redirect("voting:appeal", vote_id=vote.pk)


def _own_page(request, vote, form, *, error="", status_code=200) -> HttpResponse:
    status = voter_status(member_vote=vote, user=request.user)
    context = {
        "vote": vote,
        "paper": paper_of(vote, with_pages=False),
        "status": status,
        "why": why_not(member_vote=vote, status=status, at=timezone.now()),
        "form": form,
        "error": error,
    }
    return render(request, "voting/appeal.html", context, status=status_code)


# --- the tellers --------------------------------------------------------------------------------


@personal
@login_required
@require_safe
def desk_appeals(request: HttpRequest, vote_id) -> HttpResponse:
    """The appeals of a vote: those that wait first, with how many came to which end."""
    vote = _vote_of_teller(request, vote_id)
    appeals = list(vote.appeals.all())
    names = _names(vote, appeals)
    rows = [
        {"appeal": each, "shown": shown_appeal(each), "name": names.get(each.voter_ref, _("a person"))}
        for each in appeals
    ]
    rows.sort(key=lambda row: row["appeal"].state != Appeal.State.OPEN)
    context = {
        "vote": vote,
        "paper": paper_of(vote, with_pages=False),
        "rows": rows,
        "counts": [
            (label, number_text(number))
            for state, label in Appeal.State.choices
            if (number := sum(each.state == state for each in appeals))
        ],
    }
    return render(request, "voting/desk/appeals/list.html", context)


@sensitive_post_parameters()
@personal
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_appeal(request: HttpRequest, vote_id, appeal_id: int) -> HttpResponse:
    """One appeal: who, why, which rules the person passes; and the two answers."""
    vote = _vote_of_teller(request, vote_id)
    appeal = get_object_or_404(vote.appeals.select_related("answered_by"), pk=appeal_id)
    accept_form, decline_form = RollReasonForm(auto_id="accept_%s"), AppealAnswerForm()
    if request.method != "POST":
        return _answer_page(request, vote, appeal, accept_form, decline_form)
    error = ""
    try:
        match request.POST.get("do"):
            case "accept":
                accept_form = RollReasonForm(request.POST, auto_id="accept_%s")
                if accept_form.is_valid():
                    reason = accept_form.cleaned_data["reason"]
                    return ask_to_confirm(request) or _accept(request, vote, appeal, reason)
            case "decline":
                decline_form = AppealAnswerForm(request.POST)
                if decline_form.is_valid():
                    return _decline(request, vote, appeal, decline_form.cleaned_data)
            case _:
                error = _("The site did not understand this. Nothing was changed.")
    except VotingError as refusal:
        error = _("%(reason)s Nothing was changed.") % {"reason": refusal}
    appeal.refresh_from_db()
    return _answer_page(request, vote, appeal, accept_form, decline_form, error=error, status_code=409)


def _accept(request, vote, appeal, reason: str) -> HttpResponse:
    accept_appeal(
        member_vote=vote, appeal_id=appeal.pk, teller=request.user, reason=reason, at=timezone.now()
    )
    messages.success(request, _("Another teller must agree before the roll changes."))
    return redirect("voting:desk_appeals", vote_id=vote.pk)


def _decline(request, vote, appeal, data) -> HttpResponse:
    decline_appeal(
        member_vote=vote,
        appeal_id=appeal.pk,
        teller=request.user,
        reason=data["reason"],
        answer=data["answer"],
        at=timezone.now(),
    )
    messages.success(request, _("The member is told, and reads your reason."))
    return redirect("voting:desk_appeals", vote_id=vote.pk)


def _answer_page(
    request, vote, appeal, accept_form, decline_form, *, error="", status_code=200
) -> HttpResponse:
    electorate = vote.electorate_plugin
    contact = electorate.contacts(refs=[appeal.voter_ref]).get(appeal.voter_ref)
    waiting = waiting_roll_change(vote)
    context = {
        "vote": vote,
        "paper": paper_of(vote, with_pages=False),
        "appeal": appeal,
        "shown": shown_appeal(appeal),
        "name": _names(vote, [appeal]).get(appeal.voter_ref, _("a person")),
        "rules": shown_rules(electorate.checks_of(ref=appeal.voter_ref, cutoff=vote.standing_cutoff)),
        "reads": get_language_info(language_for(contact.language))["name_translated"] if contact else "",
        "is_own": electorate.ref_for(user=request.user) == appeal.voter_ref,
        "is_asked": waiting is not None and waiting.voter_ref == appeal.voter_ref,
        "other_waits": waiting is not None and waiting.voter_ref != appeal.voter_ref,
        "is_open": vote.state == State.OPEN,
        "opens": day_text(vote.opens_at),
        "accept_form": accept_form,
        "decline_form": decline_form,
        "error": error,
    }
    return render(request, "voting/desk/appeals/answer.html", context, status=status_code)


def _names(vote, appeals) -> dict[str, str]:
    return dict(vote.electorate_plugin.names(refs=[each.voter_ref for each in appeals]))


def _vote_of_teller(request, vote_id) -> MemberVote:
    vote = get_object_or_404(
        MemberVote.objects.announced().select_related("page__locale"), pk=vote_id, kind=Kind.DECISION
    )
    if not role_in(vote, request.user).is_teller:
        raise PermissionDenied
    return vote
