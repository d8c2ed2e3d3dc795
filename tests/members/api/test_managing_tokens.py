"""Tokens in the editor and on the command line."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.formats import date_format

from members.models import ApiToken
from tests.factories.members import make_user
from tests.members.api.calling import Program, make_token

pytestmark = pytest.mark.django_db
LIST = "/admin/api-tokens/"
NEW = "/admin/api-tokens/new/"


def _staff(client, *groups, **fields):
    user = make_user(email="staff@example.org", groups=groups, **fields)
    client.force_login(user, backend="members.roles.RolesBackend")
    return user


def _fields(**changes):
    day = (timezone.localdate() + timedelta(days=90)).isoformat()
    return {"name": "nationbuilder-sync", "expires_on": day} | changes


@pytest.mark.parametrize(
    ("groups", "superuser", "code"),
    [
        (["Operators"], False, 200),
        ([], True, 200),
        (["Editors"], False, 403),
        (["Publishers"], False, 403),
        (["Tellers"], False, 403),
    ],
)
def test_manage_api_tokens(client, groups, superuser, code):
    token, _ = make_token()
    _staff(client, *groups, is_superuser=superuser)
    paths = [LIST, f"{LIST}results/", NEW, f"{LIST}revoke/{token.pk}/"]
    assert [client.get(path).status_code for path in paths] == [code] * 4
    if code == 403:
        assert client.post(NEW, _fields()).status_code == 403
        assert client.post(f"{LIST}revoke/{token.pk}/").status_code == 403
        assert list(ApiToken.objects.values_list("revoked_at")) == [(None,)]


def test_new_token_is_shown_once_and_works(client):
    user = _staff(client, "Operators")
    page = client.post(NEW, _fields())
    text = page.context["token"]
    assert text in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert Program(text).get("kinds").status_code == 200
    token = ApiToken.objects.get()
    assert (token.scopes, token.created_by) == ({"read"}, user)
    shown = client.get(LIST).content.decode()
    assert token.prefix in shown and text not in shown
    assert date_format(token.expires_on) in shown and "Never" not in shown


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "Nation Builder"}, "name"),
        ({"name": "x" * 31}, "name"),
        ({"name": "taken"}, "name"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
        ({"expires_on": ""}, "expires_on"),
    ],
)
def test_token_that_makes_no_sense_is_not_made(client, changes, field):
    make_token(name="taken")
    _staff(client, "Operators")
    page = client.post(NEW, _fields(**changes))
    assert list(page.context["form"].errors) == [field]
    assert ApiToken.objects.count() == 1


def test_operator_revokes_a_token(client):
    token, text = make_token()
    _staff(client, "Operators")
    client.post(f"{LIST}revoke/{token.pk}/")
    assert Program(text).get("kinds").status_code == 401
    assert ApiToken.objects.get().revoked_at is not None
    page = client.get(LIST).content.decode()
    assert "Revoked" in page and f"revoke/{token.pk}/" not in page


def test_no_token_can_be_changed_or_deleted(client):
    token, _ = make_token()
    _staff(client, is_superuser=True)
    for view in ("edit", "delete", "history", "usage"):
        assert client.get(f"{LIST}{view}/{token.pk}/", follow=True).status_code == 404


def test_list_takes_the_same_queries_for_every_length(client, django_assert_max_num_queries):
    user = _staff(client, "Operators")
    make_token()
    ApiToken.objects.update(created_by=user)
    client.get(LIST)
    with django_assert_max_num_queries(100) as few:
        client.get(LIST)
    for number in range(3):
        make_token(name=f"token-{number}")
    ApiToken.objects.update(created_by=user)
    with django_assert_max_num_queries(len(few)):
        client.get(LIST)


def test_command_makes_a_token_that_works_and_prints_nothing_else_on_its_output():
    out = StringIO()
    call_command("make_api_token", "cron", write=True, stdout=out, stderr=StringIO())
    token = ApiToken.objects.get()
    assert (token.scopes, token.created_by) == ({"read", "write"}, None)
    assert token.expires_on == timezone.localdate() + timedelta(days=365)
    assert Program(out.getvalue().strip()).get("kinds").status_code == 200


@pytest.mark.parametrize("name", ["Cron", "taken", "x" * 31, ""])
def test_command_refuses_a_name_that_does_not_do(name):
    make_token(name="taken")
    with pytest.raises(CommandError):
        call_command("make_api_token", name, stderr=StringIO())
    assert ApiToken.objects.count() == 1


def test_command_revokes():
    _, text = make_token(name="cron")
    call_command("revoke_api_token", "cron", stdout=StringIO())
    assert Program(text).get("kinds").status_code == 401
    with pytest.raises(CommandError):
        call_command("revoke_api_token", "nobody")
