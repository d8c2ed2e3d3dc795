"""Bundles that were made already: a large vote takes a while, and everybody asks for the same bytes.

They lie in the folder of public files, because whatever is in them is public.
"""

import os
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from voting.domain.bundle import bundle_key, write_bundle
from voting.models import MemberVote

_FOLDER = "vote-bundles"
# How long one process waits for another that makes the same bundle, and how often it looks.
_WAIT_SECONDS, _LOOK_SECONDS = 120, 0.2


def bundle_file(member_vote: MemberVote) -> tuple[Path, str]:
    """Where the bundle of a published vote lies, and a tag that changes with its content.

    Made on the first call, and again when something of the vote has changed.
    """
    key = bundle_key(member_vote)
    path = _folder() / f"{member_vote.pk}-{key}.zip"
    if not path.exists():
        _make_once(member_vote, path)
    return path, key


def forget_bundles(vote_id) -> None:
    for path in _folder().glob(f"{vote_id}-*.zip"):
        path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / _FOLDER


def _make_once(member_vote: MemberVote, path: Path) -> None:
    """Make the file, unless another process is at it: then wait, and go on alone if nothing comes."""
    turn = f"voting:bundle:{path.name}"
    until = time.monotonic() + _WAIT_SECONDS
    while not cache.add(turn, True, _WAIT_SECONDS):
        time.sleep(_LOOK_SECONDS)
        if path.exists():
            return
        if time.monotonic() > until:
            break
    try:
        _make(member_vote, path)
    finally:
        cache.delete(turn)


def _make(member_vote: MemberVote, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix="draft-")
    try:
        with os.fdopen(descriptor, "w+b") as file:
            write_bundle(member_vote=member_vote, file=file)
        # What it said before is no longer asked for.
        forget_bundles(member_vote.pk)
        # Whole or not at all: nobody is handed half a file.
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
