"""What a claimant does, without a browser."""

import re

from django.core import mail
from django.test import Client

from tests.factories.members import make_association, make_user

BACKEND = "members.roles.RolesBackend"


def signed_in(user=None, *, provider="facebook"):
    """A browser with a login that belongs to nobody yet, and the login."""
    if user is None:
        user = make_user(name="Somebody new")
        make_association(user, provider=provider, uid=f"uid-{user.pk}")
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client, user


def ask(client, *, address="", number="", name="", language="en", **options):
    data = {"address": address, "number": number, "name": name}
    return client.post(f"/{language}/account/claim/", data, **options)


def link_paths():
    """The links of all mails about claims so far."""
    return [
        path
        for message in mail.outbox
        for path in re.findall(r"(/\w\w/account/claim/link/\S+)", message.body)
    ]


def link_path():
    [path] = link_paths()
    return path


def join(client, path=None):
    return client.post(path or link_path(), {"answer": "join"}, follow=True)


def subjects(address):
    return [message.subject for message in mail.outbox if message.to == [address]]
