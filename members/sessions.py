"""Where sessions are kept: Django's own engine, with rows that know whose they are."""

from functools import cache
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from core.prepared import prepared_cursor
from members.domain.browsers import BROWSER_KEY, SYSTEM_KEY
from members.models import Member, User
from members.models.session import Session, stored_key

FIRST_SEEN_KEY = "first_seen_on"
# What a request asks of the person who sends it. The rest is looked up where it is asked for.
_OF_USER = ("id", "password", "is_superuser", "email", "name", "is_staff", "is_active", "is_demo")


class SessionStore(DatabaseStore):
    """Keys are hashed at rest, and a row says whose session it is and when it was last seen.

    The day of the last visit is written once a day: reading a session costs one
    query, as with Django's own engine. Django's asynchronous methods are not
    taught the hashed keys; to them every visitor is signed out.
    """

    @classmethod
    def get_model_class(cls):
        return Session

    # The login that the session belongs to; None before it is loaded, and where there is none.
    owner: User | None = None

    def load(self):
        """One query, and it brings the login along, and by which reference the roll knows its member."""
        moment = connection.ops.adapt_datetimefield_value(timezone.now())
        with prepared_cursor() as cursor:
            cursor.execute(_reading(), [stored_key(self.session_key), moment])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        data, last_seen_on, member_ref, *of_user = row
        if of_user[0] is not None:
            self.owner = User.from_db(connection.alias, _OF_USER, of_user)
            self.owner.member_ref = str(UUID(str(member_ref))) if member_ref else None
            if last_seen_on != timezone.localdate():
                self.modified = True
        return self.decode(data)

    def exists(self, session_key):
        return super().exists(stored_key(session_key))

    def create_model_instance(self, data):
        today = timezone.localdate()
        return Session(
            session_key=stored_key(self._get_or_create_session_key()),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=int(data[SESSION_KEY]) if SESSION_KEY in data else None,
            browser=data.get(BROWSER_KEY, ""),
            system=data.get(SYSTEM_KEY, ""),
            first_seen_on=data.get(FIRST_SEEN_KEY) or today,
            last_seen_on=today,
        )

    def delete(self, session_key=None):
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=stored_key(key)).delete()


def get_user(request):
    """As `django.contrib.auth.get_user`: the person who sends a request, without a query of its own."""
    session = request.session
    try:
        user_id, backend, proof = (
            session[key] for key in (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY)
        )
    except KeyError:
        return auth.get_user(request)
    owner = session.owner
    if (
        owner is not None
        and owner.is_active
        and str(owner.pk) == user_id
        and backend in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(proof, owner.get_session_auth_hash())
    ):
        return owner
    # Everything out of the ordinary: signed with an old secret, switched off, gone.
    return auth.get_user(request)


@cache
def _reading() -> str:
    sessions, users, members = (model._meta.db_table for model in (Session, User, Member))
    of_user = ", ".join(f"u.{User._meta.get_field(name).column}" for name in _OF_USER)
    return (
        f"SELECT s.session_data, s.last_seen_on, m.ref, {of_user} FROM {sessions} s "
        f"LEFT JOIN {users} u ON u.id = s.user_id LEFT JOIN {members} m ON m.user_id = u.id "
        "WHERE s.session_key = %s AND s.expire_date > %s"
    )
