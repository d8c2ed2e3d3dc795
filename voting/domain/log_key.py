"""The key with which this site signs the logs of its votes: one file, made on first use.

It lies beside the keys of ballots and opens none of them. Whoever has it can
sign a false log in this site's name, so nobody but the site may read it.
"""

import json
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from voting.key_files import write_once

_NAME, _PRIVATE = "log-key.json", "private"


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
    private = Ed25519PrivateKey.generate().private_bytes_raw()
    write_once(path, {_PRIVATE: b64encode(private).decode()})
    return _read(path)


def read_log_key() -> Ed25519PrivateKey | None:
    """The key; None where there is none, as on a site that was restored without its keys."""
    try:
        return _read(log_key_path())
    except FileNotFoundError:
        return None


def _read(path: Path) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(b64decode(json.loads(path.read_text())[_PRIVATE]))
