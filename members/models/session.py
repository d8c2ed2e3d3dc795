import hashlib

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def stored_key(session_key: str) -> str:
    """What the database holds in place of the key in the cookie: 160 bits of its hash."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class Session(AbstractBaseSession):
    """One browser that is signed in, or has something to remember for a moment.

    Kept as short as it can be: which kind of browser, and days. No network
    address, no version, no place. `session_key` is a hash of the key in the
    cookie, so that a copy of the database signs nobody in.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="sessions"
    )
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)
    first_seen_on = models.DateField()
    last_seen_on = models.DateField()

    class Meta(AbstractBaseSession.Meta):
        verbose_name = gettext_lazy("session")
        verbose_name_plural = gettext_lazy("sessions")
        default_permissions = ()

    def __str__(self):
        return self.device

    @property
    def device(self) -> str:
        """What it is, in words that its owner recognizes."""
        if self.browser and self.system:
            return _("%(browser)s on %(system)s") % {"browser": self.browser, "system": self.system}
        return self.browser or self.system or _("A device we do not know")

    @classmethod
    def get_session_store_class(cls):
        # The engine imports this model.
        from members.sessions import SessionStore  # noqa: PLC0415 -- see above

        return SessionStore
