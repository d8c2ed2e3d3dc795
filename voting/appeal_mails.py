"""The mail to somebody whose appeal came to its end: that it did, and where the answer stands."""

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
    try:
        send_mail(subject, body, None, [contact.email])
    except (smtplib.SMTPRecipientsRefused, ValueError):
        # Without the address. Whatever else goes wrong makes the task fail, and is tried again by hand.
        logger.warning("The mail about an appeal of vote %s was refused.", vote.pk)
        return False
    return True
