"""Where somebody is signed in, and ending that."""

from django.db.models import QuerySet

from members.models import Session, User
from members.models.session import stored_key


def sessions_of(user: User) -> QuerySet[Session]:
    """Every browser in which the login is signed in, the last one seen first.

    `session.device` says in words which one it is; `session.pk` names it to
    `sign_out_one` and is no secret: it is a hash of what the browser holds.
    """
    return Session.objects.filter(user=user).order_by("-last_seen_on", "-first_seen_on", "pk")


def sign_out_one(*, user: User, session_id: str) -> bool:
    """End one session of that login; False where it has no such session."""
    ended, _rows = Session.objects.filter(user=user, pk=session_id).delete()
    return bool(ended)


def sign_out_everywhere(*, user: User, except_key: str | None = None) -> int:
    """End every session of the login and say how many there were.

    `except_key`: the key of a session that goes on (`request.session.session_key`).
    """
    sessions = Session.objects.filter(user=user)
    if except_key:
        sessions = sessions.exclude(pk=stored_key(except_key))
    ended, _rows = sessions.delete()
    return ended
