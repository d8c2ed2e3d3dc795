"""What could copy a request with a ballot in it: error reports, logs, sessions, dumps of memory."""

import logging
import resource
import sys
from collections.abc import Iterator

from django.conf import settings
from django.utils.log import AdminEmailHandler
from django.utils.translation import gettext as _

from voting.api import Finding

# Programs that record requests, by the name of their package.
_RECORDERS = (
    "ddtrace",
    "elasticapm",
    "newrelic",
    "opentelemetry",
    "rollbar",
    "scout_apm",
    "bugsnag",
    "airbrake",
)
# Handlers that write lines, and nothing else of a record.
_PLAIN_HANDLERS = (logging.StreamHandler, logging.NullHandler)
_SAFE_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"


def findings() -> Iterator[Finding]:
    yield from _about_errors()
    yield from _about_logs()
    yield from _about_sessions()
    if resource.getrlimit(resource.RLIMIT_CORE)[0] != 0:
        yield Finding(
            code="core-dumps",
            problem=_("When a process of the site crashes, its memory may be written to the disk."),
            remedy=_("Start the site with LimitCORE=0 in systemd, or with: ulimit -c 0"),
            blocks=False,
        )


def _about_errors() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding(
            code="debug-on",
            problem=_("DEBUG is on: error pages show what a voter sent, and statements are kept in memory."),
            remedy=_("Use other settings than those for development, or set DEBUG to False."),
        )
    options = _sentry_options()
    if options is not None and options.get("max_request_body_size", "medium") != "never":
        yield Finding(
            code="sentry-bodies",
            problem=_("Sentry receives what voters send when an error happens."),
            remedy=_('Start Sentry with max_request_body_size="never".'),
        )
    if options is not None and options.get("include_local_variables", True):
        yield Finding(
            code="sentry-variables",
            problem=_("Sentry receives variables of the program when an error happens, and so ballots."),
            remedy=_("Start Sentry with include_local_variables=False."),
        )
    if recorders := [name for name in _RECORDERS if name in sys.modules]:
        yield Finding(
            code="requests-recorded",
            problem=_("This program may record requests: %(names)s.") % {"names": ", ".join(recorders)},
            remedy=_("Make sure that it records neither the bodies nor the times of ballot pages."),
            blocks=False,
        )
    if settings.ADMINS and any(isinstance(handler, AdminEmailHandler) for handler in _handlers()):
        yield Finding(
            code="errors-mailed",
            problem=_("Errors are mailed to the ADMINS, with cookies and with what the voter sent."),
            remedy=_("Take AdminEmailHandler out of LOGGING, or leave ADMINS empty."),
        )


def _about_logs() -> Iterator[Finding]:
    if any(_writes_requests(handler) for handler in _handlers()):
        yield Finding(
            code="requests-logged",
            problem=_("A format in LOGGING writes the whole request of an error into the log."),
            remedy=_("Take the field “request” out of the formats in LOGGING."),
        )
    if logging.getLogger("django.db.backends").isEnabledFor(logging.DEBUG):
        yield Finding(
            code="queries-logged",
            problem=_("Statements of the database are logged: who voted, and when."),
            remedy=_("Raise the level of the logger django.db.backends to INFO."),
        )
    if kinds := sorted({type(each).__name__ for each in _handlers() if _is_strange(each)}):
        yield Finding(
            code="logs-sent-elsewhere",
            problem=_("Log records go to a handler that may keep whole requests: %(kinds)s.")
            % {"kinds": ", ".join(kinds)},
            remedy=_("Make sure that it keeps nothing but the message."),
            blocks=False,
        )


def _about_sessions() -> Iterator[Finding]:
    if settings.SESSION_SAVE_EVERY_REQUEST:
        yield Finding(
            code="sessions-saved-each-time",
            problem=_("Each request writes the time into the session of a member."),
            remedy=_("Set SESSION_SAVE_EVERY_REQUEST to False."),
        )
    if settings.SESSION_SERIALIZER != _SAFE_SERIALIZER:
        yield Finding(
            code="session-serializer",
            problem=_("Sessions can hold more than plain values, and so a ballot by mistake."),
            remedy=_("Set SESSION_SERIALIZER to %(name)s.") % {"name": _SAFE_SERIALIZER},
        )


def _sentry_options() -> dict | None:
    """How Sentry was started in this process; None where it was not."""
    sentry = sys.modules.get("sentry_sdk")
    if sentry is None:
        return None
    client = sentry.get_client() if hasattr(sentry, "get_client") else sentry.Hub.current.client
    options = getattr(client, "options", None) or {}
    return options if options.get("dsn") else None


def _handlers() -> set[logging.Handler]:
    """Every handler of a logger that errors of requests, and our own lines, reach."""
    names = ("", "django", "django.request", "django.security", "django.server", "voting", "core")
    return {handler for name in names for handler in logging.getLogger(name).handlers}


def _writes_requests(handler: logging.Handler) -> bool:
    pattern = getattr(handler.formatter, "_fmt", None) or ""
    return "%(request)" in pattern or "{request" in pattern or "$request" in pattern


def _is_strange(handler: logging.Handler) -> bool:
    return not isinstance(handler, (*_PLAIN_HANDLERS, AdminEmailHandler))
