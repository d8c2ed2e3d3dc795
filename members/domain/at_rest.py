"""Small secrets that must be readable again, kept so that a copy of the database alone does not tell them.

The key comes from SECRET_KEY, which is in no database and no backup of one.
Old keys in SECRET_KEY_FALLBACKS still open what they closed.
"""

import hmac
import secrets

from django.conf import settings

SECRET_BYTES = 20
_NONCE_BYTES = 16
_TAG_BYTES = 4


class NotOurs(ValueError):
    """No key of this site opens the value: SECRET_KEY was changed without a fallback."""


def close(secret: bytes) -> str:
    """80 hexadecimal digits for a secret of 20 bytes; another value each time."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a secret has {SECRET_BYTES} bytes")
    nonce = secrets.token_bytes(_NONCE_BYTES)
    hidden = _masked(secret, nonce, settings.SECRET_KEY)
    return (nonce + hidden + _tag(nonce + hidden, settings.SECRET_KEY)).hex()


def reopen(closed: str) -> bytes:
    """The secret again; raises NotOurs."""
    value = bytes.fromhex(closed)
    nonce, hidden, tag = value[:_NONCE_BYTES], value[_NONCE_BYTES:-_TAG_BYTES], value[-_TAG_BYTES:]
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if hmac.compare_digest(tag, _tag(nonce + hidden, key)):
            return _masked(hidden, nonce, key)
    raise NotOurs


def is_closed_by_current_key(closed: str) -> bool:
    value = bytes.fromhex(closed)
    return hmac.compare_digest(value[-_TAG_BYTES:], _tag(value[:-_TAG_BYTES], settings.SECRET_KEY))


def keyed_hash(text: str, *, key: str) -> str:
    """16 letters and digits that tell nothing about the text without the key."""
    return hmac.new(key.encode(), b"members.at_rest.hash:" + text.encode(), "sha256").hexdigest()[:16]


def _masked(text: bytes, nonce: bytes, key: str) -> bytes:
    # The nonce is used once, so the stream is: a mask as long as the secret, used once.
    stream = hmac.new(key.encode(), b"members.at_rest.mask:" + nonce, "sha256").digest()
    return bytes(left ^ right for left, right in zip(text, stream, strict=False))


def _tag(value: bytes, key: str) -> bytes:
    return hmac.new(key.encode(), b"members.at_rest.tag:" + value, "sha256").digest()[:_TAG_BYTES]
