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


def test_change_is_in_the_history(client, ana):
    _client(client, "Operators").post(
        f"/admin/members/edit/{ana.pk}/", _form(ana, memberships=[_stored(ana, cancelled_on="2026-05-01")])
    )
    change = ana.changes.get()
    assert change.source == "office"
    assert change.actor.email == "staff@example.org"
    assert change.changes["town"] == ["", "Lowell"]
    [membership] = [pair for key, pair in change.changes.items() if key.startswith("membership:")]
    assert "2026-05-01" in membership[1]


def test_saving_without_a_change_leaves_no_trace(client, ana):
    client = _client(client, "Operators")
    for _time in range(2):
        client.post(f"/admin/members/edit/{ana.pk}/", _form(ana, memberships=[_stored(ana)]))
    assert ana.changes.count() == 1


def test_new_member_begins_a_history(client, ana):
    form = _form(ana, memberships=[], emails=inline_formset([]), member_no="NEW-1")
    form["memberships-INITIAL_FORMS"] = "0"
    response = _client(client, "Operators").post("/admin/members/new/", form)
    member = Member.objects.get(member_no="NEW-1")
    assert response["Location"] == f"/admin/members/inspect/{member.pk}/"
    assert member.changes.get().changes["town"] == ["", "Lowell"]


def test_suspension_needs_a_reason_and_stays(client, ana):
    client = _client(client, "Operators")
    path = f"/admin/members/edit/{ana.pk}/"
    new = {"starts_on": "2026-02-01", "ends_on": "", "reason": ""}
    client.post(path, _form(ana, memberships=[_stored(ana)], suspensions=inline_formset([new])))
    assert not ana.suspensions.exists()
    client.post(
        path, _form(ana, memberships=[_stored(ana)], suspensions=inline_formset([{**new, "reason": "Fees"}]))
    )
    row = ana.suspensions.get()
    kept = {
        "id": row.pk,
        "starts_on": "2026-03-01",
        "ends_on": "2026-04-01",
        "reason": "Fees",
        "DELETE": "on",
    }
    page = client.post(
        path, _form(ana, memberships=[_stored(ana)], suspensions=inline_formset([kept], initial=1))
    )
    assert "A recorded suspension stays." in page.content.decode()
    del kept["DELETE"]
    client.post(path, _form(ana, memberships=[_stored(ana)], suspensions=inline_formset([kept], initial=1)))
    row.refresh_from_db()
    assert (row.starts_on, row.ends_on) == (date(2026, 2, 1), date(2026, 4, 1))


def test_old_addresses_hear_of_new_ones(client, ana, mailoutbox):
    email = ana.emails.get()
    other = inline_formset([{"id": email.pk, "address": "new@example.net", "is_primary": "on"}], initial=1)
    _client(client, "Operators").post(
        f"/admin/members/edit/{ana.pk}/", _form(ana, memberships=[_stored(ana)], emails=other)
    )
    assert [mail.to for mail in mailoutbox] == [["ana@example.org"]]
