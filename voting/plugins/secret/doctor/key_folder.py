"""Whether the folder of the keys is where nobody else reads it and nothing copies it."""

import os
import stat
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from voting.api import Finding

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_IN_MEMORY = ("tmpfs", "ramfs")
_MOUNTS = Path("/proc/mounts")


def findings() -> Iterator[Finding]:
    folder = Path(os.path.realpath(settings.VOTING_KEY_DIR))
    yield from _about_place(folder)
    if folder.is_dir():
        yield from _about_modes(folder)
    else:
        yield Finding(
            code="keys-folder-missing",
            problem=_("The folder of the keys is not there: %(folder)s.") % {"folder": folder},
            remedy=_(
                "The first secret vote makes it. If there was one already, find out who moved the folder."
            ),
            blocks=False,
        )


def _about_modes(folder: Path) -> Iterator[Finding]:
    facts = folder.stat()
    if facts.st_mode & _OTHERS:
        yield Finding(
            code="keys-folder-open",
            problem=_("Others than the site can look into the folder of the keys."),
            remedy=_("Run: chmod 700 %(folder)s") % {"folder": folder},
        )
    files = [(path.name, path.stat()) for path in folder.iterdir() if path.is_file()]
    if any(file.st_mode & _OTHERS for _name, file in files):
        yield Finding(
            code="keys-files-open",
            problem=_("Others than the site can read key files."),
            remedy=_("Run: chmod 600 %(folder)s/*") % {"folder": folder},
        )
    if any(each.st_uid != os.geteuid() for each in (facts, *(file for _name, file in files))):
        yield Finding(
            code="keys-owner",
            problem=_("The folder of the keys, or a file in it, belongs to somebody else than the site."),
            remedy=_("Run the site under one user, and let that user own %(folder)s and all in it.")
            % {"folder": folder},
        )


def _about_place(folder: Path) -> Iterator[Finding]:
    if any(_is_below(folder, place) for place in _public_folders()):
        yield Finding(
            code="keys-folder-public",
            problem=_("The folder of the keys lies in a folder that the web server hands out."),
            remedy=_("Set VOTING_KEY_DIR to a folder that nobody else reads, and move the files there."),
        )
    if checkout := _checkout_around(folder):
        yield Finding(
            code="keys-folder-in-checkout",
            problem=_("The folder of the keys lies in the checkout %(checkout)s and could be committed.")
            % {"checkout": checkout},
            remedy=_("Set VOTING_KEY_DIR to a folder outside it, and move the files there."),
        )
    if backup := next((path for path in _backup_paths() if _is_below(folder, path)), None):
        yield Finding(
            code="keys-folder-backed-up",
            problem=_(
                "The keys are backed up with %(path)s: with old ballots, an old key tells who voted how."
            )
            % {"path": backup},
            remedy=_(
                "Set VOTING_KEY_DIR to a folder that no backup takes, and delete the keys from old backups."
            ),
        )
    if not _backup_paths():
        yield Finding(
            code="backups-unknown",
            problem=_("The site does not know what is backed up, so it cannot see whether the keys are."),
            remedy=_("Name the folders that are backed up in VOTING_BACKUP_PATHS."),
            blocks=False,
        )
    if open_parent := next((each for each in folder.parents if _anybody_may_replace(each)), None):
        yield Finding(
            code="keys-folder-replaceable",
            problem=_("Anybody on this host can move the folder of the keys away: %(folder)s is open to all.")
            % {"folder": open_parent},
            remedy=_("Run: chmod o-w %(folder)s") % {"folder": open_parent},
        )
    if _file_system(folder) in _IN_MEMORY:
        yield Finding(
            code="keys-in-memory",
            problem=_("The folder of the keys is in memory: after a restart no ballot can be opened."),
            remedy=_("Set VOTING_KEY_DIR to a folder on a disk, unless you never restart during a vote."),
            blocks=False,
        )


def _is_below(folder: Path, place: Path) -> bool:
    return folder.is_relative_to(os.path.realpath(place))


def _public_folders() -> list[Path]:
    named = [settings.MEDIA_ROOT, settings.STATIC_ROOT, *getattr(settings, "STATICFILES_DIRS", ())]
    return [Path(place) for place in named if place]


def _backup_paths() -> list[Path]:
    return [Path(path) for path in getattr(settings, "VOTING_BACKUP_PATHS", ())]


def _checkout_around(folder: Path) -> Path | None:
    """The nearest folder above that git keeps, unless git is told to leave ours alone."""
    root = next((each for each in folder.parents if (each / ".git").exists()), None)
    if root is None:
        return None
    ignored = root / ".gitignore"
    patterns = ignored.read_text().split() if ignored.is_file() else []
    first, *_rest = folder.relative_to(root).parts
    whole = str(folder.relative_to(root))
    is_ignored = any(fnmatch(part, pattern.strip("/")) for pattern in patterns for part in (first, whole))
    return None if is_ignored else root


def _anybody_may_replace(folder: Path) -> bool:
    try:
        mode = folder.stat().st_mode
    except FileNotFoundError:
        return False
    # With the sticky bit, as on /tmp, only the owner moves what is inside.
    return bool(mode & stat.S_IWOTH) and not mode & stat.S_ISVTX


def _file_system(folder: Path) -> str:
    """The kind of file system that holds a folder; "" where this host does not say."""
    if not _MOUNTS.is_file():
        return ""
    mounts = [line.split()[1:3] for line in _MOUNTS.read_text().splitlines()]
    around = [(place, kind) for place, kind in mounts if folder.is_relative_to(place)]
    return max(around, key=lambda mount: len(mount[0]), default=("", ""))[1]
