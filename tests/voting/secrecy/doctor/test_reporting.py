import logging
import resource
import sys
from logging.handlers import DatagramHandler
from types import SimpleNamespace

import pytest
from django.utils.log import AdminEmailHandler

from voting.plugins.secret.doctor import clocks, reporting


def found():
    return {finding.code: finding.blocks for finding in reporting.findings()}


@pytest.fixture(autouse=True)
def as_the_site_is_started(monkeypatch):
    """Without what the test tools add to the logs, and with the limit the handbook asks for."""
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (0, 0))


def test_nothing_is_wrong_with_the_settings_of_the_site():
    assert found() == {}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("DEBUG", True, "debug-on"),
        ("SESSION_SAVE_EVERY_REQUEST", True, "sessions-saved-each-time"),
        ("SESSION_SERIALIZER", "django.core.serializers.pickle.PickleSerializer", "session-serializer"),
    ],
)
def test_a_wrong_setting_is_found(settings, name, value, code):
    setattr(settings, name, value)
    assert found() == {code: True}


@pytest.fixture
def handled():
    """Gives a logger a handler for the time of a test."""
    added = []

    def add(name, handler):
        logging.getLogger(name).addHandler(handler)
        added.append((name, handler))

    yield add
    for name, handler in added:
        logging.getLogger(name).removeHandler(handler)


@pytest.mark.parametrize("html", [True, False])
def test_errors_that_are_mailed_are_found(settings, handled, html):
    handled("django.request", AdminEmailHandler(include_html=html))
    assert found() == {}
    settings.ADMINS = [("Office", "office@example.org")]
    assert found() == {"errors-mailed": True}


@pytest.mark.parametrize(
    ("style", "format"), [("%", "%(message)s %(request)s"), ("{", "{message} {request!r}")]
)
def test_a_format_that_writes_requests_is_found(handled, style, format):
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(format, style=style))
    handled("django.request", handler)
    assert found() == {"requests-logged": True}


def test_logged_statements_are_found():
    logger = logging.getLogger("django.db.backends")
    before = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        assert found() == {"queries-logged": True}
    finally:
        logger.setLevel(before)


def test_records_that_are_sent_away_are_told(handled):
    handled("django", DatagramHandler("localhost", 9))
    assert found() == {"logs-sent-elsewhere": False}


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({}, {"sentry-bodies", "sentry-variables"}),
        ({"max_request_body_size": "never"}, {"sentry-variables"}),
        ({"max_request_body_size": "small", "include_local_variables": False}, {"sentry-bodies"}),
        ({"max_request_body_size": "never", "include_local_variables": False}, set()),
    ],
)
@pytest.mark.parametrize("version", [1, 2])
def test_sentry_that_receives_ballots_is_found(monkeypatch, options, codes, version):
    client = SimpleNamespace(options={"dsn": "https://key@sentry.example.org/1", **options})
    old = SimpleNamespace(Hub=SimpleNamespace(current=SimpleNamespace(client=client)))
    new = SimpleNamespace(get_client=lambda: client)
    monkeypatch.setitem(sys.modules, "sentry_sdk", old if version == 1 else new)
    assert found() == dict.fromkeys(codes, True)


def test_sentry_that_was_not_started_receives_nothing(monkeypatch):
    client = SimpleNamespace(options={"dsn": None})
    monkeypatch.setitem(sys.modules, "sentry_sdk", SimpleNamespace(get_client=lambda: client))
    assert found() == {}


def test_other_programs_that_record_requests_are_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "newrelic", SimpleNamespace())
    assert found() == {"requests-recorded": False}


def test_dumps_of_memory_are_told(monkeypatch):
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert found() == {"core-dumps": False}


@pytest.mark.django_db
@pytest.mark.parametrize("seconds", [-3600, 6, 90])
def test_clocks_that_differ_are_found(monkeypatch, seconds):
    real = clocks.datetime

    class Shifted(real):
        @classmethod
        def now(cls, tz=None):
            return real.fromtimestamp(real.now().timestamp() + seconds, tz)

    monkeypatch.setattr(clocks, "is_synchronized", lambda: True)
    assert list(clocks.findings()) == []
    monkeypatch.setattr(clocks, "datetime", Shifted)
    (finding,) = clocks.findings()
    assert (finding.code, finding.blocks) == ("clock-differs", True)


@pytest.mark.django_db
@pytest.mark.parametrize(("answer", "code"), [(5, ["clock-unsynchronized"]), (0, []), (1, [])])
def test_a_clock_that_nothing_keeps_right_is_told(monkeypatch, answer, code):
    monkeypatch.setattr(clocks.ctypes, "CDLL", lambda name: SimpleNamespace(adjtimex=lambda timex: answer))
    assert [finding.code for finding in clocks.findings()] == code


@pytest.mark.django_db
def test_a_host_whose_kernel_cannot_be_asked_is_left_alone(monkeypatch):
    monkeypatch.setattr(clocks.ctypes, "CDLL", lambda name: SimpleNamespace())
    assert list(clocks.findings()) == []
