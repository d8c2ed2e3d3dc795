"""Settings of a real PostgreSQL server, and what the role of the web process has in it."""

import uuid

import pytest

from tests.drill.running import play
from voting.plugins.secret.doctor import postgresql_settings

SCENES = "tests.voting.secrecy.doctor.postgresql_scenes"

# As they are on a server that betrays nobody.
WELL = {
    "archive_mode": "off",
    "auto_explain.log_min_duration": "",
    "data_checksums": "on",
    "fsync": "on",
    "full_page_writes": "on",
    "log_duration": "off",
    "log_error_verbosity": "terse",
    "log_min_duration_sample": "-1",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_transaction_sample_rate": "0",
    "pgaudit.log": "",
    "synchronous_commit": "on",
    "track_commit_timestamp": "off",
}
# What a database can be told for itself: each is really set, and met by a new session.
FOR_A_DATABASE = [
    ("log_statement", "mod", "postgres-logs-statements"),
    ("log_statement", "all", "postgres-logs-statements"),
    ("log_min_duration_statement", "0", "postgres-logs-slow-statements"),
    ("log_min_duration_statement", "1000", "postgres-logs-slow-statements"),
    ("log_min_duration_sample", "100", "postgres-logs-sampled-statements"),
    ("log_transaction_sample_rate", "0.5", "postgres-logs-sampled-transactions"),
    ("log_duration", "on", "postgres-logs-durations"),
    ("log_error_verbosity", "default", "postgres-logs-details"),
    ("log_error_verbosity", "verbose", "postgres-logs-details"),
    ("log_parameter_max_length_on_error", "-1", "postgres-logs-parameters"),
    ("log_parameter_max_length_on_error", "100", "postgres-logs-parameters"),
    ("log_min_error_statement", "error", "postgres-logs-failed-statements"),
    ("synchronous_commit", "off", "postgres-synchronous-commit"),
]
# What only a restart of the server, or a module that the tests lack, can bring about.
FOR_A_SERVER = [
    ("track_commit_timestamp", "on", "postgres-commit-times"),
    ("fsync", "off", "postgres-fsync"),
    ("full_page_writes", "off", "postgres-full-page-writes"),
    ("data_checksums", "off", "postgres-checksums"),
    ("auto_explain.log_min_duration", "0", "postgres-auto-explain"),
    ("archive_mode", "on", "postgres-archive"),
    ("archive_mode", "always", "postgres-archive"),
    ("pgaudit.log", "write, ddl", "postgres-audit"),
]
ADVICE = {"postgres-logs-failed-statements", "postgres-checksums", "postgres-archive"}
postgres_only = pytest.mark.parametrize("drill_site", ["postgres"], indirect=True)


@postgres_only
def test_a_setting_that_betrays_voters_or_loses_ballots_is_found(drill_site):
    told = [[name, value] for name, value, _code in FOR_A_DATABASE]
    found = play(drill_site, SCENES, "with_each_setting", told=told)
    assert found["before"] == []
    for (name, value, code), codes in zip(FOR_A_DATABASE, found["with"], strict=True):
        assert codes == [[code, code not in ADVICE]], (name, value)
    assert found["after"] == []


@pytest.mark.parametrize(("name", "value", "code"), FOR_A_SERVER)
def test_a_setting_of_the_whole_server_is_found(monkeypatch, name, value, code):
    monkeypatch.setattr(postgresql_settings, "_everybodys_values", lambda: iter([WELL | {name: value}]))
    monkeypatch.setattr(postgresql_settings, "_copies_elsewhere", lambda: False)
    found = [(finding.code, finding.blocks) for finding in postgresql_settings.findings()]
    assert found == [(code, code not in ADVICE)]


@postgres_only
def test_a_server_that_copies_elsewhere_is_told(drill_site):
    assert play(drill_site, SCENES, "with_a_slot") == [["postgres-replicas", False]]


@postgres_only
def test_settings_of_the_web_role_are_looked_at_too(drill_site):
    role = f"web_{uuid.uuid4().hex[:8]}"
    found = play(drill_site, SCENES, "with_settings_of_a_role", role=role)
    assert found == {"as the owner": ["postgres-logs-statements"], "mended": []}


@postgres_only
def test_rights_of_the_web_role_are_found(drill_site):
    role = f"web_{uuid.uuid4().hex[:8]}"
    found = play(drill_site, SCENES, "with_each_right", role=role)
    assert found == {
        "no role of its own": ["postgres-web-role-reads"],
        "a name of nobody": ["postgres-web-role-missing"],
        "new": ["postgres-web-role-cannot-cast"],
        "restricted": [],
        "may read": ["postgres-web-role-reads"],
        "may read a partition": ["postgres-web-role-reads"],
        "may change": ["postgres-web-role-reads"],
        "may remove": ["postgres-web-role-reads"],
        "member of the owner": ["postgres-web-role-reads"],
        "superuser": ["postgres-web-role-reads"],
        "may make roles": ["postgres-web-role-mighty"],
        "may read all files": ["postgres-web-role-mighty"],
        "not the one in use": ["postgres-web-role-unused"],
        "may not count": ["postgres-web-role-cannot-cast"],
    }
