"""Writing and sending the mails of a vote: in each person's language, the same words for everybody.

A mail holds no name, no choice and no link that signs anybody in. It does hold
the fingerprint of what was announced and the newest checkpoint of the log:
worth something because so many people have a copy of them.
"""

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext as _

from voting.domain.checkpoints import latest_note
from voting.domain.invitations import (
    entries_to_write_to,
    finish,
    is_timely,
    note_progress,
    take_back,
    try_again_later,
)
from voting.models import Mailing, MemberVote
from voting.panels import vote_page_urls
from voting.paper import paper_of
from voting.wording import moment_text

logger = logging.getLogger("voting")

# An answer of a mail server that means: not now.
_TEMPORARY = range(400, 500)
# "Service not available, closing transmission channel."
_CLOSING = 421


@dataclass(frozen=True)
class Letter:
    """The words of a mail in one language."""

    subject: str
    body: str


class ServerDown(Exception):
    """The mail server takes no mail just now."""


def send_mailing(*, number: int, clock: Callable[[], datetime]) -> int:
    """Send one batch, as far as the mail server takes it; how many mails went out.

    Safe to repeat. What could not be sent is left for later, and an address
    that is refused does not stop the others.
    """
    mailing = Mailing.objects.filter(pk=number).select_related("member_vote__page__locale").first()
    if mailing is None:
        return 0
    if not is_timely(mailing, at=clock()):
        finish(mailing=mailing)
        return 0
    entries = entries_to_write_to(mailing)
    electorate = mailing.member_vote.electorate_plugin
    wanting = electorate.wanting(refs=[ref for _entry, ref in entries], kind=mailing.kind)
    contacts = electorate.contacts(refs=wanting)
    reachable = [(entry, contacts[ref]) for entry, ref in entries if ref in contacts]
    try:
        sent = _send(mailing, reachable, clock)
    except ServerDown:
        logger.warning("The mails about vote %s go on later: no mail server.", mailing.member_vote_id)
        return 0
    return sent


def _send(mailing: Mailing, reachable, clock) -> int:
    """Send to these people in order. Raises ServerDown."""
    if not reachable:
        finish(mailing=mailing)
        return 0
    letters: dict[str, Letter] = {}
    sent = 0
    connection = _open_connection()
    try:
        for entry, contact in reachable:
            language = language_for(contact.language)
            if language not in letters:
                letters[language] = letter(
                    member_vote=mailing.member_vote, kind=Mailing.Kind(mailing.kind), language=language
                )
            if not note_progress(mailing=mailing, entry=entry, at=clock()):
                return sent
            try:
                sent += _deliver(connection, letters[language], contact.email, mailing, entry, clock)
            except ServerDown:
                take_back(mailing=mailing, entry=entry, at=clock())
                raise
    finally:
        connection.close()
    finish(mailing=mailing)
    return sent


def _open_connection():
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise ServerDown from error
    return connection


def _deliver(connection, words: Letter, address: str, mailing, entry: int, clock) -> int:
    """1 if the server took the mail, 0 if it refused this address. Raises ServerDown."""
    message = EmailMessage(words.subject, words.body, None, [address], connection=connection)
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        code = _code(error)
        if code == _CLOSING or isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPAuthenticationError):
            # Not about this address.
            raise ServerDown from error
        again = code in _TEMPORARY and try_again_later(mailing=mailing, entry=entry, at=clock())
        if not again:
            # Without the address, and without whatever the server says about it.
            logger.warning("A mail about vote %s was refused (%s).", mailing.member_vote_id, code)
        return 0
    except (OSError, smtplib.SMTPException) as error:
        raise ServerDown from error
    except ValueError:
        # An address that cannot stand in a mail.
        logger.warning("A mail about vote %s has no possible address.", mailing.member_vote_id)
        return 0
    return 1


def _code(error) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    return error.smtp_code


def language_for(code: str) -> str:
    """The language of the site that comes nearest to the one a person reads."""
    try:
        return get_supported_language_variant(code)
    except LookupError:
        return settings.LANGUAGE_CODE


def letter(*, member_vote: MemberVote, kind: Mailing.Kind, language: str) -> Letter:
    """The words of a mail about a vote."""
    with translation.override(language):
        paper = paper_of(member_vote, with_pages=False)
        page = vote_page_urls([member_vote]).get(member_vote.page.translation_key, "")
        context = {
            "site": str(getattr(settings, "ORGANISATION_NAME", "")),
            "paper": paper,
            "closes": moment_text(member_vote.closes_at),
            "ballot_url": whole_address(reverse("voting:ballot", args=[member_vote.pk])),
            "vote_url": whole_address(page),
            "check_url": whole_address(reverse("voting:check_vote", args=[member_vote.pk])),
            "log_url": whole_address(reverse("voting:log", args=[member_vote.pk])),
            "secrecy_url": whole_address(reverse("voting:secrecy")),
            "fingerprint": bytes(member_vote.manifest_sha256).hex(),
            "note": latest_note(member_vote),
        }
        if kind == Mailing.Kind.INVITATION:
            subject = _("You can vote now: %(title)s") % {"title": paper.title}
            template = "voting/mail/invitation.txt"
        elif kind == Mailing.Kind.REMINDER:
            subject = _("This vote closes soon: %(title)s") % {"title": paper.title}
            template = "voting/mail/reminder.txt"
        else:
            subject = _("The result is out: %(title)s") % {"title": paper.title}
            template = "voting/mail/outcome.txt"
        # A title is one line, also where somebody wrote it in two.
        body = render_to_string(template, context).strip() + "\n"
        return Letter(subject=" ".join(subject.split()), body=body)


def whole_address(path: str) -> str:
    """The whole address of a page; a site that has several hosts gives it whole already."""
    return path if "://" in path else getattr(settings, "SITE_URL", "").rstrip("/") + path
