"""The devices of django-otp, kept more carefully: what is in the database is of no use without SECRET_KEY."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from members.domain import at_rest

# A wrong code makes the next one wait 1, 2, 4 ... seconds; after this many, 17 minutes, and no longer:
# a person who is sure of the code is let in the same day, and guessing six digits takes years.
MOST_COUNTED_FAILURES = 11


class BackOff:
    """django-otp's back-off without its last step, which is to wait for a hundred years."""

    def throttle_increment(self, commit=True):
        super().throttle_increment(commit=False)
        self.throttling_failure_count = min(self.throttling_failure_count, MOST_COUNTED_FAILURES)
        if commit:
            self.save()


class AuthenticatorApp(BackOff, TOTPDevice):
    """An app that shows six digits; its secret is closed at rest."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("authenticator app")
        verbose_name_plural = _("authenticator apps")

    @property
    def bin_key(self) -> bytes:
        return at_rest.reopen(self.key)

    def verify_token(self, token) -> bool:
        try:
            verified = super().verify_token(token)
        except at_rest.NotOurs:
            # The secret is lost with the key that closed it: another operator has to reset the person.
            return False
        if verified and not at_rest.is_closed_by_current_key(self.key):
            # SECRET_KEY is a new one: from now on the old one is not needed for this app.
            self.key = at_rest.close(self.bin_key)
            self.save(update_fields=["key"])
        return verified


class RecoveryCodes(BackOff, StaticDevice):
    """Ten codes for the day when everything else is lost, each good once; hashed at rest."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("recovery codes")
        verbose_name_plural = _("recovery codes")

    def verify_token(self, token) -> bool:
        hashes = [
            self.hash_of(token, key=key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        ]
        stored = self.token_set.filter(token__in=hashes).values_list("token", flat=True).first()
        # A hash that nobody has counts as a failure, as any wrong code does.
        return super().verify_token(stored or hashes[0])

    def hash_of(self, code: str, *, key: str) -> str:
        """The person's number is part of it: equal codes of two people have two hashes."""
        return at_rest.keyed_hash(f"{self.user_id}:{code}", key=key)
