"""Mails about an appeal: to the tellers that it waits, to the person that it came to its end."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from voting.mails import language_for, whole_address
from voting.models import Appeal
from voting.paper import paper_of
from voting.wording import moment_text

logger = logging.getLogger("voting")


def send_answer(*, number: int) -> bool:
    """Write to the person behind an appeal, where the electorate knows an address; nobody of a demo.

    The answer itself is not in the mail: it is about a person's membership, and
    is read after signing in. False where nobody could be written to.
    """
    appeal = Appeal.objects.filter(pk=number).select_related("member_vote__page__locale").first()
    if appeal is None or appeal.member_vote.is_demo:
        return False
    vote = appeal.member_vote
    contact = vote.electorate_plugin.contacts(refs=[appeal.voter_ref]).get(appeal.voter_ref)
    if contact is None:
        return False
    with translation.override(language_for(contact.language)):
        title = paper_of(vote, with_pages=False).title
        context = {
            "site": str(getattr(settings, "ORGANISATION_NAME", "")),
            "title": title,
            "is_added": appeal.state == Appeal.State.ADDED,
            "is_answered": appeal.state == Appeal.State.DECLINED,
            "ballot_url": whole_address(reverse("voting:ballot", args=[vote.pk])),
            "appeal_url": whole_address(reverse("voting:appeal", args=[vote.pk])),
        }
        subject = " ".join((_("Your appeal: %(title)s") % {"title": title}).split())
        body = render_to_string("voting/mail/appeal.txt", context).strip() + "\n"
    return _send(vote, contact.email, subject, body)


def tell_tellers(*, number: int) -> int:
    """Write to every teller of the vote whose address is known; how many were written to.

    Nothing in the mail says who appealed, or why: it leads to the desk.
    """
    appeal = Appeal.objects.filter(pk=number).select_related("member_vote__page__locale").first()
    if appeal is None or appeal.member_vote.is_demo:
        return 0
    vote = appeal.member_vote
    return sum(_tell_teller(vote, teller) for teller in vote.tellers.filter(is_active=True))


def _tell_teller(vote, teller) -> bool:
    electorate = vote.electorate_plugin
    ref = electorate.ref_for(user=teller)
    contact = electorate.contacts(refs=[ref]).get(ref) if ref else None
    address = contact.email if contact else teller.email
    if not address:
        return False
    with translation.override(language_for(contact.language if contact else settings.LANGUAGE_CODE)):
        title = paper_of(vote, with_pages=False).title
        context = {
            "site": str(getattr(settings, "ORGANISATION_NAME", "")),
            "title": title,
            "closes": moment_text(vote.closes_at),
            "desk_url": whole_address(reverse("voting:desk_appeals", args=[vote.pk])),
        }
        subject = " ".join((_("An appeal waits: %(title)s") % {"title": title}).split())
        body = render_to_string("voting/mail/appeal_waits.txt", context).strip() + "\n"
    return _send(vote, address, subject, body)


def _send(vote, address: str, subject: str, body: str) -> bool:
    try:
        send_mail(subject, body, None, [address])
    except (smtplib.SMTPRecipientsRefused, ValueError):
        # Without the address. Whatever else goes wrong makes the task fail, and is tried again by hand.
        logger.warning("The mail about an appeal of vote %s was refused.", vote.pk)
        return False
    return True
