"""Files that hold a key: read by their owner alone, whole or not there, overwritten when they go."""

import json
import os
from contextlib import suppress
from pathlib import Path


def write_once(path: Path, content: dict[str, str]) -> None:
    """A file that only its owner reads, unless it is there already."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        return
    # Written aside and linked into place: a crash leaves no half key, and of
    # two processes one wins.
    draft = path.with_suffix(f".{os.urandom(8).hex()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def destroy_file(path: Path) -> bool:
    """Overwrite and remove a file; True when there was one."""
    try:
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return False
    path.unlink(missing_ok=True)
    return True
