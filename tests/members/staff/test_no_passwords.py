"""Nobody signs in by a password, at no door; the first operator comes by a link from the command line."""

import re
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from members.models import User
from members.models.second_factor import AuthenticatorApp
from tests.factories.members import make_member, make_user
from tests.members.staff.people import both_factors, first_factor, make_staff

pytestmark = pytest.mark.django_db


def output(command, *args, **options):
    out = StringIO()
    call_command(command, *args, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def sign_in_by(link) -> Client:
    client = Client()
    path = re.search(r"/en/sign-in/link/\S+/", link)[0]
    assert client.get(path).status_code == 200
    client.post(path)
    return client


@pytest.mark.parametrize("path", ["/admin/login/?next=/admin/pages/", "/en/_util/login/?next=/admin/pages/"])
def test_doors_of_packages_lead_to_the_sign_in(client, path):
    assert client.get(path)["Location"] == "/en/sign-in/?next=/admin/pages/"
    response = client.post(path, {"username": "a@example.org", "password": "secret"})
    assert response["Location"].startswith("/en/sign-in/")


def test_there_is_no_password_to_reset_or_change():
    boss, app = make_staff(is_superuser=True)
    client = both_factors(boss, app)
    assert client.get("/admin/password_reset/", follow=True).status_code == 404
    assert 'type="password"' not in client.get("/admin/account/").content.decode()


def test_right_password_signs_nobody_in(rf):
    make_user(email="old@example.org", password="secret", is_superuser=True)
    for name in ("username", "email"):
        assert authenticate(rf.post("/"), **{name: "old@example.org"}, password="secret") is None


def test_command_of_django_points_to_ours():
    with pytest.raises(CommandError, match="make_operator"):
        call_command("createsuperuser")


def test_first_operator_signs_in_by_a_printed_link_and_sets_up_a_second_factor():
    link = output("make_operator", "first@example.org", name="Isolde")
    client = sign_in_by(link)
    user = User.objects.get()
    assert (user.email, user.name, user.is_superuser) == ("first@example.org", "Isolde", False)
    assert [group.name for group in user.groups.all()] == ["Operators"]
    assert client.get("/admin/")["Location"].startswith("/en/account/second-factor/?next=")
    # Once.
    assert first_factor(make_user()).get(re.search(r"/en/sign-in/link/\S+/", link)[0]).status_code == 302


def test_superuser_is_made_by_saying_so_and_twice_is_once():
    for _ in range(2):
        output("make_operator", "first@example.org", superuser=True)
    assert User.objects.get().is_superuser


def test_member_becomes_an_operator_with_the_login_the_member_has():
    member = make_member(email="ana@example.org", user=make_user())
    output("make_operator", "ANA@example.org")
    assert User.objects.get().groups.get().name == "Operators"
    assert User.objects.get() == member.user


def test_link_for_a_day_without_mail():
    make_user(email="op@example.org", groups=["Operators"])
    client = sign_in_by(output("make_sign_in_link", "op@example.org"))
    assert client.get("/en/account/").status_code == 200
    assert mail.outbox == []


@pytest.mark.parametrize("command", ["make_sign_in_link", "reset_second_factor"])
def test_address_that_nobody_has_is_an_error(command):
    with pytest.raises(CommandError):
        call_command(command, "nobody@example.org")


# --- lost everything ---------------------------------------------------------------------------

RESET = "/admin/users/reset-second-factor/{}/"


def test_another_operator_resets_and_the_person_begins_anew():
    lost, lost_app = make_staff(email="lost@example.org")
    operator, app = make_staff()
    old = both_factors(lost, lost_app)
    client = both_factors(operator, app)
    assert RESET.format(lost.pk) in client.get(f"/admin/users/edit/{lost.pk}/").content.decode()
    assert "Call the person" in client.get(RESET.format(lost.pk)).content.decode()
    mail.outbox.clear()
    client.post(RESET.format(lost.pk))
    assert not AuthenticatorApp.objects.filter(user=lost).exists()
    assert old.get("/en/account/").status_code == 302
    assert [message.to for message in mail.outbox] == [["lost@example.org"]]
    assert "Second factor reset" in client.get(f"/admin/users/history/{lost.pk}/").content.decode()
    assert first_factor(lost).get("/admin/")["Location"].startswith("/en/account/second-factor/?")


@pytest.mark.parametrize("who", ["self", "superuser"])
def test_operator_resets_neither_own_nor_a_superuser(who):
    operator, app = make_staff()
    boss, _boss_app = make_staff(is_superuser=True)
    target = operator if who == "self" else boss
    assert both_factors(operator, app).post(RESET.format(target.pk)).status_code == 403
    assert AuthenticatorApp.objects.count() == 2


@pytest.mark.parametrize("group", ["Editors", "Tellers"])
def test_other_staff_reset_nobody(group):
    lost, _app = make_staff()
    user, app = make_staff(group)
    assert both_factors(user, app).post(RESET.format(lost.pk)).status_code == 403
    assert AuthenticatorApp.objects.count() == 2


def test_command_resets_where_no_operator_is_left():
    make_staff(email="op@example.org")
    assert "1 taken away" in output("reset_second_factor", "op@example.org")
    assert not AuthenticatorApp.objects.exists()
