"""The keys of a secret vote: one file a vote, outside the database, outside media and backups."""

import json
import os
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from django.conf import settings


class KeysMissing(Exception):
    """The key file of a vote is not where it should be: its ballots cannot be opened."""


@dataclass(frozen=True)
class Keys:
    """`private`: the P-256 key ballots are sealed to. `outer`: 32 bytes for a second layer, which
    keeps copies of the database closed even if the first were broken one day."""

    private: ec.EllipticCurvePrivateKey
    outer: bytes

    @property
    def public_text(self) -> str:
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return b64encode(point).decode()


def key_path(vote_id: str) -> Path:
    return Path(settings.VOTING_KEY_DIR) / f"{vote_id}.json"


def make_keys(vote_id: str) -> Keys:
    """The keys of a vote, made on the first call and the same ones afterwards."""
    path = key_path(vote_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = ec.generate_private_key(ec.SECP256R1())
    content = {
        "private": b64encode(
            private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ).decode(),
        "outer": b64encode(AESGCM.generate_key(256)).decode(),
    }
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
    return read_keys(vote_id)


def read_keys(vote_id: str) -> Keys:
    try:
        content = json.loads(key_path(vote_id).read_text())
    except FileNotFoundError:
        raise KeysMissing(f"No key file for vote {vote_id}.") from None
    return Keys(
        private=load_der_private_key(b64decode(content["private"]), password=None),
        outer=b64decode(content["outer"]),
    )


def destroy_keys(vote_id: str) -> bool:
    """Overwrite and remove the key file; True when there was one."""
    path = key_path(vote_id)
    if not path.exists():
        return False
    with path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    return True
