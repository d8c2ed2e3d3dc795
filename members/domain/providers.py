"""The sign-in providers that this site has keys for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Provider:
    """`vouches`: the site trusts it when it says that an address is verified."""

    name: str
    title: str
    vouches: bool


def configured_providers() -> list[Provider]:
    return [Provider(name, **facts) for name, facts in settings.SIGN_IN_PROVIDERS.items()]


def provider_title(name: str) -> str:
    """The title of a provider, also of one that is no longer configured."""
    return settings.SIGN_IN_PROVIDERS.get(name, {}).get("title", name)


def vouched_address(*, provider: str, claims: Mapping[str, Any]) -> str | None:
    """The address that a trusted provider says it has verified; None for everything less.

    Facebook has no such claim and X names no address: they never vouch.
    """
    if not settings.SIGN_IN_PROVIDERS.get(provider, {}).get("vouches"):
        return None
    address = claims.get("email")
    # The word "true" is not the value true: a provider that is careless here is not trusted.
    if claims.get("email_verified") is True and isinstance(address, str) and address:
        return address
    return None
