"""Whole bundles to work with: made once, since a second program counts each of them."""

from copy import deepcopy
from dataclasses import fields, replace
from functools import cache

from tests.tools.bundles import KINDS, Draft, draft


@cache
def _made(kind: str) -> Draft:
    return draft(**KINDS[kind])


def whole(kind: str = "ballots") -> Draft:
    """A draft of its own of one of the kinds, to be changed."""
    made = _made(kind)
    # A private key cannot be copied, and nobody changes one.
    parts = {each.name: getattr(made, each.name) for each in fields(made) if each.name != "key"}
    return replace(made, **deepcopy(parts))
