"""Mails to one person about her membership or her login: in her language, sent by the worker.

A mail about a whole vote is another thing (`voting.mails`).
"""

import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_supported_language_variant
from django_tasks import task

from members.models import Member

logger = logging.getLogger(__name__)


def write_to(
    *,
    subject: str | Promise,
    template: str,
    context: dict | None = None,
    member: Member | None = None,
    address: str = "",
    language: str = "",
) -> bool:
    """Hand a mail to the worker; False where there is no address to write to.

    Give `member` (written to at the primary address of the roll, in the
    member's language) or `address` and `language`; both: that member's
    language, another address. `subject`: best a lazy translation; places such
    as %(site)s are filled from the context. `template`: the name of a file
    below templates/members/mail/, such as "login_joined.txt". `context`: what
    JSON can say, and lazy translations; the template also gets `site` (the
    name of the organization) and `base` (the address of the site, for
    {{ base }}{% url ... %}).

    The words are made when the mail is sent: the queue holds no letter, so
    put nothing secret into the context; a task that makes a token calls
    `send_now`.
    """
    to = address or (member.primary_email if member else "")
    if not to:
        return False
    language = supported(language or (member.language if member else ""))
    with translation.override(language):
        said = {name: _plain(value) for name, value in (context or {}).items()}
        _send.enqueue(to, _one_line(subject, said), template, said, language)
    return True


def send_now(*, address: str, subject: str | Promise, template: str, context: dict, language: str) -> bool:
    """Send a mail from within a task; False where the mail server did not take it.

    Takes what `write_to` takes.
    """
    with translation.override(supported(language)):
        words = {"site": str(settings.ORGANISATION_NAME), "base": settings.SITE_URL, **context}
        body = render_to_string(f"members/mail/{template}", words).strip() + "\n"
        subject = _one_line(subject, words)
    try:
        send_mail(subject, body, None, [address])
    except (OSError, smtplib.SMTPException, ValueError) as error:
        # Neither the address nor what the server says about it.
        logger.warning("a mail was not sent: template=%s error=%s", template, type(error).__name__)
        return False
    return True


@task()
def _send(address: str, subject: str, template: str, context: dict, language: str) -> None:
    send_now(address=address, subject=subject, template=template, context=context, language=language)


def supported(language: str) -> str:
    """The language of the site that comes nearest to the one a person reads."""
    try:
        return get_supported_language_variant(language or settings.LANGUAGE_CODE)
    except LookupError:
        return settings.LANGUAGE_CODE


def _one_line(subject: str | Promise, context: dict) -> str:
    text = str(subject)
    if isinstance(subject, Promise):
        text %= {"site": str(settings.ORGANISATION_NAME), **context}
    return " ".join(text.split())


def _plain(value):
    return str(value) if isinstance(value, Promise) else value
