"""The mail as a mail server receives it."""

from contextlib import closing
from email import message_from_bytes, policy
from socket import socket

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from members.domain.sign_in_links import send_sign_in_link
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


class _Inbox:
    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):
        self.received.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def inbox(settings):
    inbox = _Inbox()
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield inbox
    controller.stop()


@pytest.mark.parametrize("language", ["en", "es"])
def test_sign_in_link_arrives_in_plain_text_with_one_link(inbox, language):
    make_member(name="Ben Okafor-Lind", email="ben@example.org")
    send_sign_in_link(address="ben@example.org", language=language, next_url="", at=timezone.now())
    [(to, message)] = inbox.received
    assert to == ["ben@example.org"]
    body = message.get_content()
    assert body.count("http") == 1
    assert f"http://localhost:8000/{language}/sign-in/link/" in body
    # A mail that goes astray says nothing about whose it is.
    assert "Ben" not in body + str(message["Subject"])
