"""The keys of a secret vote: two files a vote, outside the database, outside media and backups.

The tally key opens ballots. The outer key locks a second layer around each of
them, which keeps copies of the database closed even if the first were broken
one day. Where officers hold the tally key, only the outer key has a file.
"""

import json
import os
from base64 import b64decode, b64encode
from contextlib import suppress
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

from voting.key_files import destroy_file, write_once

_TALLY, _OUTER = "private", "outer"
_TALLY_FILE, _OUTER_FILE, _SHARED_FILE = "{}.tally.json", "{}.outer.json", "{}.json"
# More than any key file has.
_MOST_BYTES = 64 * 1024


class KeysMissing(Exception):
    """The key file of a vote is not where it should be: its ballots cannot be opened."""


def tally_key_path(vote_id: str) -> Path:
    return Path(settings.VOTING_KEY_DIR) / _TALLY_FILE.format(vote_id)


def outer_key_path(vote_id: str) -> Path:
    return Path(settings.VOTING_KEY_DIR) / _OUTER_FILE.format(vote_id)


def shared_key_path(vote_id: str) -> Path:
    """Where version 0.1 kept both keys of a vote; such votes may still be open."""
    return Path(settings.VOTING_KEY_DIR) / _SHARED_FILE.format(vote_id)


def make_tally_key(vote_id: str) -> ec.EllipticCurvePrivateKey:
    """The P-256 key that ballots are sealed to, made on the first call and the same one afterwards."""
    return store_tally_key(vote_id, ec.generate_private_key(ec.SECP256R1()))


def store_tally_key(vote_id: str, private: ec.EllipticCurvePrivateKey) -> ec.EllipticCurvePrivateKey:
    """Keep a tally key in a file, unless the vote has one; gives the one that the vote has then."""
    der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    if not shared_key_path(vote_id).exists():
        write_once(tally_key_path(vote_id), {_TALLY: b64encode(der).decode()})
    return read_tally_key(vote_id)


def read_tally_key(vote_id: str) -> ec.EllipticCurvePrivateKey:
    """Raises KeysMissing."""
    return load_der_private_key(_read(_TALLY_FILE, vote_id, _TALLY), password=None)


def make_outer_key(vote_id: str) -> bytes:
    """The 32 bytes of the second layer, made on the first call and the same ones afterwards."""
    if not shared_key_path(vote_id).exists():
        content = {_OUTER: b64encode(AESGCM.generate_key(256)).decode()}
        write_once(outer_key_path(vote_id), content)
    return read_outer_key(vote_id)


def read_outer_key(vote_id: str) -> bytes:
    """Raises KeysMissing.

    Read for each ballot and never kept: a key that was destroyed is in no
    memory of the site either.
    """
    return _read(_OUTER_FILE, vote_id, _OUTER)


def destroy_tally_key(vote_id: str) -> bool:
    """Overwrite and remove the file of the tally key; True when there was one."""
    return destroy_file(tally_key_path(vote_id))


def destroy_keys(vote_id: str) -> bool:
    """Overwrite and remove every key file of a vote; True when there was one."""
    paths = tally_key_path(vote_id), outer_key_path(vote_id), shared_key_path(vote_id)
    # Every one of them, and not only up to the first.
    return sum(map(destroy_file, paths)) > 0


def public_text(public: ec.EllipticCurvePublicKey) -> str:
    """A public key as manifests have it: base64 of the uncompressed point, 65 bytes."""
    return b64encode(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)).decode()


def _read(file_name: str, vote_id: str, name: str) -> bytes:
    # As plainly as can be: this is done for each ballot.
    for form in (file_name, _SHARED_FILE):
        with suppress(FileNotFoundError):
            file = os.open(os.path.join(settings.VOTING_KEY_DIR, form.format(vote_id)), os.O_RDONLY)
            try:
                return b64decode(json.loads(os.read(file, _MOST_BYTES))[name])
            finally:
                os.close(file)
    raise KeysMissing(f"No key file {file_name.format(vote_id)}.")
