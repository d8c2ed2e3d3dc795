"""Tokens for other programs: made, found again by their hash, revoked."""

import hashlib
import logging
import secrets
from datetime import date, datetime

from members.models import ApiToken, User

logger = logging.getLogger(__name__)

# Programs that search code for lost secrets know a token by how it begins.
MARK = "roll_"
_SHOWN = len(MARK) + 6


def make_api_token(
    *,
    name: str,
    may_write: bool,
    expires_on: date,
    created_by: User | None,
    at: datetime,
) -> tuple[ApiToken, str]:
    """Store a new token, and return it with its text: 256 random bits that are kept nowhere."""
    text = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name,
        prefix=text[:_SHOWN],
        token_hash=_hash(text),
        may_write=may_write,
        expires_on=expires_on,
        created_by=created_by,
        created_at=at,
    )
    logger.info("api token %s made by login %s", name, created_by.pk if created_by else "on the command line")
    return token, text


def find_api_token(*, text: str, on: date) -> ApiToken | None:
    """The valid token with that text.

    What is compared is a hash of the text, inside an index: how long that takes
    tells nothing about the token.
    """
    token = ApiToken.objects.filter(token_hash=_hash(text)).first()
    if token is None or not token.is_valid(on=on):
        return None
    return token


def note_use(*, token: ApiToken, on: date) -> None:
    """Remember that the token was used that day; one write a day."""
    if token.last_used_on != on:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=on)


def revoke_api_token(*, token: ApiToken, by: User | None, at: datetime) -> None:
    """From now on it opens nothing; doing it twice keeps the first time."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        token.revoked_at = at
        logger.info("api token %s revoked by login %s", token.name, by.pk if by else "on the command line")


def _hash(text: str) -> str:
    # No salt and no slow hash: nobody guesses 256 random bits.
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
