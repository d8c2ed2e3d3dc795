"""Settings of signing in that must not be wrong, told at start-up."""

from urllib.parse import urlsplit

import jwt
from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security)
def check_apple_key(app_configs, **kwargs):
    """A key that signs nothing would be found by the first member who chooses Apple."""
    if "apple-id" not in settings.SIGN_IN_PROVIDERS:
        return []
    try:
        jwt.encode({}, key=settings.SOCIAL_AUTH_APPLE_ID_SECRET, algorithm="ES256")
    except (ValueError, TypeError, jwt.PyJWTError):
        return [
            Error(
                "APPLE_SECRET is no private key that Apple gives out.",
                hint="Give the whole text of the .p8 file, with \\n for each end of a line.",
                id="members.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_providers_are_reached_by_tls(app_configs, **kwargs):
    """What a provider vouches for is worth nothing when anybody on the way can say it."""
    return [
        Error(
            f"The sign-in provider {name!r} is not reached by https.",
            hint="Change its _ENDPOINT in the environment.",
            id="members.E002",
        )
        for name, keys in settings.OIDC_PROVIDERS.items()
        if urlsplit(keys.get("OIDC_ENDPOINT", "")).scheme != "https"
    ]


@register(Tags.security)
def check_nobody_is_joined_by_address(app_configs, **kwargs):
    """A login is joined to a member in one place alone (`members.domain.joining`)."""
    wrong = [step for step in settings.SOCIAL_AUTH_PIPELINE if step.endswith("associate_by_email")]
    if not wrong and not getattr(settings, "SOCIAL_AUTH_ALLOW_UNVERIFIED_LEGACY_UID_MIGRATION", False):
        return []
    return [
        Error(
            "A provider that names an address could take over the login of somebody else.",
            hint="Take associate_by_email and ALLOW_UNVERIFIED_LEGACY_UID_MIGRATION out of the settings.",
            id="members.E003",
        )
    ]
