"""Moving files from one folder to another, so that it can be interrupted and begun again."""

import filecmp
import os
import shutil
from collections.abc import Iterable
from pathlib import Path


def move_files(names: Iterable[str], *, source: Path | str, target: Path | str) -> list[str]:
    """Move these files, named below `source`, to the same names below `target`.

    Safe to run again: what has been moved already is skipped. A file appears
    under its new name whole or not at all, and its old one goes only after
    that. Returns the names that were left because another file has their place.
    """
    left = []
    for name in names:
        old, new = Path(source, name), Path(target, name)
        if not old.is_file():
            continue
        if not new.exists():
            _copy_whole(old, new)
        elif not filecmp.cmp(old, new, shallow=False):
            left.append(name)
            continue
        old.unlink()
    return left


def _copy_whole(old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    # The two folders may be on different disks, where a file cannot change its name alone.
    part = new.with_name(f".{new.name}.part")
    shutil.copy2(old, part)
    os.replace(part, new)
