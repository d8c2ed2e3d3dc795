"""Who may change members in the editor, and what stays."""

from datetime import date

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from members.models import Member, Membership
from tests.factories.members import YEAR_2026, make_member, make_tier, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_member(name="Ana Silveira-Knox", email="ana@example.org", periods=[YEAR_2026])


def _client(client, *groups):
    client.force_login(
        make_user(email="staff@example.org", groups=groups),
        backend="members.roles.RolesBackend",
    )
    return client


def _form(member, *, memberships, **fields):
    email = member.emails.get()
    return nested_form_data(
        {
            "member_no": member.member_no,
            "first_name": "Ana",
            "last_name": "Silveira-Knox",
            "display_name": "",
            "street": "",
            "postal_code": "",
            "phone": "",
            "town": "Lowell",
            "language": "es",
            "emails": inline_formset(
                [{"id": email.pk, "address": email.address, "is_primary": "on"}], initial=1
            ),
            "memberships": inline_formset(memberships, initial=1),
            "suspensions": inline_formset([]),
            "chapter_memberships": inline_formset([]),
            "external_ids": inline_formset([]),
            **fields,
        }
    )


def _stored(member, **changes):
    row = member.memberships.get(starts_on=YEAR_2026[0])
    return {
        "id": row.pk,
        "tier": row.tier_id,
        "starts_on": "2026-01-01",
        "expires_on": "2026-12-31",
        "cancelled_on": "",
        "source": "test",
        **changes,
    }


@pytest.mark.parametrize(
    ("groups", "changed"),
    [(["Operators"], True), (["Editors"], False), (["Publishers"], False), (["Tellers"], False)],
)
def test_change_members(client, ana, groups, changed):
    response = _client(client, *groups).post(
        f"/admin/members/edit/{ana.pk}/", _form(ana, memberships=[_stored(ana)])
    )
    assert response.status_code == (302 if changed else 403)
    ana.refresh_from_db()
    assert (ana.town == "Lowell") is changed


@pytest.mark.parametrize(("groups", "code"), [(["Operators"], 200), (["Editors"], 403), (["Tellers"], 403)])
def test_add_members(client, groups, code):
    assert _client(client, *groups).get("/admin/members/new/").status_code == code


def test_renewal_is_another_row(client, ana):
    new = {
        "tier": make_tier().pk,
        "starts_on": "2027-01-01",
        "expires_on": "2027-12-31",
        "cancelled_on": "",
        "source": "office",
    }
    _client(client, "Operators").post(
        f"/admin/members/edit/{ana.pk}/", _form(ana, memberships=[_stored(ana), new])
    )
    assert list(ana.memberships.values_list("starts_on", flat=True)) == [date(2027, 1, 1), date(2026, 1, 1)]


def test_recorded_period_is_not_overwritten(client, ana):
    _client(client, "Operators").post(
        f"/admin/members/edit/{ana.pk}/",
        _form(ana, memberships=[_stored(ana, expires_on="2036-12-31", cancelled_on="2026-05-01")]),
    )
    row = Membership.objects.get()
    assert row.expires_on == YEAR_2026[1]
    assert row.cancelled_on == date(2026, 5, 1)


def test_recorded_period_is_not_removed(client, ana):
    response = _client(client, "Operators").post(
        f"/admin/members/edit/{ana.pk}/", _form(ana, memberships=[_stored(ana, DELETE="on")])
    )
    assert Membership.objects.count() == 1
    assert "A recorded membership stays." in response.content.decode()


def test_nobody_deletes_a_member(client, ana):
    for user in (make_user(groups=["Operators"]), make_user(is_superuser=True)):
        client.force_login(user, backend="members.roles.RolesBackend")
        assert client.post(f"/admin/members/delete/{ana.pk}/").status_code == 403
    assert Member.objects.exists()


def test_login_of_a_member_is_not_on_the_form(client, ana):
    page = _client(client, "Operators").get(f"/admin/members/edit/{ana.pk}/").content.decode()
    assert 'name="user"' not in page
