"""One mail to one person: her address, her language, and nothing left of it in the log."""

import smtplib

import pytest
from django.core import mail
from django.utils.translation import gettext_lazy

from members.mails import send_now, write_to
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
LINK = {"token": "T" * 22, "minutes": 30}
SUBJECT = gettext_lazy("Your sign-in link for %(site)s")


def test_member_is_written_to_at_the_primary_address_in_the_language_of_the_member():
    assert write_to(
        member=make_member(email="eva@example.org", language="es"),
        subject=SUBJECT,
        template="sign_in_link.txt",
        context=LINK,
    )
    [message] = mail.outbox
    assert message.to == ["eva@example.org"]
    assert message.subject == "Su enlace para entrar a Progressive Massachusetts"
    assert "http://localhost:8000/es/sign-in/link/TTTTTTTTTTTTTTTTTTTTTT/\n" in message.body


@pytest.mark.parametrize(("language", "word"), [("es-MX", "enlace"), ("pt", "link"), ("", "link")])
def test_language_that_comes_nearest_is_used(language, word):
    write_to(
        address="x@example.org",
        language=language,
        subject=SUBJECT,
        template="sign_in_link.txt",
        context=LINK,
    )
    assert word in mail.outbox[0].subject


def test_member_without_address_gets_no_mail():
    assert not write_to(member=make_member(), subject=SUBJECT, template="sign_in_link.txt", context=LINK)
    assert not mail.outbox


def test_subject_is_one_line_whatever_stands_in_it():
    write_to(address="x@example.org", subject="a\nBcc: b@x.org", template="sign_in_link.txt", context=LINK)
    assert mail.outbox[0].subject == "a Bcc: b@x.org"


@pytest.mark.parametrize("error", [smtplib.SMTPRecipientsRefused({"x@example.org": (550, b"no")}), OSError()])
def test_refused_mail_is_logged_without_its_address(monkeypatch, caplog, error):
    def refuse(*args, **kwargs):
        raise error

    monkeypatch.setattr("members.mails.send_mail", refuse)
    sent = send_now(
        address="x@example.org", subject="s", template="sign_in_link.txt", context=LINK, language="en"
    )
    assert not sent
    assert "template=sign_in_link.txt" in caplog.text
    assert "x@example.org" not in caplog.text
