"""Trying a key before it is needed: a random text is sealed to it, and whoever reads it has the key.

The text cannot be told from a ballot that says nothing; only its hash is kept.
"""

import hmac
import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

# The suite of the ballots: what opens this opens them.
_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_TEXT_BYTES = 32


def bound_to(vote_id: str) -> bytes:
    """What binds the test to its vote: no sealed ballot can be passed off as one."""
    return b"member-vote key test\n" + vote_id.encode()


def make_canary(*, vote_id: str, public: ec.EllipticCurvePublicKey) -> tuple[bytes, bytes]:
    """(a random text sealed to this key, the SHA-256 of the text)."""
    text = secrets.token_hex(_TEXT_BYTES).encode()
    return _SUITE.encrypt(text, public, info=bound_to(vote_id)), sha256(text).digest()


def read_canary(*, vote_id: str, sealed: bytes, private: ec.EllipticCurvePrivateKey) -> str | None:
    """The random text; None where this key does not open it."""
    try:
        return _SUITE.decrypt(sealed, private, info=bound_to(vote_id)).decode()
    except (InvalidTag, ValueError):
        return None


def is_answer(*, answer: str, text_sha256: bytes) -> bool:
    return hmac.compare_digest(sha256(answer.strip().encode()).digest(), text_sha256)
