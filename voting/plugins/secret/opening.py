"""Taking all ballots of a closed vote out of the box: unsealed, written alike, in random order."""

import json
import secrets

import rfc8785
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction

from voting.api import VoteRef, tell_progress
from voting.plugins.secret import tables
from voting.plugins.secret.keys import read_outer_key
from voting.plugins.secret.models import OpenedBallot
from voting.plugins.secret.sealing import CannotOpen, unseal, unwrap

_ID_BYTES = 16
# Ballots that are in memory at the same time.
_BATCH = 500


@transaction.atomic
def open_all(*, vote: VoteRef, private: ec.EllipticCurvePrivateKey) -> int:
    """Write every ballot of a vote down opened, in random order; how many there were.

    A ballot that does not unseal is written as nothing: it counts as invalid.
    Raises KeysMissing.
    """
    order = tables.ids(vote.id)
    if not order:
        return 0
    outer = read_outer_key(vote.id)
    secrets.SystemRandom().shuffle(order)
    # Sorted, so that neither the place of a row nor its id says more than the other.
    new_ids = sorted(secrets.token_bytes(_ID_BYTES) for _id in order)
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        found = tables.ballots(vote.id, batch)
        OpenedBallot.objects.bulk_create(
            OpenedBallot(
                id=new_id,
                vote_id=vote.id,
                ballot=opened(
                    wrapped=found[id_], outer=outer, private=private, bound_to=vote.manifest_sha256
                ),
            )
            for new_id, id_ in zip(new_ids[start:], batch, strict=False)
        )
        tell_progress(start + len(batch), len(order))
    return len(order)


def opened(*, wrapped: bytes, outer: bytes, private: ec.EllipticCurvePrivateKey, bound_to: bytes) -> bytes:
    """One stored ballot in canonical JSON; empty when it does not unseal or is no JSON object."""
    try:
        sealed = unwrap(wrapped=wrapped, outer=outer, bound_to=bound_to)
        return written_alike(unseal(sealed=sealed, private=private, bound_to=bound_to))
    except CannotOpen:
        return b""


def written_alike(ballot: bytes) -> bytes:
    """The ballot in canonical JSON: spaces and the order of keys, which a browser chose, mark nothing."""
    try:
        content = json.loads(ballot.decode())
        return rfc8785.dumps(content) if isinstance(content, dict) else b""
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        return b""
