"""The sign-in providers: each with `state`, and with PKCE or a nonce, so that an answer meant for one
browser is worth nothing in another."""

import secrets
from functools import cache

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from social_core.backends.apple import AppleIdAuth
from social_core.backends.facebook import FacebookOAuth2
from social_core.backends.google import GoogleOAuth2
from social_core.backends.oauth import BaseOAuth2PKCE
from social_core.backends.open_id_connect import OpenIdConnectAuth
from social_core.backends.twitter_oauth2 import TwitterOAuth2
from social_core.exceptions import AuthResponseError

# What comes back from a provider through the browser, and nothing else of it.
_ANSWER = ("code", "state", "error")


class Google(GoogleOAuth2, BaseOAuth2PKCE):
    pass


class Facebook(FacebookOAuth2, BaseOAuth2PKCE):
    # Facebook's own way of fetching the token knows no verifier; the ordinary one does.
    auth_complete = BaseOAuth2PKCE.auth_complete


class X(TwitterOAuth2):
    # RFC 7636: written large, and 43 characters at least.
    PKCE_DEFAULT_CODE_CHALLENGE_METHOD = "S256"
    PKCE_DEFAULT_CODE_VERIFIER_LENGTH = 43


class Apple(AppleIdAuth):
    """Apple names no PKCE, so the identity token carries a nonce of this browser's session.

    It is asked for nothing but its number of the person: with a wish for more
    Apple answers by a form from its own site, to which browsers send no
    session. Should it answer so all the same, the form is turned into an
    ordinary address.
    """

    SCOPE_SEPARATOR = " "
    # A client secret is made for each sign-in; it need not outlive it.
    TOKEN_TTL_SEC = 300

    def auth_params(self, state=None):
        params = super().auth_params(state)
        nonce = secrets.token_urlsafe(16)
        key = self.transaction_key(state)
        self.strategy.session_set(key, {**self.strategy.session_get(key), "nonce": nonce})
        return {**params, "nonce": nonce}

    def auth_complete(self, *args, **kwargs):
        request = self.strategy.request
        if request.method == "POST":
            answer = {name: request.POST[name] for name in _ANSWER if name in request.POST}
            response = HttpResponseRedirect(f"{request.path}?{urlencode(answer)}")
            # "See other": the browser asks again by GET, and then sends the session along.
            response.status_code = 303
            return response
        return super().auth_complete(*args, **kwargs)

    def decode_id_token(self, id_token):
        claims = super().decode_id_token(id_token)
        expected = (self._oauth2_transaction or {}).get("nonce", "")
        if not expected or not constant_time_compare(expected, str(claims.get("nonce", ""))):
            raise AuthResponseError(self, code="nonce_mismatch", claim="nonce", stage="token_validation")
        return claims


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
