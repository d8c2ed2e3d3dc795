from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from core import retention
from members.models import Session

pytestmark = pytest.mark.django_db


def test_page_is_published_when_its_time_has_come(monkeypatch):
    now = timezone.now()
    home = Page.objects.get(depth=2)
    for title, hours in (("due", 1), ("later", 3)):
        page = home.add_child(instance=Page(title=title, slug=title, live=False))
        page.go_live_at = now + timedelta(hours=hours)
        page.save_revision().publish()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=2))
    call_command("run_upkeep")
    assert {page.title: page.live for page in home.get_children()} == {"due": True, "later": False}


def test_upkeep_cleans_up():
    today = timezone.localdate()
    for key, hours in (("ended", -1), ("current", 1)):
        Session.objects.create(
            session_key=key,
            session_data="",
            expire_date=timezone.now() + timedelta(hours=hours),
            first_seen_on=today,
            last_seen_on=today,
        )
    call_command("run_upkeep")
    assert list(Session.objects.values_list("session_key", flat=True)) == ["current"]


def test_cleaning_that_fails_does_not_keep_pages_from_being_published(monkeypatch):
    def breaks(before):
        raise RuntimeError

    rule = retention.Rule("breaks", 1, breaks)
    monkeypatch.setattr(retention, "_rules", {"breaks": rule})
    call_command("run_upkeep")
