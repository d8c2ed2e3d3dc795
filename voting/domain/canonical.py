"""Canonical JSON (RFC 8785), so that equal content has one hash, and the Merkle tree of RFC 6962."""

import hashlib
from collections.abc import Sequence
from typing import Any

import rfc8785


def canonical_json(value: Any) -> bytes:
    return rfc8785.dumps(value)


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves in the given order; of no leaves, the hash of nothing."""
    if not leaves:
        return sha256(b"")
    level = [sha256(b"\x00" + leaf) for leaf in leaves]
    while len(level) > 1:
        # An odd one out moves up unchanged, which is RFC 6962's tree.
        level = [
            sha256(b"\x01" + level[i] + level[i + 1]) if i + 1 < len(level) else level[i]
            for i in range(0, len(level), 2)
        ]
    return level[0]
