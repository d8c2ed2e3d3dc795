"""Settings of a PostgreSQL server that keep times or contents of statements, or lose what was committed."""

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from voting.api import Finding

_NAMES = (
    "archive_mode",
    "auto_explain.log_min_duration",
    "data_checksums",
    "fsync",
    "full_page_writes",
    "log_duration",
    "log_error_verbosity",
    "log_min_duration_sample",
    "log_min_duration_statement",
    "log_min_error_statement",
    "log_parameter_max_length_on_error",
    "log_statement",
    "log_transaction_sample_rate",
    "pgaudit.log",
    "synchronous_commit",
    "track_commit_timestamp",
)


def findings() -> Iterator[Finding]:
    """Of the settings as they hold here, and as they hold for the role of the web process."""
    seen = set()
    for values in _everybodys_values():
        for finding in (*_about_logs(values), *_about_keeping(values), *_about_copies(values)):
            if finding.code not in seen:
                seen.add(finding.code)
                yield finding
    if _copies_elsewhere():
        yield Finding(
            code="postgres-replicas",
            problem=_("Another database server receives every change of this one, sealed ballots included."),
            remedy=_("Remember it when a vote is over: its copies end when it has received the destruction."),
            blocks=False,
        )


def _about_logs(values: Mapping[str, str]) -> Iterator[Finding]:
    """What would write down who voted, and when, beside the ciphertext of the ballot."""
    if values["track_commit_timestamp"] == "on":
        yield Finding(
            code="postgres-commit-times",
            problem=_("PostgreSQL keeps the time of every change, and so the time of every ballot."),
            remedy=_("Set track_commit_timestamp to off and restart the database server."),
        )
    if values["log_statement"] in ("mod", "all"):
        yield Finding(
            code="postgres-logs-statements",
            problem=_("PostgreSQL writes every statement into its log: who voted, and when."),
            remedy=_remedy("log_statement", "none"),
        )
    if _is_on(values["log_min_duration_statement"]):
        yield Finding(
            code="postgres-logs-slow-statements",
            problem=_("PostgreSQL writes slow statements into its log: who voted, and when."),
            remedy=_remedy("log_min_duration_statement", "-1"),
        )
    if _is_on(values["log_min_duration_sample"]):
        yield Finding(
            code="postgres-logs-sampled-statements",
            problem=_("PostgreSQL writes some of the statements into its log: who voted, and when."),
            remedy=_remedy("log_min_duration_sample", "-1"),
        )
    if float(values["log_transaction_sample_rate"] or 0) > 0:
        yield Finding(
            code="postgres-logs-sampled-transactions",
            problem=_("PostgreSQL writes some of the transactions into its log: who voted, and when."),
            remedy=_remedy("log_transaction_sample_rate", "0"),
        )
    if values["log_duration"] == "on":
        yield Finding(
            code="postgres-logs-durations",
            problem=_("PostgreSQL writes the time of every statement into its log."),
            remedy=_remedy("log_duration", "off"),
        )
    if values["log_error_verbosity"] != "terse":
        yield Finding(
            code="postgres-logs-details",
            problem=_("PostgreSQL writes the content of refused rows into its log."),
            remedy=_remedy("log_error_verbosity", "terse"),
        )
    if values["log_parameter_max_length_on_error"] not in ("", "0"):
        yield Finding(
            code="postgres-logs-parameters",
            problem=_("PostgreSQL writes the values of failed statements into its log."),
            remedy=_remedy("log_parameter_max_length_on_error", "0"),
        )
    if values["log_min_error_statement"] not in ("", "fatal", "panic"):
        yield Finding(
            code="postgres-logs-failed-statements",
            problem=_("PostgreSQL writes failed statements into its log. One that casts a ballot may fail."),
            remedy=_remedy("log_min_error_statement", "panic"),
            blocks=False,
        )
    if _is_on(values["auto_explain.log_min_duration"]):
        yield Finding(
            code="postgres-auto-explain",
            problem=_("PostgreSQL's auto_explain writes statements into the log: who voted, and when."),
            remedy=_remedy("auto_explain.log_min_duration", "-1"),
        )
    if values["pgaudit.log"].lower() not in ("", "none"):
        yield Finding(
            code="postgres-audit",
            problem=_("PostgreSQL's pgaudit writes statements into the log: who voted, and when."),
            remedy=_remedy("pgaudit.log", "none"),
        )


def _about_keeping(values: Mapping[str, str]) -> Iterator[Finding]:
    """What would lose a ballot that the site has acknowledged."""
    if values["fsync"] != "on":
        yield Finding(
            code="postgres-fsync",
            problem=_("PostgreSQL does not wait for the disk: a power cut can lose ballots."),
            remedy=_("Set fsync to on and reload the database server."),
        )
    if values["full_page_writes"] != "on":
        yield Finding(
            code="postgres-full-page-writes",
            problem=_("PostgreSQL writes half pages: a power cut can destroy the database."),
            remedy=_("Set full_page_writes to on and reload the database server."),
        )
    if values["synchronous_commit"] == "off":
        yield Finding(
            code="postgres-synchronous-commit",
            problem=_("PostgreSQL answers before a ballot is on the disk: a power cut can lose ballots."),
            remedy=_remedy("synchronous_commit", "on"),
        )
    if values["data_checksums"] == "off":
        yield Finding(
            code="postgres-checksums",
            problem=_("PostgreSQL would not notice a disk that changes data."),
            remedy=_("Turn data checksums on with pg_checksums while the server is stopped."),
            blocks=False,
        )


def _about_copies(values: Mapping[str, str]) -> Iterator[Finding]:
    if values["archive_mode"] in ("on", "always"):
        yield Finding(
            code="postgres-archive",
            problem=_("PostgreSQL archives every change. Sealed ballots stay in the archive."),
            remedy=_("Delete the archive of the voting period once the secrets of a vote are destroyed."),
            blocks=False,
        )


def _is_on(milliseconds: str) -> bool:
    """Whether a limit of time is set; empty or -1 means that nothing is logged."""
    return milliseconds not in ("", "-1")


def _remedy(name: str, value: str) -> str:
    return _(
        "As a superuser: ALTER DATABASE %(database)s SET %(name)s = '%(value)s'; then start the site anew."
    ) % {
        "database": connection.ops.quote_name(str(connection.settings_dict["NAME"])),
        "name": name,
        "value": value,
    }


def _everybodys_values() -> Iterator[dict[str, str]]:
    """The settings of this session, and those that a session of the web role gets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting, source, boot_val FROM pg_settings WHERE name = ANY(%s)", [list(_NAMES)]
        )
        rows = cursor.fetchall()
        here = dict.fromkeys(_NAMES, "") | {name: setting for name, setting, _source, _boot in rows}
        yield here
        role = getattr(settings, "VOTING_WEB_ROLE", "")
        cursor.execute("SELECT current_user")
        if not role or role == cursor.fetchone()[0]:
            return
        # What this role was given for itself says nothing about the other:
        # there the default is assumed.
        own = {name: boot for name, _setting, source, boot in rows if source in _GIVEN_TO_A_ROLE}
        cursor.execute(
            "SELECT unnest(setconfig) FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole "
            "LEFT JOIN pg_database d ON d.oid = s.setdatabase "
            "WHERE (r.rolname = %s OR s.setrole = 0) "
            "AND (d.datname = current_database() OR s.setdatabase = 0) "
            "ORDER BY s.setrole <> 0, s.setdatabase <> 0",
            [role],
        )
        given = dict(line.partition("=")[::2] for (line,) in cursor.fetchall())
        yield here | own | {name: value for name, value in given.items() if name in _NAMES}


_GIVEN_TO_A_ROLE = ("user", "database user", "client", "session")


def _copies_elsewhere() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_replication_slots) OR EXISTS (SELECT FROM pg_stat_replication)"
        )
        return cursor.fetchone()[0]
