"""The second factor of staff: setting it up, showing it at sign-in, looking after it."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from core.views.fresh import freshly_confirmed
from core.views.personal import personal
from members.domain import second_factor as factors
from members.domain.errors import SignInError, TooManyCodes
from members.domain.second_factor_notices import tell
from members.domain.security_keys import begin_registration, register_key
from members.qr_codes import app_address, qr_code, spelled
from members.return_to import is_safe_return
from members.second_factor_forms import AppForm, KeyForm, ShowForm
from members.staff_access import state
from members.staff_access.confirming import confirm_alone
from members.staff_access.showing import question_to_keys, shown_device

_REGISTRATION = "second_factor_registration"


def for_staff(view):
    """For staff alone; whoever has a second factor already shows it first."""

    @personal
    @login_required
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not factors.is_staff(request.user):
            raise PermissionDenied
        if request.user.awaits_second_factor and factors.has_second_factor(request.user):
            return _with_next(request, "members:check_second_factor")
        return view(request, *args, **kwargs)

    return wrapped


@for_staff
@require_http_methods(["GET", "HEAD"])
def second_factor(request):
    """What there is, and what can be added."""
    context = {
        "factors": factors.second_factors_of(request.user),
        "codes_left": factors.codes_left(request.user),
        "by_demo": state.is_open_by_demo(request),
        "next": _next(request),
    }
    return render(request, "members/second_factor/index.html", context)


@for_staff
@freshly_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def add_app(request):
    """Scan or type the secret, then show that the app knows it. The first POST makes the secret."""
    if request.method == "POST" and "code" not in request.POST:
        factors.begin_app(user=request.user)
        return _with_next(request, "members:add_app")
    app = factors.app_to_confirm(request.user)
    if app is None:
        return _with_next(request, "members:second_factor")
    form = AppForm(request.POST or None)
    status = 200
    if form.is_valid():
        now = timezone.now()
        try:
            factors.confirm_app(
                app=app, code=form.cleaned_data["code"], name=form.cleaned_data["name"], at=now
            )
        except SignInError as error:
            form.add_error("code", str(error))
            status = _status_of(error)
        else:
            return _added(request, app, now)
    address = app_address(app)
    context = {
        "form": form,
        "secret": spelled(app),
        "address": address,
        "qr": qr_code(address, title=_("QR code for your app")),
        "next": _next(request),
    }
    return render(request, "members/second_factor/app.html", context, status=status)


@for_staff
@freshly_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def add_key(request):
    """The browser asks the key; its answer comes as a field of the form."""
    form = KeyForm(request.POST or None)
    now = timezone.now()
    if form.is_valid():
        try:
            key = register_key(
                user=request.user,
                state=request.session.pop(_REGISTRATION, None),
                answer=form.cleaned_data["answer"],
                name=form.cleaned_data["name"],
                at=now,
            )
        except SignInError as error:
            form.add_error(None, str(error))
        else:
            return _added(request, key, now)
    options, request.session[_REGISTRATION] = begin_registration(user=request.user, at=now)
    context = {"form": form, "options": options, "next": _next(request)}
    return render(request, "members/second_factor/key.html", context)


def _added(request, device, now):
    """A first device opens the rights of staff, and recovery codes come next."""
    if request.user.awaits_second_factor:
        state.open_staff_session(request, device_id=device.persistent_id, at=now)
    tell("added", user=request.user, device=device.name)
    messages.success(request, _("“%(name)s” is now a second factor of your login.") % {"name": device.name})
    page = "members:second_factor" if factors.codes_left(request.user) else "members:recovery_codes"
    return _with_next(request, page)


@for_staff
@freshly_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def recovery_codes(request):
    """Made by pressing a button, and shown in the answer to it alone."""
    if not factors.has_second_factor(request.user):
        return _with_next(request, "members:second_factor")
    codes = []
    if request.method == "POST":
        codes = factors.make_recovery_codes(user=request.user)
        tell("codes", user=request.user)
    context = {"codes": codes, "codes_left": factors.codes_left(request.user), "next": _next(request)}
    return render(request, "members/second_factor/codes.html", context)


@for_staff
@freshly_confirmed
@require_POST
def remove_second_factor(request):
    device_id = request.POST.get("device", "")
    try:
        name = factors.remove_second_factor(user=request.user, device_id=device_id)
    except SignInError as error:
        messages.error(request, str(error))
        return redirect("members:second_factor")
    if name is None:
        raise Http404
    tell("removed", user=request.user, device=name)
    messages.success(request, _("“%(name)s” is removed.") % {"name": name})
    return redirect("members:second_factor")


@personal
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def check_second_factor(request):
    """Asked after signing in, before anything that staff alone may see."""
    user = request.user
    if not user.awaits_second_factor or not factors.is_staff(user):
        return redirect(_next(request) or "members:account")
    if not factors.has_second_factor(user):
        return _with_next(request, "members:second_factor")
    form = ShowForm(request.POST or None)
    now = timezone.now()
    device = shown_device(request, form, at=now) if form.is_bound else None
    if device is not None:
        state.open_staff_session(request, device_id=device.persistent_id, at=now)
        return redirect(_next(request) or "members:account")
    context = {"form": form, "options": question_to_keys(request, at=now), "next": _next(request)}
    status = 429 if form.has_to_wait else 200
    return render(request, "members/second_factor/check.html", context, status=status)


@personal
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def confirm(request):
    """Before something that is looked at, such as a file: afterwards the reader goes there."""
    return confirm_alone(request, next_url=_next(request) or reverse("members:account"))


def _status_of(error) -> int:
    return 429 if isinstance(error, TooManyCodes) else 200


def _next(request) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if is_safe_return(request, asked) else ""


def _with_next(request, page):
    query = "?" + urlencode({"next": _next(request)}) if _next(request) else ""
    return redirect(reverse(page) + query)
