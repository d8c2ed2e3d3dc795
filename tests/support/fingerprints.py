"""When may a prepared database of an earlier run be used again? While what it was made from is the same."""

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("home", "candidates", "issues", "members", "voting", "statehouse", "site/core")
NOT_CONTENT = {"__pycache__", "templates", "static"}


def schema_fingerprint() -> str:
    """Changes with every migration of ours and every new version of the packages that have some."""
    files = (path for app in APPS for path in (ROOT / app).rglob("migrations/*.py"))
    packages = [
        f"{name} {version(name)}"
        for name in ("django", "wagtail", "wagtail-localize", "social-auth-app-django")
    ]
    return _fingerprint(files, packages)


def demo_fingerprint() -> str:
    """Changes with everything that the demo content is made by or made of."""
    files = (
        path
        for app in APPS
        for path in (ROOT / app).rglob("*")
        if path.is_file() and not NOT_CONTENT & set(path.parts)
    )
    return _fingerprint(files, [schema_fingerprint()])


def _fingerprint(files: Iterable[Path], more: Iterable[str]) -> str:
    digest = hashlib.sha256("\n".join(more).encode())
    for path in sorted(files):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
