"""Tracking codes: how a voter finds the own ballot again in the published list.

A code is 80 random bits that travel inside the sealed ballot. The site does
not know whose it is; the voter sees it once.
"""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from voting.api import InvalidBallot
from voting.domain.canonical import canonical_json

# Crockford's base 32: no I, L, O or U, which are read as something else.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _GROUP_LENGTH = 4, 4


def new_code() -> str:
    """Sixteen letters and digits in groups of four: 80 bits."""
    return "-".join(
        "".join(secrets.choice(_LETTERS) for _letter in range(_GROUP_LENGTH)) for _group in range(_GROUPS)
    )


def is_code(text: Any) -> bool:
    if not isinstance(text, str):
        return False
    groups = text.split("-")
    return len(groups) == _GROUPS and all(
        len(group) == _GROUP_LENGTH and set(group) <= set(_LETTERS) for group in groups
    )


def with_code(*, selections: Mapping[str, Any], code: str) -> bytes:
    """A ballot that carries its code."""
    return canonical_json({"ballot": dict(selections), "code": code})


def list_of_codes(coded: Iterable[tuple[Mapping[str, Any], str]]) -> bytes:
    """Ballots (selections and code) as they are published: one line of canonical JSON for each."""
    return b"".join(
        canonical_json({"code": code, "ballot": dict(selections)}) + b"\n" for selections, code in coded
    )


def without_code(content: Any) -> tuple[Any, str]:
    """(selections, code) of a ballot that carries one; raises InvalidBallot."""
    if not isinstance(content, dict) or set(content) != {"ballot", "code"} or not is_code(content["code"]):
        raise InvalidBallot
    return content["ballot"], content["code"]
