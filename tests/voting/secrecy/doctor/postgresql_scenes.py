"""A server that is set wrongly in one thing after another, and what the doctor says of it."""

import uuid

from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from voting.plugins.secret import tables
from voting.plugins.secret.doctor import postgresql_roles, postgresql_settings


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def settings_found() -> list[list]:
    return [[finding.code, finding.blocks] for finding in postgresql_settings.findings()]


def roles_found() -> list[str]:
    return [finding.code for finding in postgresql_roles.findings()]


def _begin() -> str:
    """The name of the database, with everything as it should be."""
    # What the tests tell each session would win over what the database tells it.
    connection.settings_dict["OPTIONS"].pop("options", None)
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    run(f"ALTER DATABASE {name} SET log_error_verbosity = 'terse'")
    run(f"ALTER DATABASE {name} SET log_min_error_statement = 'panic'")
    connection.close()
    return name


def with_each_setting(*, told: list[list[str]]) -> dict:
    database = _begin()
    answer = {"before": settings_found(), "with": []}
    for name, value in told:
        with connection.cursor() as cursor:
            cursor.execute("SELECT setting FROM pg_settings WHERE name = %s", [name])
            before = cursor.fetchone()[0]
        run(f"ALTER DATABASE {database} SET {name} = '{value}'")
        connection.close()
        answer["with"].append(settings_found())
        run(f"ALTER DATABASE {database} SET {name} = '{before}'")
        connection.close()
    answer["after"] = settings_found()
    return answer


def with_a_slot() -> list[list]:
    _begin()
    slot = f"slot_{uuid.uuid4().hex[:8]}"
    run(f"SELECT pg_create_physical_replication_slot('{slot}')")
    try:
        return settings_found()
    finally:
        run(f"SELECT pg_drop_replication_slot('{slot}')")


def with_settings_of_a_role(*, role: str) -> dict:
    _begin()
    run(f"CREATE ROLE {role}")
    try:
        with override_settings(VOTING_WEB_ROLE=role, RUNS_AS_OWNER=True):
            run(f"ALTER ROLE {role} SET log_statement = 'all'")
            found = {"as the owner": [code for code, _blocks in settings_found()]}
            run(f"ALTER ROLE {role} SET log_statement = 'none'")
            return found | {"mended": settings_found()}
    finally:
        run(f"DROP ROLE {role}")


def with_each_right(*, role: str) -> dict[str, list[str]]:
    _begin()
    answer = {}
    with override_settings(VOTING_WEB_ROLE=""):
        answer["no role of its own"] = roles_found()
    with override_settings(VOTING_WEB_ROLE=role, RUNS_AS_OWNER=True):
        answer["a name of nobody"] = roles_found()
        vote = str(uuid.uuid4())
        tables.make_table(vote, length=9)
        run(f"CREATE ROLE {role}")
        try:
            answer["new"] = roles_found()
            call_command("restrict_web_role", stdout=_Silence())
            answer["restricted"] = roles_found()
            for name, give, take in _rights(role, tables.table_of(vote)):
                run(give)
                answer[name] = roles_found()
                run(take)
            with override_settings(RUNS_AS_OWNER=False):
                answer["not the one in use"] = roles_found()
        finally:
            run(f"DROP OWNED BY {role}; DROP ROLE {role}")
    return answer


def _rights(role: str, partition: str):
    """A name, what gives the right, and what takes it away again."""
    for name, right, table in (
        ("may read", "SELECT (sealed)", tables.PARENT),
        ("may read a partition", "SELECT", partition),
        ("may change", "UPDATE", tables.PARENT),
        ("may remove", "DELETE", tables.PARENT),
    ):
        yield name, f"GRANT {right} ON {table} TO {role}", f"REVOKE {right} ON {table} FROM {role}"
    yield "member of the owner", f"GRANT postgres TO {role}", f"REVOKE postgres FROM {role}"
    yield "superuser", f"ALTER ROLE {role} SUPERUSER", f"ALTER ROLE {role} NOSUPERUSER"
    yield "may make roles", f"ALTER ROLE {role} CREATEROLE", f"ALTER ROLE {role} NOCREATEROLE"
    yield (
        "may read all files",
        f"GRANT pg_read_server_files TO {role}",
        f"REVOKE pg_read_server_files FROM {role}",
    )
    counting = f"EXECUTE ON FUNCTION {tables.COUNTING}(uuid)"
    yield "may not count", f"REVOKE {counting} FROM {role}", f"GRANT {counting} TO {role}"


class _Silence:
    def write(self, text):
        pass
