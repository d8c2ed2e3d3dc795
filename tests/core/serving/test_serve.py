import socket

import pytest
from django.core.management import CommandError, call_command

from core.serving.ports import is_free


@pytest.fixture
def taken_port():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_taken_port_is_refused_in_one_sentence(taken_port):
    with pytest.raises(
        CommandError, match=f"Port {taken_port} on 127.0.0.1 is in use.*make run PORT={taken_port + 1}"
    ):
        call_command("serve", port=taken_port)


def test_taken_port_of_the_demo_sign_in_is_refused(taken_port, settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setenv("DEMO_OIDC_URL", f"http://localhost:{taken_port}")
    with pytest.raises(CommandError, match="DEMO_OIDC_URL="):
        call_command("serve", port=free_port())


def test_free_port_is_free(taken_port):
    assert is_free("127.0.0.1", free_port())
    assert not is_free("127.0.0.1", taken_port)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_nobody_who_answers_requests_is_given_the_owners_address(monkeypatch, settings):
    parts = {}

    class Watched:
        def __init__(self, given, *, environ, say):
            parts.update((part.name, part.without) for part in given)

        def run(self, **kwargs):
            return 0

    monkeypatch.setattr("core.management.commands.serve.Supervisor", Watched)
    settings.DEMO = True
    call_command("serve", port=free_port(), no_prepare=True)
    told = {name for name, without in parts.items() if "OWNER_DATABASE_URL" not in without}
    assert told == {"votes"} and {"web", "background work", "upkeep", "demo sign-ins"} <= set(parts)
