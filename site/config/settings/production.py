"""For a real installation: refuses to start without its secrets, and says which."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.env import env_bool, env_int, env_list
from config.settings.base import *  # noqa: F403 -- settings build on each other

_REQUIRED = {
    "SECRET_KEY": "signs sessions; at least 50 characters that nobody can guess",
    "ALLOWED_HOSTS": "the host names of the site, with commas between them",
    "SITE_URL": "where the site is to be found: https://...",
    "VOTING_KEY_DIR": "where the keys of secret votes are kept: outside the database, media and backups",
    "EMAIL_HOST": "the mail server that sends sign-in links and invitations",
    "DEFAULT_FROM_EMAIL": "the address that the site's mail comes from",
}


def _problems() -> list[str]:
    problems = [
        f"{name} is not set: {meaning}." for name, meaning in _REQUIRED.items() if not os.environ.get(name)
    ]
    if 0 < len(os.environ.get("SECRET_KEY", "")) < 50:
        problems.append("SECRET_KEY is shorter than 50 characters.")
    if "*" in env_list("ALLOWED_HOSTS"):
        problems.append("ALLOWED_HOSTS contains '*': name the hosts.")
    if os.environ.get("SITE_URL") and urlsplit(os.environ["SITE_URL"]).scheme != "https":
        problems.append("SITE_URL does not begin with https://.")
    if STAFF_SECOND_FACTOR != "required" and not env_bool("DEMO"):  # noqa: F405 -- settings build on each other
        problems.append('STAFF_SECOND_FACTOR is not "required": staff sign in with a second factor.')
    if env_bool("DEMO"):
        problems.append(
            "DEMO is set: it lets anybody sign in as anybody. Serve a demo with config.settings.demo."
        )
    return problems


if _found := _problems():
    raise ImproperlyConfigured("The site does not start like this:\n- " + "\n- ".join(_found))

SECRET_KEY = os.environ["SECRET_KEY"]
# Old keys, while sessions and links that they signed are still about.
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
CSRF_TRUSTED_ORIGINS = [SITE_URL]  # noqa: F405 -- settings build on each other

SECURE_SSL_REDIRECT = True
# Asked by load balancers from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# "preload" asks browsers to refuse plain HTTP for every subdomain for ever: the
# organization decides that by handing its domain in, not this file.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
# Only behind a proxy that sets the header itself: from anybody else it is a lie.
if env_bool("TRUST_PROXY_HEADERS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The prefix makes browsers refuse these cookies from subdomains and over plain HTTP.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
LANGUAGE_COOKIE_NAME = "__Host-language"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SOCIAL_AUTH_REDIRECT_IS_HTTPS = True

EMAIL_HOST = os.environ["EMAIL_HOST"]
EMAIL_PORT = env_int("EMAIL_PORT", 587)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ["DEFAULT_FROM_EMAIL"]
