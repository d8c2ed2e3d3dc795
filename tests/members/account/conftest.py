from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.members import make_member, make_user


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def ana(today):
    """A member in good standing with a login."""
    return make_member(
        name="Ana Silveira-Knox",
        email="ana@example.org",
        periods=[(today - timedelta(days=100), today + timedelta(days=100))],
        user=make_user(name="ana"),
    )


@pytest.fixture
def office():
    """Somebody in the office."""
    return make_user(email="office@example.org", name="Olive", groups=["Operators"])


@pytest.fixture
def sign_in():
    """Gives a client that is signed in as somebody."""

    def signed_in(user):
        client = Client()
        client.force_login(user, backend="members.roles.RolesBackend")
        return client

    return signed_in
