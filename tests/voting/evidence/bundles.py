"""Bundles of votes that the site held, and the program that reads them."""

import io
import json
import subprocess
import sys
import zipfile

from voting.domain.bundle import write_bundle
from voting.domain.recounting import program_path

HOLDS, DIFFERS, UNREADABLE, NOT_CHECKED = range(4)
# Enough, and unlike enough, to be published.
TWELVE = [{"race": "a"}] * 6 + [{"race": "b"}] * 3 + [{"race": "ne"}] * 2 + [{"race": None}]


def bundle_of(vote) -> bytes:
    file = io.BytesIO()
    write_bundle(member_vote=vote, file=file)
    return file.getvalue()


def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def values_of(content: bytes, name: str):
    return json.loads(files_of(content)[name])


def log_of(content: bytes) -> list[dict]:
    return [json.loads(line) for line in files_of(content)["log.jsonl"].splitlines()]


def check(content: bytes, folder) -> tuple[int, dict]:
    """What the program of the release says about a bundle: its exit status and its report."""
    path = folder / "bundle.zip"
    path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(program_path()), "--json", str(path)],
        capture_output=True,
        check=False,
    )
    return done.returncode, json.loads(done.stdout)


def not_held(report: dict) -> dict[str, str]:
    """The checks that did not agree, or could not be made, by name."""
    return {
        check["check"]: check["detail"]
        for part in report["parts"]
        for check in part["checks"]
        if check["agrees"] is not True
    }
