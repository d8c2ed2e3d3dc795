"""How people sign in: by a link in an e-mail, and by the providers that have keys in the environment."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from config.env import env_bool, env_list

# name: title, and whether the site believes it about verified addresses.
SIGN_IN_PROVIDERS: dict[str, dict] = {}
# Providers that speak OpenID Connect: name to keys, as `members.backends` reads them.
OIDC_PROVIDERS: dict[str, dict] = {}
AUTHENTICATION_BACKENDS: list[str] = []


def _offer(name, *, title, backend, vouches):
    SIGN_IN_PROVIDERS[name] = {"title": title, "vouches": vouches}
    AUTHENTICATION_BACKENDS.append(backend)


def _keys(prefix):
    """KEY and SECRET from the environment: both, or neither."""
    key, secret = os.environ.get(f"{prefix}_KEY", ""), os.environ.get(f"{prefix}_SECRET", "")
    if bool(key) != bool(secret):
        raise ImproperlyConfigured(f"Set both {prefix}_KEY and {prefix}_SECRET, or neither of them.")
    return key, secret


SOCIAL_AUTH_GOOGLE_OAUTH2_KEY, SOCIAL_AUTH_GOOGLE_OAUTH2_SECRET = _keys("GOOGLE")
if SOCIAL_AUTH_GOOGLE_OAUTH2_KEY:
    _offer(
        "google-oauth2",
        title="Google",
        backend="members.backends.Google",
        vouches=True,
    )

SOCIAL_AUTH_FACEBOOK_KEY, SOCIAL_AUTH_FACEBOOK_SECRET = _keys("FACEBOOK")
# A name to greet the person with. The address is not asked for: nobody vouches for it.
SOCIAL_AUTH_FACEBOOK_SCOPE = ["public_profile"]
SOCIAL_AUTH_FACEBOOK_PROFILE_EXTRA_PARAMS = {"fields": "id,name"}
if SOCIAL_AUTH_FACEBOOK_KEY:
    _offer("facebook", title="Facebook", backend="members.backends.Facebook", vouches=False)

SOCIAL_AUTH_TWITTER_OAUTH2_KEY, SOCIAL_AUTH_TWITTER_OAUTH2_SECRET = _keys("X")
if SOCIAL_AUTH_TWITTER_OAUTH2_KEY:
    _offer(
        "twitter-oauth2",
        title="X",
        backend="members.backends.X",
        vouches=False,
    )

# Apple has no lasting secret: each request is signed with a private key (the .p8 file).
_APPLE = {name: os.environ.get(f"APPLE_{name}", "").strip() for name in ("CLIENT", "TEAM", "KEY", "SECRET")}
if any(_APPLE.values()) and not all(_APPLE.values()):
    raise ImproperlyConfigured("Set APPLE_CLIENT, APPLE_TEAM, APPLE_KEY and APPLE_SECRET, or none of them.")
SOCIAL_AUTH_APPLE_ID_CLIENT = _APPLE["CLIENT"]
SOCIAL_AUTH_APPLE_ID_TEAM = _APPLE["TEAM"]
SOCIAL_AUTH_APPLE_ID_KEY = _APPLE["KEY"]
# One line with \n in it, where the environment holds no line breaks.
SOCIAL_AUTH_APPLE_ID_SECRET = _APPLE["SECRET"].replace("\\n", "\n")
if SOCIAL_AUTH_APPLE_ID_CLIENT:
    _offer("apple-id", title="Apple", backend="members.backends.Apple", vouches=False)

# OIDC_PROVIDERS=union,town and then OIDC_UNION_ENDPOINT, _KEY, _SECRET, _TITLE, _TRUSTED for each.
for _name in env_list("OIDC_PROVIDERS"):
    _prefix = f"OIDC_{_name.upper().replace('-', '_')}"
    if not _name.replace("-", "").isalnum() or not _name.isascii() or _name != _name.lower():
        raise ImproperlyConfigured(
            f"OIDC_PROVIDERS: {_name!r} may have small letters, digits and hyphens only."
        )
    if _name in SIGN_IN_PROVIDERS:
        raise ImproperlyConfigured(f"OIDC_PROVIDERS: the name {_name!r} is taken.")
    _key, _secret = _keys(_prefix)
    _endpoint = os.environ.get(f"{_prefix}_ENDPOINT", "").rstrip("/")
    if not (_key and _endpoint):
        raise ImproperlyConfigured(
            f"OIDC_PROVIDERS names {_name!r}: set {_prefix}_ENDPOINT, _KEY and _SECRET."
        )
    OIDC_PROVIDERS[_name] = {"OIDC_ENDPOINT": _endpoint, "KEY": _key, "SECRET": _secret}
    _offer(
        _name,
        title=os.environ.get(f"{_prefix}_TITLE", _name.title()),
        backend=f"members.backends.oidc_{_name.replace('-', '_')}",
        vouches=env_bool(f"{_prefix}_TRUSTED", False),
    )

# The provider of the demo lets anybody be anybody.
if env_bool("DEMO", False):
    OIDC_PROVIDERS["demo-oidc"] = {
        "OIDC_ENDPOINT": os.environ.get("DEMO_OIDC_URL", "http://localhost:9400").rstrip("/"),
        "KEY": "demo-site",
        "SECRET": "demo-secret",
    }
    _offer("demo-oidc", title=_("Demo sign-in"), backend="members.backends.DemoOIDC", vouches=True)

# Last: whoever was signed in by a link. It knows what groups may do, and no password.
AUTHENTICATION_BACKENDS.append("members.roles.RolesBackend")

SOCIAL_AUTH_LOGIN_REDIRECT_URL = reverse_lazy("members:account")
SOCIAL_AUTH_LOGIN_ERROR_URL = reverse_lazy("members:sign_in")
SOCIAL_AUTH_RAISE_EXCEPTIONS = False
SOCIAL_AUTH_SANITIZE_REDIRECTS = True
SOCIAL_AUTH_REDIRECT_IS_HTTPS = os.environ.get("SITE_URL", "").startswith("https://")
# The language of the sign-in page, for what is said after the way through the provider.
SOCIAL_AUTH_FIELDS_STORED_IN_SESSION = ["sign_in_language"]
# No step looks a login up by address, none copies a provider's fields into our
# user, and none stores tokens: all that is kept is the provider's id for the person.
SOCIAL_AUTH_PIPELINE = (
    "social_core.pipeline.social_auth.social_details",
    "social_core.pipeline.social_auth.social_names",
    "social_core.pipeline.social_auth.social_uid",
    "social_core.pipeline.social_auth.auth_allowed",
    "social_core.pipeline.social_auth.social_user",
    "members.pipeline.make_login",
    "social_core.pipeline.social_auth.associate_user",
    "members.pipeline.join_member",
)
# A second fence, should a step that copies fields ever be added.
SOCIAL_AUTH_PROTECTED_USER_FIELDS = [
    "email",
    "name",
    "is_staff",
    "is_superuser",
    "is_active",
    "is_demo",
    "groups",
    "user_permissions",
    "password",
    "last_login",
    "date_joined",
    "member",
]

WAGTAIL_FRONTEND_LOGIN_URL = "members:sign_in"
WAGTAILADMIN_LOGIN_URL = "members:sign_in"
# Staff sign in like everybody else; the office sets nobody's password.
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False

# Who has a right of staff shows a second factor: "required". In a demo, where anybody
# may be anybody, the demo's own sign-in does: "demo". For tests of other things: "off".
STAFF_SECOND_FACTOR = "demo" if env_bool("DEMO", False) else "required"
# Who asks again before a grave step (core.views.fresh).
FRESH_CONFIRMATION = "members.staff_access.confirming.ask_to_confirm"

# Passkeys and security keys belong to the host of the site for good. Browsers know
# them on https and on this machine alone.
_origin = urlsplit(os.environ.get("SITE_URL", "http://localhost:8000"))
_is_local = _origin.hostname == "localhost"
OTP_WEBAUTHN_RP_ID = _origin.hostname or "localhost"
OTP_WEBAUTHN_RP_NAME = "Progressive Massachusetts"
OTP_WEBAUTHN_ALLOWED_ORIGINS = [
    f"{_origin.scheme}://{_origin.netloc}"
    if _origin.scheme == "https" or _is_local
    else f"https://{_origin.netloc}"
]
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False

# Our own rows: they know whose session it is, and on which kind of device.
SESSION_ENGINE = "members.sessions"
# Two weeks after the last day the person was here.
SESSION_COOKIE_AGE = 14 * 24 * 3600
