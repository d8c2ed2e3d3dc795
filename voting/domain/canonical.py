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
    return merkle_levels(leaves)[-1][0] if leaves else sha256(b"")


def merkle_levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """Every node of the tree over these leaves (bytes, at least one), level by level up to the root."""
    levels = [[sha256(b"\x00" + leaf) for leaf in leaves]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        # An odd one out moves up unchanged, which is RFC 6962's tree.
        levels.append(
            [
                sha256(b"\x01" + below[i] + below[i + 1]) if i + 1 < len(below) else below[i]
                for i in range(0, len(below), 2)
            ]
        )
    return levels


def inclusion_path(levels: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    """What proves that the leaf at `index` (from 0) is in the tree: RFC 6962's audit path, lowest first."""
    path = []
    for level in levels[:-1]:
        beside = index ^ 1
        # An odd one out has nobody beside it on this level.
        if beside < len(level):
            path.append(level[beside])
        index //= 2
    return path


def root_from_path(*, leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a path leads to from a leaf of a tree with `size` leaves; None if it cannot be one."""
    if not 0 <= index < size:
        return None
    node, last, hashed = index, size - 1, sha256(b"\x00" + leaf)
    steps = list(path)
    while last:
        if node ^ 1 <= last:
            if not steps:
                return None
            beside = steps.pop(0)
            hashed = sha256(b"\x01" + (beside + hashed if node % 2 else hashed + beside))
        node, last = node // 2, last // 2
    return hashed if not steps else None
