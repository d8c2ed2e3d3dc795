"""Where sessions are kept: Django's own engine, with rows that know whose they are."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.exceptions import SuspiciousOperation
from django.utils import timezone

from members.domain.browsers import BROWSER_KEY, SYSTEM_KEY
from members.models.session import Session, stored_key

FIRST_SEEN_KEY = "first_seen_on"


class SessionStore(DatabaseStore):
    """Keys are hashed at rest, and a row says whose session it is and when it was last seen.

    The day of the last visit is written once a day: reading a session costs one
    query, as with Django's own engine. Django's asynchronous methods are not
    taught the hashed keys; to them every visitor is signed out.
    """

    @classmethod
    def get_model_class(cls):
        return Session

    def _get_session_from_db(self):
        try:
            return Session.objects.get(
                session_key=stored_key(self.session_key), expire_date__gt=timezone.now()
            )
        except (Session.DoesNotExist, SuspiciousOperation):
            self._session_key = None
            return None

    def load(self):
        row = self._get_session_from_db()
        if row is None:
            return {}
        if row.user_id and row.last_seen_on != timezone.localdate():
            self.modified = True
        return self.decode(row.session_data)

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
