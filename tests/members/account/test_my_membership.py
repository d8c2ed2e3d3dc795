"""The page "My membership": how somebody stands, until when, and what is known about the person."""

from datetime import timedelta

import pytest
from django.utils import translation
from django.utils.formats import date_format
from wagtail.models import Site

from members.domain.sessions import sessions_of
from members.domain.standing_changes import next_change
from members.models import Chapter, ChapterMembership, Member, MembershipSettings, Suspension
from members.models.session import stored_key
from tests.factories.members import make_member, make_membership, make_tier, make_user
from tests.voting.views.pages import text_of

pytestmark = pytest.mark.django_db


def page(client, language="en"):
    return text_of(client.get(f"/{language}/account/"))


def day(moment):
    return date_format(moment, "DATE_FORMAT")


# --- the next day that changes anything ---------------------------------------------------------


def changes(member, on):
    found = next_change(Member.objects.with_standing().get(pk=member.pk), on)
    return (found.on, found.standing.status) if found else None


def test_next_day_is_the_one_after_the_last_day_paid(today):
    last = today + timedelta(days=30)
    member = make_member(periods=[(today, last)])
    assert changes(member, today) == (last + timedelta(days=1), "expired")
    assert changes(make_member(periods=[(today, None)]), today) is None


def test_days_of_grace_come_first_and_then_their_end(today):
    tier = make_tier(code="graceful", grace_days=10)
    last = today + timedelta(days=30)
    member = make_member(periods=[(today, last)], tier=tier)
    assert changes(member, today) == (last + timedelta(days=1), "grace")
    assert changes(member, last + timedelta(days=1)) == (last + timedelta(days=11), "expired")


def test_renewal_without_a_gap_changes_nothing_in_between(today):
    member = make_member(periods=[(today, today + timedelta(days=30))])
    make_membership(member, today + timedelta(days=31), today + timedelta(days=400))
    assert changes(member, today) == (today + timedelta(days=401), "expired")


def test_suspension_membership_to_come_and_cancelation_are_days_too(today):
    member = make_member(periods=[(today, None)])
    Suspension.objects.create(
        member=member, starts_on=today + timedelta(days=5), ends_on=today + timedelta(days=9)
    )
    assert changes(member, today) == (today + timedelta(days=5), "suspended")
    assert changes(member, today + timedelta(days=5)) == (today + timedelta(days=10), "current")
    coming = make_member(periods=[(today + timedelta(days=7), None)])
    assert changes(coming, today) == (today + timedelta(days=7), "current")
    canceled = make_member()
    make_membership(canceled, today, None, cancelled_on=today + timedelta(days=3))
    assert changes(canceled, today) == (today + timedelta(days=3), "cancelled")


@pytest.mark.parametrize("language", ["en", "es"])
def test_page_says_the_standing_the_day_and_what_comes(language, sign_in, ana, today):
    words = page(sign_in(ana.user), language)
    with translation.override(language):
        member = Member.objects.with_standing().get(pk=ana.pk)
        assert next_change(member, today).sentence() in words
        assert day(today) in words and day(today + timedelta(days=100)) in words


# --- what else stands there ---------------------------------------------------------------------


def test_link_for_renewing_is_a_setting_of_the_site(sign_in, ana):
    client = sign_in(ana.user)
    assert "Renew my membership" not in page(client)
    settings = MembershipSettings.for_site(Site.objects.get(is_default_site=True))
    settings.renewal_url = "https://dues.example.org/renew"
    settings.save()
    html = client.get("/en/account/").content.decode()
    assert 'href="https://dues.example.org/renew" rel="external noopener"' in html


def test_page_has_chapter_numbers_and_every_membership(sign_in, ana, today):
    chapter = Chapter.objects.create(code="west", name="Western chapter")
    ChapterMembership.objects.create(member=ana, chapter=chapter, starts_on=today)
    make_membership(ana, today - timedelta(days=800), today - timedelta(days=436))
    words = page(sign_in(ana.user))
    assert "Western chapter" in words and ana.member_no in words
    assert day(today - timedelta(days=436)) in words


def test_page_of_a_login_without_a_member_has_no_entry(sign_in):
    client = sign_in(make_user(name="Somebody"))
    words = page(client)
    assert "What we know about you" not in words and "Download my data" in words
    for address in ("data/", "mails/", "corrections/name/"):
        assert client.get(f"/en/account/{address}").status_code == 404


# --- devices ------------------------------------------------------------------------------------


def test_device_is_signed_out_from_another_one(sign_in, ana):
    here, there = sign_in(ana.user), sign_in(ana.user)
    assert "This device" in page(here)
    [other] = [each for each in sessions_of(ana.user) if each.pk not in _own(here)]
    here.post(f"/en/account/devices/{other.pk}/sign-out/")
    assert there.get("/en/account/").status_code == 302
    assert here.get("/en/account/").status_code == 200


def _own(client):
    return {stored_key(client.session.session_key)}


def test_device_of_somebody_else_is_left_alone(sign_in, ana, office):
    there = sign_in(office)
    [session] = sessions_of(office)
    assert sign_in(ana.user).post(f"/en/account/devices/{session.pk}/sign-out/").status_code == 404
    assert "_auth_user_id" in there.session


def test_signing_out_everywhere_ends_this_session_too(sign_in, ana):
    clients = [sign_in(ana.user) for _number in range(3)]
    clients[0].post("/en/account/sign-out-everywhere/")
    assert not sessions_of(ana.user).exists()
    assert all(client.get("/en/account/").status_code == 302 for client in clients)
