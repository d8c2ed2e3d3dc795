"""An officer's share as text that can be written down, and read back with its mistakes noticed.

    MV1-2-6F3A9C1E-XXXX-…-XXXX-KKKK

Version, the officer's number, the first eight signs of the vote's id, then 32
bytes in Crockford's base 32 (no I, L, O or U), and four signs that check all
before. Every sign is one of that alphabet, so the whole is one number; the
check is its remainder. Dashes, blanks, small letters and the usual mix-ups
(I and L for 1, O for 0) do no harm.
"""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from django.utils.translation import gettext as _

from voting.api import InvalidShare
from voting.plugins.secret.shamir import SHARES

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_LEFT_OUT = str.maketrans("", "", "- \t\r\n\u2010\u2011\u2012\u2013\u2014\u00a0")

_VERSION = "MV1"
_PREFIX_SIGNS = 8
_VALUE_BYTES, _VALUE_SIGNS = 32, 52
_CHECK_SIGNS = 4
_SIGNS = len(_VERSION) + 1 + _PREFIX_SIGNS + _VALUE_SIGNS + _CHECK_SIGNS
_GROUP = 4
# The largest prime that four signs can hold. It divides no difference of one sign, nor one of
# two signs that changed places, so neither mistake leaves the check as it was.
_PRIME = 1_048_573


@dataclass(frozen=True)
class Share:
    """`number`: which of the three; `vote_prefix`: eight hexadecimal signs; `value`: 32 bytes."""

    number: int
    vote_prefix: str
    value: bytes

    @cached_property
    def signs(self) -> str:
        """All signs without dashes: what is hashed."""
        body = (
            f"{_VERSION}{self.number}{self.vote_prefix.upper()}"
            f"{_in_base_32(int.from_bytes(self.value, 'big'), _VALUE_SIGNS)}"
        )
        return body + _check_of(body)

    @property
    def text(self) -> str:
        """For people."""
        start = len(_VERSION) + 1 + _PREFIX_SIGNS
        head = self.signs[:start]
        rest = self.signs[start:]
        groups = [rest[place : place + _GROUP] for place in range(0, len(rest), _GROUP)]
        return "-".join([_VERSION, str(self.number), head[-_PREFIX_SIGNS:], *groups])

    @property
    def sha256(self) -> str:
        """What is published of a share: with 256 random bits behind it, it cannot be guessed from this."""
        return sha256(self.signs.encode()).hexdigest()


def vote_prefix(vote_id: str) -> str:
    return vote_id.replace("-", "")[:_PREFIX_SIGNS].upper()


def read_share(text: str) -> Share:
    """The share that somebody typed. Raises InvalidShare with a sentence."""
    signs = text.upper().translate(_LEFT_OUT).translate(_READ_AS)
    for sign in signs:
        if sign not in _ALPHABET:
            raise InvalidShare(_("“%(sign)s” is in no share. Look at this place again.") % {"sign": sign})
    if len(signs) != _SIGNS:
        raise InvalidShare(
            _("A share has %(needed)d letters and digits. This has %(found)d.")
            % {"needed": _SIGNS, "found": len(signs)}
        )
    if _check_of(signs[:-_CHECK_SIGNS]) != signs[-_CHECK_SIGNS:]:
        raise InvalidShare(_("Some letter or digit is wrong. Compare each group with what you kept."))
    number = signs[len(_VERSION)]
    if not signs.startswith(_VERSION) or number not in "123"[:SHARES]:
        raise InvalidShare(_("This is no share of a key, or one of a newer version."))
    start = len(_VERSION) + 1
    value = _number_of(signs[start + _PREFIX_SIGNS : -_CHECK_SIGNS])
    if value >> (8 * _VALUE_BYTES):
        raise InvalidShare(_("This is no share of a key, or one of a newer version."))
    return Share(
        number=int(number),
        vote_prefix=signs[start : start + _PREFIX_SIGNS],
        value=value.to_bytes(_VALUE_BYTES, "big"),
    )


def _check_of(body: str) -> str:
    return _in_base_32(_number_of(body) % _PRIME, _CHECK_SIGNS)


def _number_of(signs: str) -> int:
    number = 0
    for sign in signs:
        number = number * 32 + _ALPHABET.index(sign)
    return number


def _in_base_32(number: int, length: int) -> str:
    signs = []
    for _place in range(length):
        number, rest = divmod(number, 32)
        signs.append(_ALPHABET[rest])
    return "".join(reversed(signs))
