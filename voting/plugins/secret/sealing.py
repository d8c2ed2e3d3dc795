"""Sealing one ballot: padded to one length, HPKE (RFC 9180), and an outer AES-256-GCM layer."""

import os
from base64 import b64decode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from voting.plugins.secret.keys import Keys

SUITE = "P256-HKDF-SHA256-AES256GCM"
_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_NONCE_BYTES = 12
_LENGTH_BYTES = 4


class BallotTooLong(ValueError):
    """The ballot is longer than the length every ballot of its vote is padded to."""


class CannotOpen(Exception):
    """These bytes were not sealed for this vote, or were changed."""


def pad(ballot: bytes, length: int) -> bytes:
    """The ballot behind its own length and before zeros, `length` bytes and four in all."""
    if len(ballot) > length:
        raise BallotTooLong
    return len(ballot).to_bytes(_LENGTH_BYTES, "big") + ballot.ljust(length, b"\0")


def unpad(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + length]


def public_key(text: str) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b64decode(text))


def sealed_length(length: int) -> int:
    """How long a ballot is that a browser has sealed, when ballots are padded to `length` bytes."""
    return 65 + _LENGTH_BYTES + length + 16


def seal(*, ballot: bytes, length: int, public: ec.EllipticCurvePublicKey, bound_to: bytes) -> bytes:
    """What a browser does: the encapsulated key before the ciphertext."""
    return _SUITE.encrypt(pad(ballot, length), public, info=bound_to)


def wrap(*, sealed: bytes, outer: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(outer).encrypt(nonce, sealed, bound_to)


def unseal(*, sealed: bytes, keys: Keys, bound_to: bytes) -> bytes:
    try:
        inner = AESGCM(keys.outer).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to)
        return unpad(_SUITE.decrypt(inner, keys.private, info=bound_to))
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error
