"""What browsers may do with our pages, cookies, and what is logged. Taken in by base."""

import os
from urllib.parse import urlsplit

from config.env import env_bool, env_list

SELF = "'self'"
NONE = "'none'"

# The environment variable that turns a provider on, and where its sign-in happens.
_PROVIDERS = {
    "GOOGLE_KEY": ["https://accounts.google.com"],
    # On a phone the first leads to the second.
    "FACEBOOK_KEY": ["https://www.facebook.com", "https://m.facebook.com"],
    "X_KEY": ["https://twitter.com", "https://x.com"],
    "APPLE_CLIENT": ["https://appleid.apple.com"],
}


def _provider_origins() -> list[str]:
    """A sign-in button is a form that ends at the provider, so the address has to be allowed."""
    origins = [
        address for key, addresses in _PROVIDERS.items() if os.environ.get(key) for address in addresses
    ]
    endpoints = [
        os.environ.get(f"OIDC_{name.upper().replace('-', '_')}_ENDPOINT", "")
        for name in env_list("OIDC_PROVIDERS")
    ]
    if env_bool("DEMO"):
        endpoints.append(os.environ.get("DEMO_OIDC_URL", "http://localhost:9400"))
    return origins + [
        "{0.scheme}://{0.netloc}".format(urlsplit(endpoint)) for endpoint in endpoints if endpoint
    ]


# No nonce: a page with one could not be kept for everybody.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *_provider_origins()],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Wagtail's editor has inline scripts in four of its views, its menus and text
# fields bring their styles along as elements, and it shows previews in a frame.
# Everything else in it comes from this site too.
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "form-action": [SELF],
}
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Lax, not Strict: the way back from a sign-in provider has to carry the session.
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# To the console and nowhere else. Django would mail whole requests, with
# cookies and form fields, to the ADMINS.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "impersonal": {
            "()": "core.logs.ImpersonalFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "impersonal"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Refusals (403) and missing pages are warnings of this one.
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Every start and end of a task, and every saved page.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
