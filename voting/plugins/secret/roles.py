"""PostgreSQL: what the role of the web process may do. It fills the box and cannot look into it."""

from collections.abc import Iterator

from django.db import connection

from voting.plugins.secret.models import OpenedBallot
from voting.plugins.secret.tables import COUNTING, PARENT

# What would show, change or remove ballots that are sealed.
FORBIDDEN = ("SELECT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
_OF_COLUMNS = ("SELECT", "UPDATE", "REFERENCES")
# Rights of a role by which it could give itself any other, or read the files of the server.
_TOO_MIGHTY = (
    "pg_read_server_files",
    "pg_write_server_files",
    "pg_read_all_data",
    "pg_write_all_data",
    "pg_execute_server_program",
)


class NoSuchRole(Exception):
    """The database server has no role of this name."""


def restricting_statements(role: str) -> Iterator[str]:
    """The SQL that makes `role` fit for the web process, to be run by the owner of the tables.

    It can be run again at any time, and changes nothing then. Raises NoSuchRole.
    """
    if not role_exists(role):
        raise NoSuchRole(role)
    web, schema = _quoted(role), _quoted(_value("SELECT current_schema()"))
    rest, sealed, added = _tables()
    yield f"GRANT USAGE ON SCHEMA {schema} TO {web}"
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM {web}"
    for table in rest:
        yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {_quoted(table)} TO {web}"
    # Lines of a log are added; ballots that were opened are read.
    for table in added:
        yield f"REVOKE UPDATE, DELETE, TRUNCATE ON {_quoted(table)} FROM {web}"
    yield f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {_quoted(OpenedBallot._meta.db_table)} FROM {web}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {web}"
    # What later migrations make.
    later = f"ALTER DEFAULT PRIVILEGES FOR ROLE {_quoted(_owner())} IN SCHEMA {schema} GRANT"
    yield f"{later} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {web}"
    yield f"{later} USAGE, SELECT ON SEQUENCES TO {web}"
    # The box: in, and not out. Nobody needs a right to the partitions.
    for table in sealed:
        yield f"REVOKE ALL ON {_quoted(table)} FROM {web}, PUBLIC"
    yield f"GRANT INSERT ON {_quoted(PARENT)} TO {web}"
    yield f"GRANT EXECUTE ON FUNCTION {COUNTING}(uuid) TO {web}"


def role_exists(role: str) -> bool:
    return _value("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", role)


def can_look_into_the_box(role: str) -> list[str]:
    """By which rights a role can read, change or remove sealed ballots; empty when it cannot.

    Raises NoSuchRole.
    """
    facts = _role_facts(role)
    if facts["superuser"]:
        return ["SUPERUSER"]
    if facts["owner"]:
        return ["OWNER"]
    return [right for right in FORBIDDEN if facts[right]]


def can_make_itself_mighty(role: str) -> list[str]:
    """What would let a role give itself every right; empty for a superuser. Raises NoSuchRole."""
    facts = _role_facts(role)
    if facts["superuser"]:
        return []
    return [name for name in ("CREATEROLE", "REPLICATION", *_TOO_MIGHTY) if facts[name]]


def can_cast(role: str) -> bool:
    """Whether a role may do what a cast and the closing need. Raises NoSuchRole."""
    if not role_exists(role):
        raise NoSuchRole(role)
    return _value(
        f"SELECT has_table_privilege(%s, '{PARENT}', 'INSERT') "
        f"AND has_function_privilege(%s, '{COUNTING}(uuid)', 'EXECUTE')",
        role,
        role,
    )


def _role_facts(role: str) -> dict[str, bool]:
    """Every fact about a role in one query; whatever it is a member of counts as its own."""
    sealed = "(SELECT oid, relowner FROM pg_class WHERE oid = %(parent)s::regclass OR oid IN "
    sealed += "(SELECT inhrelid FROM pg_inherits WHERE inhparent = %(parent)s::regclass)) box"
    whole = "SELECT bool_or(has_table_privilege(r.oid, box.oid, '{0}')) FROM " + sealed
    # A right to one column is a right to look.
    column = "SELECT bool_or(has_any_column_privilege(r.oid, box.oid, '{0}')) FROM " + sealed
    columns = {
        "superuser": "r.rolsuper",
        "CREATEROLE": "r.rolcreaterole",
        "REPLICATION": "r.rolreplication",
        "owner": f"(SELECT bool_or(pg_has_role(r.oid, box.relowner, 'MEMBER')) FROM {sealed})",
        **{right: f"({(column if right in _OF_COLUMNS else whole).format(right)})" for right in FORBIDDEN},
        **{
            name: f"EXISTS (SELECT FROM pg_roles m WHERE m.rolname = '{name}' "
            "AND pg_has_role(r.oid, m.oid, 'MEMBER'))"
            for name in _TOO_MIGHTY
        },
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns.values())} FROM pg_roles r WHERE r.rolname = %(role)s",
            {"role": role, "parent": PARENT},
        )
        row = cursor.fetchone()
    if row is None:
        raise NoSuchRole(role)
    return dict(zip(columns, map(bool, row), strict=True))


def _tables() -> tuple[list[str], list[str], list[str]]:
    """Ordinary tables, those of sealed ballots, and of the first those that are only added to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relname = %s OR EXISTS (SELECT FROM pg_inherits i "
            "WHERE i.inhrelid = c.oid AND i.inhparent = %s::regclass), "
            "EXISTS (SELECT FROM pg_trigger t "
            "WHERE t.tgrelid = c.oid AND t.tgname = c.relname || '_no_change') "
            "FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm') "
            "AND c.relnamespace = current_schema()::regnamespace ORDER BY 1",
            [PARENT, PARENT],
        )
        rows = cursor.fetchall()
    rest = [name for name, is_sealed, _added in rows if not is_sealed]
    return (
        rest,
        [name for name, is_sealed, _added in rows if is_sealed],
        [name for name, _sealed, only_added in rows if only_added],
    )


def _owner() -> str:
    return _value("SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = %s::regclass", PARENT)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name.replace('"', '""'))


def _value(statement: str, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.fetchone()[0]
