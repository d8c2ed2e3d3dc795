import pytest
from django.contrib.auth.models import Group

from members.models import User
from tests.factories.members import make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client):
    client.force_login(
        make_user(email="op@example.org", groups=["Operators"]),
        backend="members.roles.RolesBackend",
    )
    return client


def test_operator_makes_a_login_with_a_role_and_without_a_password(operator):
    editors = Group.objects.get(name="Editors")
    page = operator.get("/admin/users/new/").content.decode()
    assert "password" not in page
    operator.post(
        "/admin/users/new/",
        {"email": "noor@example.org", "name": "Noor", "groups": [editors.pk], "is_superuser": "on"},
    )
    noor = User.objects.get(email="noor@example.org")
    assert noor.groups.get() == editors
    assert not noor.has_usable_password()
    assert not noor.is_superuser


def test_list_of_logins_opens_and_finds_by_name(operator):
    make_user(name="Noor Ashgrove-Tran")
    assert "Noor" in operator.get("/admin/users/", {"q": "ashgrove"}).content.decode()


def test_login_without_address_is_saved_without_address(operator):
    user = make_user(name="Came by a provider")
    operator.post(f"/admin/users/edit/{user.pk}/", {"email": "", "name": "New name", "is_active": "on"})
    user.refresh_from_db()
    assert (user.name, user.email) == ("New name", None)


def test_operator_cannot_set_the_address_of_a_members_login(operator):
    user = make_user()
    make_member(user=user)
    operator.post(
        f"/admin/users/edit/{user.pk}/", {"email": "op2@example.org", "name": "X", "is_active": "on"}
    )
    user.refresh_from_db()
    assert user.email is None


def test_operator_cannot_change_a_superuser(operator):
    boss = make_user(email="boss@example.org", is_superuser=True)
    path = f"/admin/users/edit/{boss.pk}/"
    assert operator.get(path).status_code == 403
    assert operator.post(path, {"email": "op2@example.org", "name": "X"}).status_code == 403
    boss.refresh_from_db()
    assert boss.email == "boss@example.org"


@pytest.mark.parametrize("group", ["Editors", "Publishers", "Tellers"])
def test_others_reach_no_logins(client, group):
    client.force_login(make_user(groups=[group]), backend="members.roles.RolesBackend")
    assert client.get("/admin/users/").status_code == 403
    assert client.get("/admin/users/new/").status_code == 403
