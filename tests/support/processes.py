"""Running parts of the site as processes of their own, as on a real host."""

import os
from collections.abc import Mapping
from pathlib import Path

from tests.support.nursery import NurseryProcess

ROOT = Path(__file__).resolve().parents[2]
PATH = os.pathsep.join([str(ROOT), str(ROOT / "site")])


class Site:
    """One installation: an environment, and ways to run things in it."""

    def __init__(self, env: Mapping[str, str]):
        self.env = {**os.environ, "PYTHONPATH": PATH, "PYTHONUNBUFFERED": "1", **env}
        # What the tests' own process was told is no business of the site's.
        for name in ("PYTEST_CURRENT_TEST", "TEST_DATABASE", "DJANGO_ALLOW_ASYNC_UNSAFE"):
            self.env.pop(name, None)
        self.started: list[NurseryProcess] = []

    def python(self, code: str, *arguments: object, timeout: float = 60) -> str:
        """Runs code where Django is set up and returns what it printed; fails with its errors."""
        return self._finish(["-c", code, *map(str, arguments)], timeout)

    def manage(self, *arguments: object, timeout: float = 60) -> str:
        return self._finish([str(ROOT / "manage.py"), *map(str, arguments)], timeout)

    def start_python(self, code: str, *arguments: object) -> NurseryProcess:
        """Starts code and leaves it running: for several at once, or to be killed."""
        return self._start(["-c", code, *map(str, arguments)])

    def start_manage(self, *arguments: object) -> NurseryProcess:
        return self._start([str(ROOT / "manage.py"), *map(str, arguments)])

    def stop_everything(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.communicate()

    def _finish(self, command: list[str], timeout: float) -> str:
        process = self._start(command)
        try:
            said, errors = process.communicate(timeout=timeout)
        finally:
            process.kill()
        assert process.returncode == 0, f"exit code {process.returncode}\n{said}\n{errors}"
        return said.strip()

    def _start(self, command: list[str]) -> NurseryProcess:
        process = NurseryProcess(command, self.env)
        self.started.append(process)
        return process
