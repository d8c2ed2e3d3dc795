"""Sign-in by any provider that speaks OpenID Connect."""

from functools import cache

from django.conf import settings
from social_core.backends.open_id_connect import OpenIdConnectAuth


class SiteOIDC(OpenIdConnectAuth):
    """Reads its keys from `settings.OIDC_PROVIDERS`; always with PKCE."""

    name = ""
    DEFAULT_USE_PKCE = True

    def setting(self, name, default=None):
        own = settings.OIDC_PROVIDERS.get(self.name, {})
        return own[name] if name in own else super().setting(name, default)


class DemoOIDC(SiteOIDC):
    """The provider of the demo: `manage.py demo_sign_in_provider`."""

    name = "demo-oidc"


@cache
def _backend(attribute: str, name: str) -> type[SiteOIDC]:
    # The login remembers its backend by this path, so the class is called like the attribute.
    return type(attribute, (SiteOIDC,), {"name": name, "__module__": __name__})


def __getattr__(attribute: str):
    """`oidc_<name>` is the backend of a provider in the settings."""
    for name in settings.OIDC_PROVIDERS:
        if attribute == f"oidc_{name.replace('-', '_')}":
            return _backend(attribute, name)
    raise AttributeError(attribute)
