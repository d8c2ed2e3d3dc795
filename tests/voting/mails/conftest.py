from contextlib import closing
from email import message_from_bytes, policy
from socket import socket

import pytest
from aiosmtpd.controller import Controller


class Inbox:
    """A mail server for one test: what it received, and whom it refuses."""

    def __init__(self):
        self.received = []
        self.refused = {}

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.received.append((envelope.rcpt_tos, message))
        return "250 OK"

    @property
    def addresses(self):
        return sorted(address for recipients, _message in self.received for address in recipients)


def _free_port():
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mail_server(settings):
    """Gives the inbox and a function that starts the server behind it; until then nobody answers."""
    port = _free_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    inbox, running = Inbox(), []

    def start():
        controller = Controller(inbox, hostname="127.0.0.1", port=port)
        controller.start()
        running.append(controller)

    yield inbox, start
    for controller in running:
        controller.stop()


@pytest.fixture
def inbox(mail_server):
    inbox, start = mail_server
    start()
    return inbox
