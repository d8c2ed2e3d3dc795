"""Asking somebody again who they are, before a grave step, with the step kept as it was.

The page that asks stands in the place of the step and holds its fields: who
confirms sends them again, and the step goes ahead. Nothing is stored meanwhile.
"""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from members.domain.second_factor import has_second_factor
from members.second_factor_forms import ShowForm
from members.staff_access import state
from members.staff_access.showing import question_to_keys, shown_device

_PREFIX = "confirm"
# That the page was sent: a button alone may be all there is on it.
_SENT = f"{_PREFIX}-sent"
_WITHOUT_FILES = f"{_PREFIX}-without-files"
# How a person can confirm, and what the template shows for it.
_BY_FACTOR, _BY_BUTTON, _BY_SIGNING_IN = "factor", "button", "sign_in"


def ask_to_confirm(request: HttpRequest) -> HttpResponse | None:
    """See `core.views.fresh.ask_to_confirm`. The page that asks is answered with 403 or, after too
    many wrong codes, 429."""
    if _need_not_ask(request):
        return None
    if request.method in ("GET", "HEAD"):
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('members:confirm')}?{query}")
    if _SENT not in request.POST:
        return _page(request, ShowForm(prefix=_PREFIX), fields=_fields(request), status=403)
    form = ShowForm(request.POST, prefix=_PREFIX)
    if not _confirms(request, form):
        return _page(request, form, fields=_fields(request), status=403)
    if _WITHOUT_FILES in request.POST:
        messages.warning(request, _("Thank you. Please choose the file again."))
        return redirect(request.get_full_path())
    request.POST = request.POST.copy()
    for name in [name for name in request.POST if name.startswith(f"{_PREFIX}-")]:
        del request.POST[name]
    return None


def confirm_alone(request: HttpRequest, *, next_url: str) -> HttpResponse:
    """The same page with no step behind it, before something that is looked at."""
    if _need_not_ask(request):
        return redirect(next_url)
    form = ShowForm(request.POST or None, prefix=_PREFIX)
    if form.is_bound and _confirms(request, form):
        return redirect(next_url)
    return _page(request, form, fields=[("next", next_url)], status=200, next_url=next_url)


def _need_not_ask(request) -> bool:
    if settings.STAFF_SECOND_FACTOR == state.OFF or not request.user.is_authenticated:
        return True
    return state.is_fresh(request, at=timezone.now())


def _confirms(request, form) -> bool:
    now = timezone.now()
    way = _way(request)
    confirmed = way == _BY_BUTTON or (way == _BY_FACTOR and shown_device(request, form, at=now) is not None)
    if confirmed:
        state.note_confirmation(request, at=now)
    return confirmed


def _way(request) -> str:
    if state.is_open_by_demo(request):
        return _BY_BUTTON
    return _BY_FACTOR if has_second_factor(request.user) else _BY_SIGNING_IN


def _fields(request) -> list[tuple[str, str]]:
    """What was filled in, to be sent again; files cannot be."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and (name == _WITHOUT_FILES or not name.startswith(f"{_PREFIX}-"))
    ]
    return [*fields, (_WITHOUT_FILES, "yes")] if request.FILES else fields


def _page(request, form, *, fields, status, next_url="") -> HttpResponse:
    way = _way(request)
    page = next_url or (request.headers.get("Referer", "") if fields else "") or request.get_full_path()
    context = {
        "form": form,
        "way": way,
        "options": question_to_keys(request, at=timezone.now()) if way == _BY_FACTOR else None,
        "fields": fields,
        "sent": _SENT,
        "action": request.get_full_path(),
        "loses_files": bool(request.FILES),
        "sign_in": f"{reverse('members:sign_in')}?{urlencode({'next': page})}",
    }
    # Some steps are on pages that anybody may keep; this one nobody may.
    response = render(
        request, "members/second_factor/confirm.html", context, status=429 if form.has_to_wait else status
    )
    response["Cache-Control"] = "private, no-store"
    return response
