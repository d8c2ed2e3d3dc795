import subprocess
import sys
import time
from contextlib import closing
from socket import socket

import pytest
import requests
from django.conf import settings as site_settings
from django.core.management import CommandError, call_command

from members.demo_people import BEN, DEMO_PEOPLE, TELLER_ONE
from members.domain.demo_logins import make_demo_login
from members.models import User
from tests.factories.members import make_member
from tests.members.provider import sign_in


def test_provider_of_the_demo_refuses_a_real_site(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demo"):
        call_command("demo_sign_in_provider", port=0)


def test_demo_addresses_cannot_be_anybodys():
    assert all(person.email.endswith("@example.org") for person in DEMO_PEOPLE)
    assert len({person.email for person in DEMO_PEOPLE}) == len(DEMO_PEOPLE) == 7


@pytest.mark.django_db
def test_demo_login_of_a_teller_has_the_role_and_joins_the_roll(client, offer, provider_server):
    offer(
        "demo-oidc",
        "members.backends.DemoOIDC",
        vouches=True,
        OIDC_ENDPOINT=provider_server,
        KEY="k",
        SECRET="s",
    )
    for _ in range(2):
        user = make_demo_login(person=TELLER_ONE)
    sign_in(client, TELLER_ONE.email)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert [group.name for group in user.groups.all()] == ["Tellers"]
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_demo_member_needs_no_prepared_login(client, demo_provider):
    ben = make_member(name=BEN.name, email=BEN.email)
    sign_in(client, BEN.email)
    ben.refresh_from_db()
    assert ben.user.name == BEN.name


@pytest.mark.drill
def test_provider_of_the_demo_answers():
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo_sign_in_provider", f"--port={port}"],
        cwd=site_settings.BASE_DIR,
        env={"DEMO": "true", "DJANGO_SETTINGS_MODULE": "config.settings.test", "PATH": ""},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        found = None
        for _ in range(180):
            try:
                found = requests.get(
                    f"http://localhost:{port}/.well-known/openid-configuration", timeout=2
                ).json()
                break
            except requests.ConnectionError:
                assert process.poll() is None, process.stderr.read().decode()
                time.sleep(0.5)
        assert found["issuer"] == f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(10)
        process.stderr.close()
