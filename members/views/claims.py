"""Asking for one's place on the roll: for a login that belongs to no member yet."""

import secrets

from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY, login, logout
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from core.views.personal import personal
from members.domain.claims import (
    GOOD_FOR,
    claim_of,
    find_claim_by_link,
    is_asked_here,
    make_claim,
    refuse_claim_by_link,
    use_claim_link,
    withdraw_claim,
)
from members.domain.errors import SignInError
from members.domain.notices import ways_in
from members.forms import ClaimForm
from members.models import address_key
from members.rate_limits import is_allowed
from members.tasks import look_up_claim

_HOUR = 3600
_CLAIMS_PER_LOGIN = 5
_CLAIMS_PER_ADDRESS = 5
_CLAIMS_PER_COMPUTER = 30
_SECRET = "claim_secret"


@personal
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request):
    """The same answer whatever is given: the rest is done by a task."""
    if hasattr(request.user, "member"):
        return redirect("members:account")
    if request.method != "POST":
        return _claim_page(request, ClaimForm())
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return _claim_page(request, form)
    if not _may_claim(request, form.cleaned_data):
        form.add_error(None, _("You asked too often. Please wait an hour, then try again."))
        return _claim_page(request, form, status=429)
    made = make_claim(
        user=request.user,
        session_secret=request.session.setdefault(_SECRET, secrets.token_urlsafe(16)),
        language=get_language(),
        at=timezone.now(),
        **form.cleaned_data,
    )
    look_up_claim.enqueue(made.pk, made.made_at.isoformat())
    return redirect("members:claim")


def _claim_page(request, form, status=200):
    context = {
        "form": form,
        "claim": claim_of(request.user),
        "minutes": int(GOOD_FOR.total_seconds() // 60),
    }
    return render(request, "members/claim.html", context, status=status)


def _may_claim(request, given) -> bool:
    asked = [
        ("claim-login", str(request.user.pk), _CLAIMS_PER_LOGIN),
        ("claim-ip", request.META["REMOTE_ADDR"], _CLAIMS_PER_COMPUTER),
    ]
    if given["address"]:
        asked.append(("claim-address", address_key(given["address"]), _CLAIMS_PER_ADDRESS))
    if given["number"]:
        asked.append(("claim-number", given["number"].casefold(), _CLAIMS_PER_ADDRESS))
    now = timezone.now()
    return all(
        is_allowed(what=what, who=who, times=times, seconds=_HOUR, at=now) for what, who, times in asked
    )


@personal
@login_required
@require_POST
def withdraw(request):
    if withdraw_claim(user=request.user):
        messages.success(request, _("We have forgotten what you gave us."))
    return redirect("members:account")


@personal
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token", "secret")
def claim_link(request, token):
    """Looking shows what a button would do. Only the login and the browser that asked can join."""
    now = timezone.now()
    secret = request.session.get(_SECRET, "")
    try:
        found = find_claim_by_link(token=token, at=now)
        here = is_asked_here(found, user=request.user, session_secret=secret)
        if request.method != "POST":
            replaces = ways_in(found.link_replaces) if found.link_replaces else ""
            context = {"here": here, "ways": ways_in(found.user), "replaces": replaces}
            return render(request, "members/claim_link.html", context)
        if request.POST.get("answer") == "not_me":
            refuse_claim_by_link(token=token, at=now)
            messages.success(request, _("Thank you. Nobody gets your membership by this."))
            return redirect("members:account" if request.user.is_authenticated else "members:sign_in")
        use_claim_link(token=token, user=request.user, session_secret=secret, at=now)
    except SignInError as error:
        messages.error(request, str(error))
        return redirect("members:account" if request.user.is_authenticated else "members:sign_in")
    _begin_session_anew(request)
    messages.success(request, _("We know you now: your sign-in belongs to your membership."))
    return redirect("members:account")


def _begin_session_anew(request) -> None:
    """A login that gained a membership carries nothing over from the time before."""
    user, backend = request.user, request.session[BACKEND_SESSION_KEY]
    logout(request)
    login(request, user, backend=backend)
