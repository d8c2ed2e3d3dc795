"""Reading settings from the environment: a wrong value says which one and what was expected."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def env_bool(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; use 'true' or 'false'.")


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; use a whole number.") from None


def env_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    value = os.environ.get(name)
    if value is None:
        return list(default)
    return [part.strip() for part in value.split(",") if part.strip()]


def env_days(name: str) -> dict[str, int]:
    """Days by name, as in `import-rows=30,member-changes=365`."""
    found = {}
    for part in env_list(name):
        key, _, days = part.partition("=")
        if not days.strip().isdecimal():
            raise ImproperlyConfigured(f"{name}: {part!r} is not like 'import-rows=30'.")
        found[key.strip()] = int(days)
    return found


def stored_secret(path: Path) -> str:
    """Returns the secret kept in a file that only its owner reads; makes it the first time.

    Several processes may start at once: the first one's file wins.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Made under another name with mode 0600, so that nobody reads half of it.
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:
            draft.write(secrets.token_urlsafe(64))
            draft.flush()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text()
