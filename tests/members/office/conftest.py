import pytest

from tests.factories.members import make_user

BACKEND = "members.roles.RolesBackend"


@pytest.fixture
def operator():
    return make_user(email="operator@example.org", name="Isolde", groups=["Operators"])


@pytest.fixture
def as_staff(client):
    """The client, signed in with these groups."""

    def sign_in(*groups, **fields):
        client.force_login(make_user(email="staff@example.org", groups=groups, **fields), backend=BACKEND)
        return client

    return sign_in
