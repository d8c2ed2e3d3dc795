"""The whole site as `make run` serves it, on free ports, with a copy of the demo content."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support import sqlite
from tests.support.fingerprints import ROOT, demo_fingerprint
from tests.support.locks import only_one
from tests.support.processes import Site

FOLDER = ROOT / "var" / "tests"
SECONDS_TO_START = 90


class LiveSite(Site):
    """`url` has no slash at its end. `python` and `manage` run in the same installation."""

    def __init__(self, *, data: Path, port: int, sign_in_port: int):
        self.data = data
        self.port = port
        self.url = f"http://localhost:{port}"
        self.sign_in_url = f"http://localhost:{sign_in_port}"
        # By address, the cookies of people who have signed in once.
        self.sessions: dict[str, list[dict]] = {}
        super().__init__(
            {
                "DJANGO_SETTINGS_MODULE": "config.settings.demo",
                "DATABASE_URL": f"sqlite:///{data / 'db.sqlite3'}",
                "DATA_DIR": str(data),
                "VOTING_KEY_DIR": str(data / "vote-keys"),
                "SITE_URL": self.url,
                "DEMO_OIDC_URL": self.sign_in_url,
            }
        )

    def serve(self) -> subprocess.Popen:
        command = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(self.port)]
        command += ["--watch-votes", "2"]
        log = (self.data / "serve.log").open("w")
        process = subprocess.Popen(command, env=self.env, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            if process.poll() is not None or time.monotonic() > deadline:
                process.terminate()
                pytest.fail("The site did not start:\n" + (self.data / "serve.log").read_text()[-4000:])
            time.sleep(0.2)
        return process

    def _answers(self) -> bool:
        try:
            # The sign-in provider is the last part to be ready.
            for address in (f"{self.url}/healthz", f"{self.sign_in_url}/.well-known/openid-configuration"):
                urllib.request.urlopen(address, timeout=5).close()
            return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def demo_data() -> Path:
    """A data folder with the demo content loaded: made once for every state of what it is made of."""
    path = FOLDER / f"demo-{demo_fingerprint()}"
    with only_one(FOLDER / "demo.lock"):
        if not path.exists():
            for old in FOLDER.glob("demo-*"):
                shutil.rmtree(old)
            draft = FOLDER / "demo-draft"
            draft.mkdir()
            # Migrating takes longer than all the rest, and was done for other tests.
            sqlite.copy_template(draft / "db.sqlite3")
            site = LiveSite(data=draft, port=8000, sign_in_port=9400)
            site.manage("serve", "--prepare-only", timeout=600)
            # What loading left to the worker, done once: or every copy does it again beside its tests.
            site.manage("db_worker", "--batch", timeout=300)
            draft.rename(path)
    return path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served_demo(folder: Path) -> Iterator[LiveSite]:
    """A site of one's own below an empty folder, for tests that change what the others look at."""
    data = folder / "data"
    shutil.copytree(demo_data(), data)
    site = LiveSite(data=data, port=free_port(), sign_in_port=free_port())
    process = site.serve()
    try:
        yield site
    finally:
        process.terminate()
        process.wait(timeout=30)
        site.stop_everything()


@pytest.fixture(scope="session")
def live_site(tmp_path_factory) -> Iterator[LiveSite]:
    with served_demo(tmp_path_factory.mktemp("live")) as site:
        yield site
