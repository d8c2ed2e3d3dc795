"""The script that seals ballots in browsers: its fingerprint, so that anybody can compare what they got."""

from base64 import b64encode
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage

from voting.domain.canonical import sha256
from voting.models import MemberVote

SEALING_MODULE = "js/seal.js"


def fingerprint() -> str:
    """SHA-256 of the script as this site serves it now, in hex."""
    return sha256(_served(SEALING_MODULE)).hex()


def logged_when_opening(vote: MemberVote) -> dict[str, str]:
    """What the log says of the script when a vote opens; nothing where browsers do not seal."""
    return {"sealing_module": fingerprint()} if vote.ballot_box.seals_in_browser else {}


def integrity(name: str) -> str:
    """What the `integrity` of a script tag has to say: a browser runs no other bytes."""
    return f"sha256-{b64encode(sha256(_served(name))).decode()}"


def _served(name: str) -> bytes:
    """The bytes that browsers get for a static file."""
    if isinstance(staticfiles_storage, ManifestFilesMixin):
        with staticfiles_storage.open(staticfiles_storage.stored_name(name)) as file:
            return file.read()
    return Path(finders.find(name)).read_bytes()
