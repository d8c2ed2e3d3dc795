"""What about an installation could betray a voter or lose a ballot, and how to mend it.

Asked before every opening and on every visit to the desk: a handful of
queries, and nothing that is not looked up in a moment.
"""

from collections.abc import Iterator

from django.db import connection

from voting.api import Finding
from voting.plugins.secret.doctor import (
    clocks,
    key_folder,
    postgresql_roles,
    postgresql_settings,
    protected_rows,
    reporting,
    sqlite,
)


def examine() -> list[Finding]:
    """Everything that was found, what blocks first; empty when all is well."""
    return sorted(_all_findings(), key=lambda finding: (not finding.blocks, finding.code))


def _all_findings() -> Iterator[Finding]:
    if connection.vendor == "postgresql":
        yield from postgresql_settings.findings()
        yield from postgresql_roles.findings()
    else:
        yield from sqlite.findings()
    yield from protected_rows.findings()
    yield from clocks.findings()
    yield from key_folder.findings()
    yield from reporting.findings()
