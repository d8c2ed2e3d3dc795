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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from urllib.parse import quote_plus

import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.db import connection
from django.urls import reverse

from members.models import Member, Membership, User
from scripts.bench.crowd import requests_a_second
from tests.drill.casting_scenes import wide_contest
from tests.factories.members import make_tier
from tests.factories.voting import OPENS, make_vote
from tests.support.live_site import free_port
from voting.domain.casting import cast_ballot
from voting.domain.manifest import manifest_of
from voting.models import MemberVote
from voting.models.member_vote import vote_ref
from voting.plugins.secret.sealing import public_key, seal, wrapped_length

CHOICES = 20
# The ways take turns so often that whatever else the machine does meets all of them.
AT_A_TIME = 20


def domain_rates(*, ballots: int, rounds: int) -> dict[str, list[float]]:
    """Ballots a second in each round: bare inserts, and the domain function given a ballot sealed or not."""
    vote, members = _vote_of_members(3 * ballots * rounds + 30)
    sealed, refs = _sealed(vote), iter([str(member.ref) for member in members])

    def cast(ref: str, **ballot) -> None:
        assert cast_ballot(member_vote_id=vote.pk, voter_ref=ref, **ballot).stored

    with bare_inserts(length=_stored_length(vote)) as insert:
        ways = {
            "floor": insert,
            "browser": lambda ref: cast(ref, sealed=sealed),
            "site": lambda ref: cast(ref, selections={"race": "c1"}),
        }
        # What is done once a process is done before.
        for way in ways.values():
            for _number in range(10):
                way(next(refs))
        return _rates_in_turn(ways, refs, ballots, rounds)


def _rates_in_turn(ways: dict[str, Callable], refs: Iterator[str], ballots: int, rounds: int) -> dict:
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(rounds):
        seconds = dict.fromkeys(ways, 0.0)
        for _turn in range(ballots // AT_A_TIME):
            for name, way in ways.items():
                some = [next(refs) for _number in range(AT_A_TIME)]
                begun = time.perf_counter()
                for ref in some:
                    way(ref)
                seconds[name] += time.perf_counter() - begun
        for name, spent in seconds.items():
            rates[name].append(ballots / spent)
    return rates


def _vote_of_members(number: int) -> tuple[MemberVote, Sequence[Member]]:
    """A vote of the members in good standing, each with a login."""
    users = User.objects.bulk_create(
        [User(email=f"voter{n}@example.org", name=f"Voter {n}") for n in range(number)], batch_size=500
    )
    members = Member.objects.bulk_create(
        [
            Member(member_no=f"M-{n}", first_name="Voter", last_name=str(n), user=users[n])
            for n in range(number)
        ],
        batch_size=500,
    )
    first_day = (OPENS - timedelta(days=100)).date()
    tier = make_tier()
    Membership.objects.bulk_create(
        [Membership(member=each, tier=tier, starts_on=first_day, source="bench") for each in members],
        batch_size=500,
    )
    return make_vote(wide_contest(CHOICES), voters=0, electorate="good_standing"), members


def _stored_length(vote: MemberVote) -> int:
    return wrapped_length(manifest_of(vote)["ballot_length"])


@contextmanager
def bare_inserts(*, length: int) -> Iterator[Callable[[str], None]]:
    """A participation and a sealed ballot of that length in one durable transaction, without Django."""
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
            row = (secrets.token_bytes(16), vote.hex, os.urandom(length))
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
            row = (secrets.token_bytes(16), vote, os.urandom(length))
            bare.execute("INSERT INTO floor_sealed VALUES (%s, %s, %s)", row)
            bare.commit()

    try:
        yield insert
    finally:
        bare.close()


def _sealed(vote: MemberVote) -> bytes:
    """A ballot as a browser seals it."""
    ref = vote_ref(vote, manifest_of(vote))
    return seal(
        ballot=b'{"race":"c1"}',
        length=ref.manifest["ballot_length"],
        public=public_key(ref.manifest["box"]["public_key"]),
        bound_to=ref.manifest_sha256,
    )


def http_rates(*, at_once: int, ballots: int, rounds: int, paper: str) -> None:
    """Members who are signed in, each with a session and a token, cast once each.

    Taken in turn: an empty view, ballots sealed by the browser, ballots sealed by the site.
    """
    number = 2 * (ballots * rounds + at_once)
    vote, _members = _vote_of_members(number)
    cookies = iter([_cookie(user) for user in get_user_model().objects.filter(email__startswith="voter")])
    address = reverse("voting:ballot", args=[vote.pk])
    # The address, the last form of the ballot, and the status that answers it.
    ways = {
        "floor": ("/bench/empty/", {}, 204),
        "browser": (address, {"sealed": quote_plus(b64encode(_sealed(vote)).decode())}, 201),
        "site": (address, {"race": "c1", "step": "2", "go": "cast"}, 302),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    with _served() as port:

        def measure(name: str, many: int) -> float:
            place, form, wanted = ways[name]
            # Nobody has to be anybody for the empty view.
            sessions = ["-" * 32] * many if name == "floor" else [next(cookies) for _number in range(many)]
            requests = [_request(place, form, session) for session in sessions]
            return requests_a_second(port=port, requests=requests, at_once=at_once, wanted=wanted)

        # The first ones warm the workers up.
        for name in ways:
            measure(name, at_once)
        for _round in range(rounds):
            for name in ways:
                rates[name].append(measure(name, ballots))
    assert vote.participations.count() == number
    Path(paper).write_text(json.dumps(rates))


def _request(address: str, form: dict[str, str], session: str) -> bytes:
    token = secrets.token_hex(16)
    body = "&".join(f"{name}={value}" for name, value in {**form, "csrfmiddlewaretoken": token}.items())
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}"
    return (
        f"POST {address} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def _cookie(user) -> str:
    sessions = import_module(settings.SESSION_ENGINE).SessionStore()
    sessions[SESSION_KEY] = str(user.pk)
    sessions[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    sessions[HASH_SESSION_KEY] = user.get_session_auth_hash()
    sessions.save()
    return sessions.session_key


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
