"""Who may look at members in the editor."""

import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.members import YEAR_2026, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_member(name="Ana Silveira-Knox", email="ana@example.org", periods=[YEAR_2026])


def _paths(member):
    return [
        "/admin/members/",
        "/admin/members/results/",
        f"/admin/members/edit/{member.pk}/",
        f"/admin/members/history/{member.pk}/",
    ]


def _client(client, *groups, **fields):
    client.force_login(
        make_user(email="staff@example.org", groups=groups, **fields),
        backend="members.roles.RolesBackend",
    )
    return client


@pytest.mark.parametrize(
    ("groups", "superuser", "code"),
    [
        (["Operators"], False, 200),
        ([], True, 200),
        (["Editors"], False, 403),
        (["Publishers"], False, 403),
        (["Tellers"], False, 403),
        (["Editors", "Publishers", "Tellers"], False, 403),
    ],
)
def test_view_members(client, ana, groups, superuser, code):
    _client(client, *groups, is_superuser=superuser)
    assert [client.get(path).status_code for path in _paths(ana)] == [code] * 4


def test_view_members_sends_a_member_without_role_to_sign_in(client, ana):
    _client(client)
    assert client.get("/admin/members/")["Location"] == "/en/sign-in/?next=/admin/members/"


def test_view_members_sends_visitors_to_sign_in(client, ana):
    assert client.get("/admin/members/")["Location"] == "/en/sign-in/?next=/admin/members/"


def test_refusal_is_logged_without_personal_data(client, ana, caplog):
    _client(client, "Editors")
    with caplog.at_level(logging.WARNING, logger="members"):
        page = client.get(f"/admin/members/edit/{ana.pk}/", {"q": "ana@example.org"}).content.decode()
    [record] = [record for record in caplog.records if record.name.startswith("members")]
    assert f"/admin/members/edit/{ana.pk}/" in record.getMessage()
    assert "@" not in record.getMessage()
    assert "Ana" not in page


def test_editors_find_no_members_anywhere_in_the_editor(client, ana):
    _client(client, "Editors")
    for path in ("/admin/", "/admin/reports/site-history/", "/admin/pages/search/?q=Ana"):
        assert "Silveira" not in client.get(path, follow=True).content.decode()


@pytest.mark.parametrize("query", ["Silveira", "ana@exam", "Ana", ""])
def test_list_finds_by_name_and_address(client, ana, query):
    other = make_member(name="Zoe Unrelated", email="zoe@example.net")
    _client(client, "Operators")
    page = client.get("/admin/members/", {"q": query}).content.decode()
    assert "Silveira-Knox" in page
    assert (other.last_name in page) is (query == "")


@pytest.mark.parametrize(
    ("value", "shown", "hidden"), [("yes", "Current", "Lapsed"), ("no", "Lapsed", "Current")]
)
def test_list_filters_by_standing(client, value, shown, hidden):
    make_member(name="One Current", periods=[(YEAR_2026[0], None)])
    make_member(name="Two Lapsed")
    _client(client, "Operators")
    page = client.get("/admin/members/results/", {"standing": value}).content.decode()
    assert shown in page
    assert hidden not in page


def test_list_takes_the_same_queries_for_every_length(client):
    _client(client, "Operators")
    counts = []
    for _ in range(3):
        for _ in range(3):
            make_member(email="x@example.org", periods=[YEAR_2026])
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/members/")
        counts.append(len(queries))
    assert counts[1] == counts[2]
