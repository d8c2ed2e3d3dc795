"""What is kept for how long, and that it is gone afterwards."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Locale

from config.env import env_days
from core import retention
from core.kept import remove_sessions
from members.models import Session
from tests.support.fingerprints import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_rules(monkeypatch):
    """No rules but those of the test."""
    monkeypatch.setattr(retention, "_rules", {})


def _session(key, hours, now):
    today = timezone.localdate(now)
    Session.objects.create(
        session_key=key,
        session_data="",
        expire_date=now + timedelta(hours=hours),
        first_seen_on=today,
        last_seen_on=today,
    )


def _task(status, days, now):
    row = DBTaskResult.objects.create(
        task_path="x",
        args_kwargs={},
        status=status,
        run_after=now,
        backend_name="default",
        queue_name="default",
    )
    DBTaskResult.objects.filter(pk=row.pk).update(finished_at=now - timedelta(days=days))
    return row.pk


def test_rule_is_given_the_moment_before_which_things_are_too_old(own_rules, settings):
    now, asked = timezone.now(), []
    retention.keep("letters", days=3, clean=lambda before: asked.append(before) or 7)
    assert retention.clean_up(at=now) == ({"letters": 7}, [])
    settings.RETENTION_DAYS = {"letters": 10}
    retention.clean_up(at=now)
    assert asked == [now - timedelta(days=3), now - timedelta(days=10)]


def test_rule_that_fails_undoes_itself_and_leaves_the_others_alone(own_rules, caplog):
    def breaks(before):
        Locale.objects.create(language_code="fr")
        raise RuntimeError("about ana@example.org")

    retention.keep("breaks", days=1, clean=breaks)
    retention.keep("works", days=1, clean=lambda before: 2)
    with caplog.at_level(logging.ERROR):
        assert retention.clean_up(at=timezone.now()) == ({"works": 2}, ["breaks"])
    assert not Locale.objects.filter(language_code="fr").exists()
    assert "breaks failed: RuntimeError" in caplog.text and "ana@" not in caplog.text
    with pytest.raises(CommandError, match="breaks"):
        call_command("clean_up", stdout=StringIO())


def test_name_of_a_rule_is_taken_once(own_rules):
    retention.keep("letters", days=3, clean=lambda before: 0)
    with pytest.raises(ValueError, match="letters"):
        retention.keep("letters", days=4, clean=lambda before: 0)


def test_dry_run_changes_nothing():
    now = timezone.now()
    _session("ended", -1, now)
    out = StringIO()
    call_command("clean_up", dry_run=True, stdout=out)
    assert "ended-sessions: 1" in out.getvalue()
    assert Session.objects.count() == 1
    call_command("clean_up", stdout=out)
    assert Session.objects.count() == 0


def test_sessions_that_go_on_stay():
    now = timezone.now()
    _session("ended", -1, now)
    _session("current", 1, now)
    assert remove_sessions(now) == 1
    assert list(Session.objects.values_list("session_key", flat=True)) == ["current"]


def test_tasks_go_after_a_day_and_failed_ones_after_two_weeks():
    now = timezone.now()
    fresh = _task("SUCCESSFUL", 0, now)
    _task("SUCCESSFUL", 2, now)
    failed = _task("FAILED", 13, now)
    _task("FAILED", 15, now)
    waiting = DBTaskResult.objects.create(
        task_path="x",
        args_kwargs={},
        status="READY",
        run_after=now,
        backend_name="default",
        queue_name="default",
    ).pk
    retention.clean_up(at=now)
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {fresh, failed, waiting}


def test_every_rule_is_in_the_table_of_the_operators_with_its_span():
    page = (ROOT / "docs" / "operating.md").read_text()
    for rule in retention.rules():
        assert f"| `{rule.name}` | {rule.days} " in page, f"docs/operating.md does not say {rule.name}"


def test_list_says_the_spans_that_hold(settings):
    settings.RETENTION_DAYS = {"ended-sessions": 5}
    out = StringIO()
    call_command("clean_up", list=True, stdout=out)
    assert "ended-sessions: 5 days" in out.getvalue()


def test_span_for_a_rule_that_nobody_has_is_an_error(settings):
    settings.RETENTION_DAYS = {"ended-sesions": 5}
    assert [error.id for error in run_checks() if error.id == "core.E005"] == ["core.E005"]


@pytest.mark.parametrize("said", ["x", "x=", "x=-1", "x=a", "=,="])
def test_span_that_is_no_number_is_refused(monkeypatch, said):
    monkeypatch.setenv("SPANS", said)
    with pytest.raises(ImproperlyConfigured, match="SPANS"):
        env_days("SPANS")


def test_spans_are_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("SPANS", "letters=3, mails = 40")
    assert env_days("SPANS") == {"letters": 3, "mails": 40}
    monkeypatch.delenv("SPANS")
    assert env_days("SPANS") == {}
