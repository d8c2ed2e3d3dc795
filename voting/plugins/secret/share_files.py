"""Shares that officers brought after the close, each in a file beside the other keys, until the count.

One of them says nothing. With the second the ballots can be opened, so both
go as soon as that is done.
"""

import json
from pathlib import Path

from django.conf import settings

from voting.api import InvalidShare
from voting.key_files import destroy_file, write_once
from voting.plugins.secret.shamir import SHARES
from voting.plugins.secret.shares import Share, read_share

_SHARE = "share"


def share_path(vote_id: str, number: int) -> Path:
    return Path(settings.VOTING_KEY_DIR) / f"{vote_id}.share-{number}.json"


def keep_share(vote_id: str, share: Share) -> None:
    """Keep a share that was checked, in place of whatever lies there."""
    path = share_path(vote_id, share.number)
    if kept_share(vote_id, share.number) != share:
        destroy_file(path)
        write_once(path, {_SHARE: share.text})


def kept_share(vote_id: str, number: int) -> Share | None:
    """The share of one officer; None where there is none, or the file is damaged."""
    try:
        return read_share(json.loads(share_path(vote_id, number).read_text())[_SHARE])
    except (FileNotFoundError, KeyError, TypeError, ValueError, AttributeError, InvalidShare):
        return None


def kept_shares(vote_id: str) -> list[Share]:
    """The shares that are here, of the first officer first."""
    found = (kept_share(vote_id, number) for number in range(1, SHARES + 1))
    return [share for share in found if share is not None]


def remove_shares(vote_id: str) -> bool:
    """Overwrite and remove every share of a vote; whether there was one."""
    return sum(destroy_file(share_path(vote_id, number)) for number in range(1, SHARES + 1)) > 0
