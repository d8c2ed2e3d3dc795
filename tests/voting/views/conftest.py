import pytest
from django.test import Client

from tests.factories.voting import make_user


@pytest.fixture
def sign_in():
    """A client that is signed in as somebody."""

    def signed_in(user=None, **kwargs):
        client = Client(**kwargs)
        client.force_login(user or make_user())
        return client

    return signed_in
