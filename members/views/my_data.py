"""A member's own data: changing it, asking for corrections, taking it along, deleting the login."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.views.personal import personal
from members.account_forms import CORRECTION_FORMS, DeleteLoginForm, MailChoiceForm, OwnDataForm
from members.correction_words import correction_text
from members.domain.corrections import (
    ask_for_correction,
    current_chapter,
    find_address_link,
    prove_address,
    withdraw_correction,
)
from members.domain.errors import AccountError
from members.domain.leaving import check_can_be_deleted, delete_login
from members.domain.mail_choice import choose_mails, mails_wanted
from members.domain.own_data import change_own_data
from members.domain.personal_data import personal_data_of
from members.mails import write_to
from members.models import Correction, Member, MembershipSettings, User
from members.rate_limits import is_allowed
from members.tasks import send_address_link

_DAY = 86_400
_ADDRESS_LINKS_PER_MEMBER = 5
_DOWNLOADS_PER_LOGIN = 20


def _member_or_404(request) -> Member:
    member = getattr(request.user, "member", None)
    if member is None:
        raise Http404
    return member


# --- what the member changes --------------------------------------------------------------------


@sensitive_post_parameters()
@personal
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request):
    member = _member_or_404(request)
    if request.method != "POST":
        return _change_page(request, member, OwnDataForm(instance=member))
    form = OwnDataForm(request.POST, instance=Member.objects.get(pk=member.pk))
    if not form.is_valid():
        return _change_page(request, member, form, status=422)
    changed = change_own_data(member=member, wanted=form.cleaned_data, actor=request.user, at=timezone.now())
    with translation.override(form.cleaned_data["language"]):
        messages.success(request, _("Your data is changed.") if changed else _("Nothing was new."))
        return redirect("members:account")


def _change_page(request, member, form, *, status=200) -> HttpResponse:
    context = {
        "member": member,
        "form": form,
        "kinds": [(kind.value, kind.label) for kind in Correction.Kind],
    }
    return render(request, "members/my_data/change.html", context, status=status)


@personal
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mails(request):
    """Which mails about votes the member wants, and what is lost without them."""
    member = _member_or_404(request)
    form = MailChoiceForm(request.POST or None, instance=mails_wanted(member=member))
    if request.method == "POST" and form.is_valid():
        choose_mails(member=member, **form.cleaned_data)
        messages.success(request, _("Your choice is saved."))
        return redirect("members:account")
    return render(request, "members/my_data/mails.html", {"member": member, "form": form})


# --- what the office decides --------------------------------------------------------------------


@sensitive_post_parameters()
@personal
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, kind):
    """Ask the office to correct the name, an address, the chapter or something else."""
    member = _member_or_404(request)
    form_class = CORRECTION_FORMS.get(kind)
    if form_class is None:
        raise Http404
    if request.method != "POST":
        return _correct_page(request, member, form_class(initial=_initial(member, kind)))
    form = form_class(request.POST)
    if not form.is_valid():
        return _correct_page(request, member, form, status=422)
    if kind == Correction.Kind.ADDRESS and not _may_send_link(member):
        form.add_error(None, _("You asked too often. Please wait a day, then try again."))
        return _correct_page(request, member, form, status=429)
    try:
        correction = ask_for_correction(
            member=member,
            kind=kind,
            wanted=form.wanted(),
            note=form.cleaned_data["note"],
            at=timezone.now(),
        )
    except AccountError as error:
        form.add_error(None, str(error))
        return _correct_page(request, member, form, status=409)
    if correction.state == Correction.State.UNPROVED:
        send_address_link.enqueue(correction.pk)
        messages.success(request, _("We wrote to the new address. Open the link in that mail here."))
    else:
        _tell_office(request)
        messages.success(request, _("Our office looks at it and answers you."))
    return redirect("members:account")


def _may_send_link(member: Member) -> bool:
    return is_allowed(
        what="address-link",
        who=str(member.pk),
        times=_ADDRESS_LINKS_PER_MEMBER,
        seconds=_DAY,
        at=timezone.now(),
    )


def _initial(member: Member, kind: str) -> dict[str, str]:
    match kind:
        case Correction.Kind.NAME:
            return {"first_name": member.first_name, "last_name": member.last_name}
        case Correction.Kind.CHAPTER:
            return {"chapter": current_chapter(member, on=timezone.localdate())}
    return {}


def _correct_page(request, member, form, *, status=200) -> HttpResponse:
    context = {"member": member, "form": form, "kind": form.kind}
    return render(request, "members/my_data/correct.html", context, status=status)


def _tell_office(request) -> None:
    office = MembershipSettings.for_request(request).office_email
    if office:
        write_to(
            address=office,
            subject=_("A correction waits in %(site)s"),
            template="correction_waits.txt",
        )


@personal
@login_required
@require_POST
def withdraw(request, correction_id):
    try:
        withdraw_correction(member=_member_or_404(request), correction_id=correction_id, at=timezone.now())
    except AccountError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You took it back."))
    return redirect("members:account")


@personal
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def prove(request, token):
    """Looking at the link shows a button; only the button uses it up."""
    now = timezone.now()
    try:
        if request.method != "POST":
            correction = find_address_link(token=token, user=request.user, at=now)
            return render(request, "members/my_data/prove.html", {"address": correction_text(correction)})
        prove_address(token=token, user=request.user, at=now)
    except AccountError as error:
        messages.error(request, str(error))
        return redirect("members:account")
    _tell_office(request)
    messages.success(request, _("Thank you. Our office looks at it and answers you."))
    return redirect("members:account")


# --- taking it along, and leaving ---------------------------------------------------------------


@personal
@login_required
@require_safe
def download(request):
    """Everything about oneself in one file."""
    allowed = is_allowed(
        what="download", who=str(request.user.pk), times=_DOWNLOADS_PER_LOGIN, seconds=_DAY, at=timezone.now()
    )
    if not allowed:
        messages.error(request, _("You asked too often. Please wait a day, then try again."))
        return redirect("members:account")
    data = personal_data_of(user=request.user, at=timezone.now(), on=timezone.localdate())
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@personal
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request):
    """What goes, what stays and why; then, with a word typed, it is done."""
    expected = pgettext("the word that somebody types to confirm", "delete")
    form = DeleteLoginForm(request.POST or None, expected=expected)
    refusal = ""
    try:
        check_can_be_deleted(request.user)
        if request.method == "POST" and form.is_valid():
            # The session must not outlive whom it belongs to.
            user = User.objects.get(pk=request.user.pk)
            delete_login(user=user, at=timezone.now())
            logout(request)
            messages.success(request, _("Your sign-in is deleted. You can come back at any time."))
            return redirect("members:sign_in")
    except AccountError as error:
        refusal = str(error)
    context = {"form": form, "member": getattr(request.user, "member", None), "refusal": refusal}
    status = 409 if refusal and request.method == "POST" else 200
    return render(request, "members/my_data/delete.html", context, status=status)
