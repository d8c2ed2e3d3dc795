"""Staff without a second factor are visitors: members perhaps, but with no right of staff."""

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.defaults import permission_denied

from members.domain.second_factor import has_second_factor, is_staff
from members.return_to import is_safe_return
from members.sessions import get_user
from members.staff_access import state

# Below these, with or without a language before them, everything is for staff.
STAFF_AREAS = ("admin/", "desk/")
# The editor asks these by itself, every few seconds: nobody need be there.
_NOT_A_VISIT = ("wagtailadmin_editing_sessions:ping", "voting:me")
_REFUSALS = (302, 403, 404)
_SENTENCES = {
    state.IDLE: _("You were signed out, because nothing happened for an hour. Sign in to go on."),
    state.TOO_LONG: _("You were signed out after twelve hours. Sign in to go on."),
}


class StaffAccessMiddleware:
    """Gives `request.user` the rights of staff only where this session has shown the second factor.

    A login without them has no permission at all while the request lasts
    (`User.has_perm`), whichever view asks. Where that is why a view refused,
    the reader is led to the second factor instead, and back afterwards.

    Nothing is looked up before a view asks for the user: public pages are the
    same for everybody. A session that is no staff session costs no query.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.STAFF_SECOND_FACTOR == state.OFF:
            return self.get_response(request)
        loaded = []

        def load():
            if not loaded:
                loaded.append(self._load(request))
            return loaded[0]

        request.user = SimpleLazyObject(load)
        request.auser = sync_to_async(load)
        response = self.get_response(request)
        if loaded and response.status_code in _REFUSALS and getattr(loaded[0], "missed_second_factor", False):
            return self._lead(request)
        return response

    def process_view(self, request, view, args, kwargs):
        if settings.STAFF_SECOND_FACTOR == state.OFF or not is_staff_area(request.resolver_match.route):
            return None
        user = request.user
        if user.is_authenticated and user.awaits_second_factor and is_staff(user):
            return self._lead(request)
        return None

    def _load(self, request):
        user = get_user(request)
        if not user.is_authenticated:
            return user
        now = timezone.now()
        ended = state.why_ended(request.session, at=now)
        if ended:
            request.session.flush()
            messages.warning(request, _SENTENCES[ended], fail_silently=True)
            return AnonymousUser()
        user.awaits_second_factor = not state.has_shown_second_factor(request, user)
        match = request.resolver_match
        if match is None or match.view_name not in _NOT_A_VISIT:
            state.note_visit(request.session, at=now)
        return user

    def _lead(self, request):
        if request.headers.get("X-Requested-With") == "XMLHttpRequest" or "/api/" in request.path_info:
            return permission_denied(request, PermissionDenied())
        user = request.user
        page = "members:check_second_factor" if has_second_factor(user) else "members:second_factor"
        return redirect(f"{reverse(page)}?{urlencode({'next': way_back(request)})}")


def is_staff_area(route: str) -> bool:
    """Whether everything below this route of the urlconf is for staff."""
    first, slash, rest = route.partition("/")
    below_language = rest if first in dict(settings.LANGUAGES) else ""
    return route.startswith(STAFF_AREAS) or below_language.startswith(STAFF_AREAS)


def way_back(request) -> str:
    """Where somebody was: this page, or the page whose form was sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = request.headers.get("Referer", "")
    return page if is_safe_return(request, page) else request.get_full_path()
