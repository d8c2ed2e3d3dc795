"""A key that officers hold: making it, what is told the site about it, and joining its shares.

Nothing here touches a database or a file, so all of it works on a machine
that never sees a network.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils.translation import gettext as _

from voting.api import InvalidKey, InvalidShare, MadeKey, Officer
from voting.plugins.secret import shamir
from voting.plugins.secret.canary import read_canary
from voting.plugins.secret.shares import Share, read_share, vote_prefix

FORMAT = "member-vote-officers-key/1"
TEST_FORMAT = "member-vote-key-test/1"
LONGEST_NAME = 100
_CURVE = ec.SECP256R1
_SCALAR_BYTES = 32
_POINT_BYTES = 65
_HASH_SIGNS = 64


@dataclass(frozen=True)
class PublicHalf:
    """`public_key`: base64 of the uncompressed point."""

    vote_id: str
    public_key: str
    officers: tuple[Officer, ...]

    @property
    def text(self) -> str:
        """What the site is told."""
        return _as_text({"format": FORMAT, **self._content()})

    def test_text(self, canary: bytes) -> str:
        """What is needed to show that the shares open."""
        content = self._content()
        return _as_text({"format": TEST_FORMAT, **content, "sealed": b64encode(canary).decode()})

    def _content(self) -> dict[str, Any]:
        return {
            "vote": self.vote_id,
            "public_key": self.public_key,
            "officers": [
                {"name": officer.name, "share_sha256": officer.share_sha256} for officer in self.officers
            ],
        }

    @property
    def public(self) -> ec.EllipticCurvePublicKey:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE(), b64decode(self.public_key))


def make_officers_key(*, vote_id: str, names: Sequence[str]) -> MadeKey:
    """A new key in three shares, one for each name. Raises InvalidKey."""
    names = clean_names(names)
    private = ec.generate_private_key(_CURVE())
    scalar = private.private_numbers().private_value.to_bytes(_SCALAR_BYTES, "big")
    shares = [
        Share(number=number, vote_prefix=vote_prefix(vote_id), value=value)
        for number, value in shamir.split(scalar).items()
    ]
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    half = PublicHalf(
        vote_id=vote_id,
        public_key=b64encode(point).decode(),
        officers=tuple(
            Officer(number=share.number, name=name, share_sha256=share.sha256)
            for share, name in zip(shares, names, strict=True)
        ),
    )
    return MadeKey(public_text=half.text, shares=tuple(share.text for share in shares))


def clean_names(names: Sequence[str]) -> list[str]:
    """Three different names, without blanks around them; raises InvalidKey."""
    cleaned = [" ".join(str(name).split()) for name in names]
    if len(cleaned) != shamir.SHARES or not all(cleaned):
        raise InvalidKey(_("Three officers are needed. Give the name of each."))
    if len({name.casefold() for name in cleaned}) != shamir.SHARES:
        raise InvalidKey(_("Three different people are needed."))
    if any(len(name) > LONGEST_NAME for name in cleaned):
        raise InvalidKey(_("A name is too long. Use at most %(number)d letters.") % {"number": LONGEST_NAME})
    return cleaned


def read_public_text(text: str, *, vote_id: str) -> PublicHalf:
    """What a browser or the command told about a key that it made for this vote; raises InvalidKey."""
    half, content = _read(text, FORMAT)
    if half.vote_id != vote_id:
        raise InvalidKey(_("This key was made for another vote."))
    if set(content) != {"format", "vote", "public_key", "officers"}:
        raise _unknown()
    return half


def read_test_text(text: str) -> tuple[PublicHalf, bytes]:
    """(the public half, the sealed text) of a test; raises InvalidKey."""
    half, content = _read(text, TEST_FORMAT)
    try:
        return half, b64decode(content["sealed"], validate=True)
    except (KeyError, TypeError, ValueError):
        raise _unknown() from None


def holder_of(*, half: PublicHalf, share: Share) -> Officer:
    """Whose share this is; raises InvalidShare for one that is not of this key."""
    if share.vote_prefix != vote_prefix(half.vote_id):
        raise InvalidShare(_("This share belongs to the key of another vote."))
    officer = half.officers[share.number - 1]
    if share.sha256 != officer.share_sha256:
        raise InvalidShare(
            _("This is not the share that %(name)s was given. It was changed, or belongs to an earlier key.")
            % {"name": officer.name}
        )
    return officer


def join_shares(*, half: PublicHalf, shares: Sequence[Share]) -> ec.EllipticCurvePrivateKey:
    """The private half; of three shares, any two must give it.

    Every share is checked before anything is tried. Raises InvalidShare, InvalidKey.
    """
    for share in shares:
        holder_of(half=half, share=share)
    by_number = {share.number: share.value for share in shares}
    if len(by_number) < len(shares):
        raise InvalidShare(_("One share is here twice. Two different shares are needed."))
    if len(by_number) < shamir.NEEDED:
        raise InvalidShare(_("Two shares are needed."))
    keys = [_joined(half, dict(pair)) for pair in combinations(by_number.items(), shamir.NEEDED)]
    return keys[0]


def _joined(half: PublicHalf, values: Mapping[int, bytes]) -> ec.EllipticCurvePrivateKey:
    try:
        private = ec.derive_private_key(int.from_bytes(shamir.join(values), "big"), _CURVE())
    except ValueError:
        raise _does_not_fit() from None
    if private.public_key() != half.public:
        raise _does_not_fit()
    return private


def answer_test(*, question: str, shares: Sequence[str]) -> str:
    """What shows that these shares open what is sealed to the key; raises InvalidKey, InvalidShare."""
    half, sealed = read_test_text(question)
    private = join_shares(half=half, shares=[read_share(share) for share in shares])
    answer = read_canary(vote_id=half.vote_id, sealed=sealed, private=private)
    if answer is None:
        raise _does_not_fit()
    return answer


def _read(text: str, form: str) -> tuple[PublicHalf, dict[str, Any]]:
    try:
        content = json.loads(text)
        if content["format"] != form:
            raise ValueError
        hashes = [str(officer["share_sha256"]) for officer in content["officers"]]
        names = [str(officer["name"]) for officer in content["officers"]]
        vote_id, public_key = str(content["vote"]), str(content["public_key"])
    except (KeyError, TypeError, ValueError, RecursionError):
        raise _unknown() from None
    names = clean_names(names)
    if len(set(hashes)) != shamir.SHARES or not all(map(_is_hash, hashes)):
        raise _unknown()
    half = PublicHalf(
        vote_id=vote_id,
        public_key=public_key,
        officers=tuple(
            Officer(number=number, name=name, share_sha256=digest)
            for number, (name, digest) in enumerate(zip(names, hashes, strict=True), start=1)
        ),
    )
    if not _is_point(public_key):
        raise InvalidKey(_("This is no public key."))
    return half, content


def _is_point(text: str) -> bool:
    """Whether this is a point of the curve, written the one way in which manifests have it."""
    try:
        point = b64decode(text, validate=True)
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE(), point)
    except ValueError:
        return False
    return len(point) == _POINT_BYTES and b64encode(point).decode() == text


def _is_hash(text: str) -> bool:
    return len(text) == _HASH_SIGNS and set(text) <= set("0123456789abcdef")


def _as_text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False)


def _unknown() -> InvalidKey:
    return InvalidKey(_("The site did not understand this. Copy the whole text, from { to }."))


def _does_not_fit() -> InvalidKey:
    return InvalidKey(_("These shares do not open what is sealed to this key."))
