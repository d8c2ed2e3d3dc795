"""What a session remembers about the second factor, and how long that holds."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY

from members.domain.second_factor import device_of, is_staff

# The values of settings.STAFF_SECOND_FACTOR.
REQUIRED, DEMO, OFF = "required", "demo", "off"
DEMO_BACKEND = "members.backends.DemoOIDC"

# A staff session ends after so long, whatever happens, and after so long without a visit.
LONGEST = timedelta(hours=12)
LONGEST_IDLE = timedelta(hours=1)
# The last visit is written down this often: not with every request.
_NOTED_EVERY = timedelta(minutes=1)
# How long somebody who has just shown who they are is not asked again.
FRESH_FOR = timedelta(minutes=15)
# In a demo everybody is anybody, and asking more often would only be in the way.
FRESH_FOR_IN_DEMO = timedelta(hours=1)

TOO_LONG, IDLE = "too_long", "idle"

_BY = "staff_by"
_SINCE = "staff_since"
_SEEN = "staff_seen"
_CONFIRMED = "confirmed_at"


def open_staff_session(request, *, device_id: str, at: datetime) -> None:
    """From now on this session has the person's rights of staff; its key is a new one."""
    request.session.cycle_key()
    _open(request, device_id=device_id, at=at)


def _open(request, *, device_id: str, at: datetime) -> None:
    request.session[_BY] = device_id
    request.session[_SINCE] = request.session[_SEEN] = at.timestamp()
    note_confirmation(request, at=at)


def note_sign_in(request, user, *, at: datetime) -> None:
    """Signing in confirms who somebody is; in a demo, by the demo's own sign-in, it is all there is."""
    note_confirmation(request, at=at)
    if _is_demo_sign_in(request) and is_staff(user):
        # The key of the session is as new as the sign-in.
        _open(request, device_id=DEMO, at=at)


def note_confirmation(request, *, at: datetime) -> None:
    request.session[_CONFIRMED] = at.timestamp()


def is_fresh(request, *, at: datetime) -> bool:
    """Whether the person has shown a short while ago who they are."""
    fresh_for = FRESH_FOR_IN_DEMO if is_open_by_demo(request) else FRESH_FOR
    return at.timestamp() - request.session.get(_CONFIRMED, 0) < fresh_for.total_seconds()


def is_open_by_demo(request) -> bool:
    return settings.STAFF_SECOND_FACTOR == DEMO and request.session.get(_BY) == DEMO


def why_ended(session, *, at: datetime) -> str | None:
    """TOO_LONG or IDLE where the time of a staff session is over."""
    if _SINCE not in session:
        return None
    if at.timestamp() - session[_SINCE] > LONGEST.total_seconds():
        return TOO_LONG
    if at.timestamp() - session[_SEEN] > LONGEST_IDLE.total_seconds():
        return IDLE
    return None


def note_visit(session, *, at: datetime) -> None:
    if _SEEN in session and at.timestamp() - session[_SEEN] > _NOTED_EVERY.total_seconds():
        session[_SEEN] = at.timestamp()


def has_shown_second_factor(request, user) -> bool:
    """Whether this session was opened by a device that the person still has."""
    by = request.session.get(_BY)
    if by is None:
        return False
    if by == DEMO:
        return is_open_by_demo(request) and _is_demo_sign_in(request)
    return device_of(user, by) is not None


def _is_demo_sign_in(request) -> bool:
    return settings.STAFF_SECOND_FACTOR == DEMO and request.session.get(BACKEND_SESSION_KEY) == DEMO_BACKEND
