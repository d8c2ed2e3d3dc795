"""Sealing one ballot: padded to one length, HPKE (RFC 9180), and an outer AES-256-GCM layer.

The inner half (padding and HPKE) is done by the voter's browser, or here on
receipt; the outer layer always here. Both are bound to the hash of the manifest.
"""

import os
from base64 import b64decode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = "P256-HKDF-SHA256-AES256GCM"
_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_POINT_BYTES = 65
_NONCE_BYTES = 12
_TAG_BYTES = 16
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


def sealed_length(length: int) -> int:
    """How long a ballot is that a browser has sealed, when ballots are padded to `length` bytes."""
    return _POINT_BYTES + _LENGTH_BYTES + length + _TAG_BYTES


def wrapped_length(length: int) -> int:
    """How long it is with the outer layer around it, as it is stored."""
    return _NONCE_BYTES + sealed_length(length) + _TAG_BYTES


@lru_cache(maxsize=64)
def public_key(text: str) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b64decode(text))


def seal(*, ballot: bytes, length: int, public: ec.EllipticCurvePublicKey, bound_to: bytes) -> bytes:
    """What a browser does: `sealed_length(length)` bytes, the encapsulated key before the ciphertext.

    Raises BallotTooLong.
    """
    return _SUITE.encrypt(pad(ballot, length), public, info=bound_to)


def wrap(*, sealed: bytes, outer: bytes, bound_to: bytes) -> bytes:
    """The outer layer around a sealed ballot."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(outer).encrypt(nonce, sealed, bound_to)


def unwrap(*, wrapped: bytes, outer: bytes, bound_to: bytes) -> bytes:
    """The sealed ballot without the outer layer; raises CannotOpen."""
    try:
        return AESGCM(outer).decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error


def unseal(*, sealed: bytes, private: ec.EllipticCurvePrivateKey, bound_to: bytes) -> bytes:
    """The ballot without its padding; raises CannotOpen."""
    try:
        return unpad(_SUITE.decrypt(sealed, private, info=bound_to))
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error
