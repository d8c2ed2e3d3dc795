import pytest
from django.test import Client

from tests.factories.voting import make_user


@pytest.fixture(autouse=True)
def key_dir(settings, tmp_path):
    """Each test keeps its keys to itself."""
    settings.VOTING_KEY_DIR = tmp_path / "keys"
    return settings.VOTING_KEY_DIR


@pytest.fixture
def sign_in():
    """Gives a client that is signed in, as somebody new or as whoever is named."""

    def signed_in(user=None, **kwargs):
        client = Client(**kwargs)
        client.force_login(user or make_user())
        return client

    return signed_in
