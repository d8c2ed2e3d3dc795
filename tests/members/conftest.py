import oidc_provider_mock
import pytest
from django.core.cache import cache
from social_core.backends.utils import load_backends

from members.demo_people import ANA, BEN
from tests.members.provider import people


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture(scope="session")
def provider_server():
    """A real OpenID Connect provider in this process."""
    with oidc_provider_mock.run_server_in_thread(user_claims=people(ANA, BEN)) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def offer(settings):
    """Configure sign-in providers: `offer(name, backend, vouches=..., **keys)`."""
    settings.SIGN_IN_PROVIDERS = {}
    settings.OIDC_PROVIDERS = {}
    settings.AUTHENTICATION_BACKENDS = ["members.roles.RolesBackend"]

    def add(name, backend, *, vouches=False, **oidc):
        settings.SIGN_IN_PROVIDERS = {
            **settings.SIGN_IN_PROVIDERS,
            name: {"title": name.title(), "vouches": vouches},
        }
        if oidc:
            settings.OIDC_PROVIDERS = {**settings.OIDC_PROVIDERS, name: oidc}
        settings.AUTHENTICATION_BACKENDS = [backend, *settings.AUTHENTICATION_BACKENDS]
        load_backends(settings.AUTHENTICATION_BACKENDS, force_load=True)

    load_backends(settings.AUTHENTICATION_BACKENDS, force_load=True)
    yield add
    load_backends([], force_load=True)


@pytest.fixture
def demo_provider(offer, provider_server):
    offer(
        "demo-oidc",
        "members.backends.DemoOIDC",
        vouches=True,
        OIDC_ENDPOINT=provider_server,
        KEY="demo-site",
        SECRET="demo-secret",
    )
    return provider_server
