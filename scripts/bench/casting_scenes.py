"""What the casting bench runs inside a site of its own, on either database."""

import http.client
import json
import os
import secrets
import sqlite3
import subprocess
import sys
import time
import uuid
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from urllib.parse import quote_plus

import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.db import connection
from django.urls import reverse

from tests.drill.casting_scenes import make_many_voters, wide_contest
from tests.factories.voting import make_vote
from tests.support.live_site import free_port
from voting.domain.casting import cast_ballot
from voting.domain.manifest import manifest_of
from voting.models import MemberVote
from voting.models.member_vote import vote_ref
from voting.plugins.secret.sealing import public_key, seal

CHOICES = 20
# As long as a sealed ballot of such a vote.
SEALED = 1100


def domain_rates(*, ballots: int, rounds: int) -> dict:
    refs = make_many_voters(ballots * rounds + 10)
    vote = make_vote(wide_contest(CHOICES), voters=0)
    # What is done once a process is done before.
    for ref in refs[-10:]:
        cast_ballot(member_vote_id=vote.pk, voter_ref=ref, selections={"race": "c1"})
    best = {"ours": 0.0, "floor": 0.0}
    with bare_inserts() as insert:
        for number in range(rounds):
            share = refs[number * ballots : (number + 1) * ballots]
            best["floor"] = max(best["floor"], _rate(insert, share))
            best["ours"] = max(
                best["ours"],
                _rate(
                    lambda ref: cast_ballot(member_vote_id=vote.pk, voter_ref=ref, selections={"race": "c1"}),
                    share,
                ),
            )
    return best


def _rate(act: Callable[[str], object], items: list[str]) -> float:
    begun = time.perf_counter()
    for item in items:
        act(item)
    return len(items) / (time.perf_counter() - begun)


@contextmanager
def bare_inserts() -> Iterator[Callable[[str], None]]:
    """A participation and a sealed ballot in one durable transaction, without Django."""
    vote = uuid.uuid4()
    if connection.vendor == "sqlite":
        bare = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
        bare.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            "CREATE TABLE floor_voted (vote TEXT, ref TEXT, PRIMARY KEY (vote, ref)) WITHOUT ROWID;"
            "CREATE TABLE floor_sealed (id BLOB PRIMARY KEY, vote TEXT, sealed BLOB) WITHOUT ROWID;"
        )

        def insert(ref: str) -> None:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO floor_voted VALUES (?, ?)", (vote.hex, ref))
            row = (secrets.token_bytes(16), vote.hex, os.urandom(SEALED))
            bare.execute("INSERT INTO floor_sealed VALUES (?, ?, ?)", row)
            bare.execute("COMMIT")
    else:
        parameters = connection.get_connection_params()
        names = {key: parameters[key] for key in ("dbname", "user", "host", "port") if parameters.get(key)}
        bare = psycopg.connect(**names)
        bare.execute("CREATE TABLE floor_voted (vote uuid, ref text, PRIMARY KEY (vote, ref))")
        bare.execute("CREATE TABLE floor_sealed (id bytea PRIMARY KEY, vote uuid, sealed bytea)")
        bare.commit()

        def insert(ref: str) -> None:
            bare.execute("INSERT INTO floor_voted VALUES (%s, %s)", (vote, ref))
            row = (secrets.token_bytes(16), vote, os.urandom(SEALED))
            bare.execute("INSERT INTO floor_sealed VALUES (%s, %s, %s)", row)
            bare.commit()

    try:
        yield insert
    finally:
        bare.close()


def _forms(vote: MemberVote) -> dict[str, tuple[dict[str, str], int]]:
    """The last form of a ballot and the status that answers it: sealed by the browser, or by the site."""
    ref = vote_ref(vote, manifest_of(vote))
    sealed = seal(
        ballot=b'{"race":"c1"}',
        length=ref.manifest["ballot_length"],
        public=public_key(ref.manifest["box"]["public_key"]),
        bound_to=ref.manifest_sha256,
    )
    return {
        "browser": ({"sealed": quote_plus(b64encode(sealed).decode())}, 201),
        "site": ({"race": "c1", "step": "2", "go": "cast"}, 302),
    }


def http_rates(*, sealed_by: str, at_once: int, ballots: int, rounds: int, paper: str) -> None:
    """Members who are signed in, each with a session and a token, cast once each."""
    number = ballots * rounds + at_once
    make_many_voters(number)
    vote = make_vote(wide_contest(CHOICES), voters=0)
    cookies = [_cookie(user) for user in get_user_model().objects.filter(email__startswith="voter")]
    address = reverse("voting:ballot", args=[vote.pk])
    best = {"ours": 0.0, "floor": 0.0}
    form, wanted = _forms(vote)[sealed_by]
    with _served() as port:
        # The first ones warm the workers up.
        _post_all(port, address, cookies[-at_once:], form, at_once, wanted=wanted)
        _post_all(port, "/bench/empty/", cookies[-at_once:], {}, at_once, wanted=204)
        for round_ in range(rounds):
            share = cookies[round_ * ballots : (round_ + 1) * ballots]
            best["floor"] = max(
                best["floor"], _post_all(port, "/bench/empty/", share, {}, at_once, wanted=204)
            )
            best["ours"] = max(best["ours"], _post_all(port, address, share, form, at_once, wanted=wanted))
    assert vote.participations.count() == number
    Path(paper).write_text(json.dumps(best))


def _cookie(user) -> str:
    sessions = import_module(settings.SESSION_ENGINE).SessionStore()
    sessions[SESSION_KEY] = str(user.pk)
    sessions[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    sessions[HASH_SESSION_KEY] = user.get_session_auth_hash()
    sessions.save()
    return sessions.session_key


def _post_all(port, address, cookies, form, at_once, *, wanted) -> float:
    """Requests a second, with so many connections kept open."""
    token = secrets.token_hex(16)
    body = "&".join(f"{name}={value}" for name, value in {**form, "csrfmiddlewaretoken": token}.items())
    session_name, token_name = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME

    def one_by_one(share: list[str]) -> None:
        client = http.client.HTTPConnection("localhost", port, timeout=60)
        for session in share:
            client.request(
                "POST",
                address,
                body,
                {
                    "Cookie": f"{session_name}={session}; {token_name}={token}",
                    "Content-Type": "application/x-www-form-urlencoded",
                },
            )
            response = client.getresponse()
            response.read()
            assert response.status == wanted, f"{address} answered {response.status}"
        client.close()

    begun = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(one_by_one, [cookies[first::at_once] for first in range(at_once)]))
    return len(cookies) / (time.perf_counter() - begun)


@contextmanager
def _served() -> Iterator[int]:
    """The web server as the site runs it, with the empty view beside the site's own."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "4", "--log-level", "error"]
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "scripts.bench.site_settings"}
    server = subprocess.Popen([*command, "config.wsgi:application"], env=environ)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        client = http.client.HTTPConnection("localhost", port, timeout=5)
        try:
            client.request("GET", "/healthz")
            if client.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            client.close()
        assert time.monotonic() < deadline, "The web server did not start."
        time.sleep(0.2)
