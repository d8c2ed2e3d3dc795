"""Shamir's sharing of a secret, two of three, byte by byte over GF(2^8).

Each byte of the secret is where a straight line meets zero; a share has the
line's height at one, two or three. Two points fix the line. One point lies on
a line to every possible byte, and on equally many to each: it says nothing.

Source: A. Shamir, "How to share a secret", Communications of the ACM 22, 1979.
The field is the one of AES (FIPS 197): bits added without carry, products
reduced by x^8 + x^4 + x^3 + x + 1.
"""

import secrets
from collections.abc import Callable, Mapping

SHARES = 3
NEEDED = 2

_REDUCE = 0x11B


def split(secret: bytes, *, random: Callable[[int], bytes] = secrets.token_bytes) -> dict[int, bytes]:
    """Three shares by their number (1 to 3), each as long as the secret.

    `random`: gives so many bytes that nobody can foretell.
    """
    slopes = random(len(secret))
    return {
        number: bytes(byte ^ _times(slope, number) for byte, slope in zip(secret, slopes, strict=True))
        for number in range(1, SHARES + 1)
    }


def join(shares: Mapping[int, bytes]) -> bytes:
    """The secret of two shares by their number. Wrong shares give a wrong secret, and no error.

    Raises ValueError unless there are two of one length, with two numbers from 1 to 3.
    """
    if len(shares) != NEEDED or not set(shares) <= set(range(1, SHARES + 1)):
        raise ValueError("Two shares with different numbers are needed.")
    (one, of_one), (two, of_two) = shares.items()
    # How much each height weighs where the line meets zero.
    across = _divided(1, one ^ two)
    weight_one, weight_two = _times(two, across), _times(one, across)
    return bytes(_times(a, weight_one) ^ _times(b, weight_two) for a, b in zip(of_one, of_two, strict=True))


def _times(one: int, other: int) -> int:
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one > 0xFF:
            one ^= _REDUCE
        other >>= 1
    return product


def _divided(one: int, other: int) -> int:
    """Every number but zero has one that undoes it: its 254th power."""
    undoing = 1
    for _power in range(254):
        undoing = _times(undoing, other)
    return _times(one, undoing)
