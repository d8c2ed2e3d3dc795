"""The key with which this site signs the logs of its votes: one file, made on first use.

It lies beside the keys of ballots and opens none of them. Whoever has it can
sign a false log in this site's name, so nobody but the site may read it.
"""

import json
import os
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

_NAME = "log-key.json"


def log_of_manifest(vote_id: str) -> dict[str, str]:
    """What the manifest of a new vote says about its log: its name, and the key that signs it (base64)."""
    return {"origin": f"member-vote/{vote_id}", "public_key": public_text(make_log_key())}


def public_text(key: Ed25519PrivateKey) -> str:
    return b64encode(key.public_key().public_bytes_raw()).decode()


def log_key_path() -> Path:
    return Path(settings.VOTING_KEY_DIR) / _NAME


def make_log_key() -> Ed25519PrivateKey:
    """The key, made on the first call and the same one afterwards."""
    key = read_log_key()
    if key is not None:
        return key
    path = log_key_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = {"private": b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()}
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
    return _read(path)


def read_log_key() -> Ed25519PrivateKey | None:
    """The key; None where there is none, as on a site that was restored without its keys."""
    try:
        return _read(log_key_path())
    except FileNotFoundError:
        return None


def _read(path: Path) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(b64decode(json.loads(path.read_text())["private"]))
