"""Ballots that arrive sealed, and tracking codes: what the site says and stores."""

import json
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from members.models import Session
from tests.factories.sealed import sealed_ballots
from tests.factories.voting import cast, choice, contest, make_vote, make_voters, race_contest
from tests.sample_plugin.electorate import Listed
from tests.voting.ballot_methods import install
from tests.voting.views.pages import ballot_url, main_of, press, text_of
from voting.domain.casting import cast_ballot
from voting.domain.counting import count_vote, read_coded_ballots
from voting.domain.errors import BallotRefused, TryAgain
from voting.domain.lifecycle import close_vote
from voting.domain.manifest import manifest_of
from voting.domain.tracking import is_code
from voting.models import Participation
from voting.models.member_vote import vote_ref
from voting.plugins.roll_call.models import OpenBallot
from voting.plugins.secret.sealing import public_key, seal

pytestmark = pytest.mark.django_db

CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")


@pytest.fixture
def voters(db):
    return make_voters(5)


@pytest.fixture
def vote(voters):
    return make_vote(race_contest(), voters=voters)


@pytest.fixture
def tracked(voters):
    return make_vote(race_contest(), voters=voters, tracking_codes=True)


@pytest.fixture
def client(sign_in, voters):
    return sign_in(voters[0])


def sealed(vote, ballot: dict) -> bytes:
    """A ballot as a browser of a voter seals it."""
    manifest = manifest_of(vote)
    return seal(
        ballot=json.dumps(ballot).encode(),
        length=manifest["ballot_length"],
        public=public_key(manifest["box"]["public_key"]),
        bound_to=bytes(vote.manifest_sha256),
    )


def send(client, vote, content: bytes | str):
    text = content if isinstance(content, str) else b64encode(content).decode()
    return client.post(ballot_url(vote), {"sealed": text})


def data_of(response) -> dict:
    found = re.search(r'<script id="ballot-in-browser"[^>]*>(.*?)</script>', response.content.decode(), re.S)
    return json.loads(found[1]) if found else {}


# --- what comes in ------------------------------------------------------------------------------


def test_sealed_ballot_is_stored_and_counts(client, vote):
    page = client.get(ballot_url(vote)).content.decode()
    response = send(client, vote, sealed(vote, {"race": "a"}))
    # The page that says so has come before: its address stands beside it.
    assert (response.status_code, response.content) == (201, b"")
    assert response["Cache-Control"] == "private, no-store"
    (done,) = re.findall(r'<template data-done="([^"]+)"', page)
    assert "Your ballot is in the box and will be counted." in page
    assert "Your ballot is in the box and will be counted." in text_of(client.get(done))
    counted = count_vote(member_vote=close_vote(member_vote=vote, at=vote.closes_at), at=vote.closes_at)
    assert counted.contests.get().tally.result["tallies"]["a"] == "1"


def test_sealed_ballot_again_says_that_the_first_counts(client, vote):
    send(client, vote, sealed(vote, {"race": "a"}))
    response = send(client, vote, sealed(vote, {"race": "b"}))
    assert response.status_code == 200
    assert "You voted already. Your first ballot counts." in text_of(response)
    assert len(sealed_ballots(vote)) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: content + b"\0",
        lambda content: b64encode(content).decode()[:-2] + "\u00e9=",
        lambda content: "!" + b64encode(content).decode(),
        lambda content: "race=a",
    ],
)
def test_blob_that_no_browser_made_is_refused_in_words(client, vote, spoil):
    response = send(client, vote, spoil(sealed(vote, {"race": "a"})))
    assert response.status_code == 409
    assert "This ballot does not fit this vote. Nothing was stored." in text_of(response)
    assert sealed_ballots(vote) == []
    assert not Participation.objects.exists()


def test_sealed_ballot_of_another_vote_is_stored_and_found_invalid(client, vote, voters):
    other = make_vote(race_contest(), voters=voters)
    assert send(client, vote, sealed(other, {"race": "a"})).status_code == 201
    counted = count_vote(member_vote=close_vote(member_vote=vote, at=vote.closes_at), at=vote.closes_at)
    figures = counted.contests.get().tally.result["figures"]
    assert (figures["valid"], figures["invalid"]) == (0, 1)


def test_box_that_keeps_names_takes_no_sealed_ballot(client, voters):
    roll_call = make_vote(race_contest(), voters=voters, box="roll_call")
    response = send(client, roll_call, b"x" * 341)
    assert response.status_code == 409
    assert "This ballot does not fit this vote." in text_of(response)
    assert not OpenBallot.objects.exists()


def test_sealed_ballot_without_a_session_is_not_stored(vote):
    response = send(Client(), vote, sealed(vote, {"race": "a"}))
    assert response.status_code == 403
    assert "Your ballot was not stored." in text_of(response)


def test_sealed_ballot_of_somebody_off_the_roll_is_not_stored(sign_in, vote):
    response = send(sign_in(), vote, sealed(vote, {"race": "a"}))
    assert response.status_code == 409
    assert "You are not on the roll of this vote. Nothing was stored." in text_of(response)


def test_sealed_ballot_after_the_close_is_not_stored(client, vote):
    close_vote(member_vote=vote, at=vote.closes_at)
    response = send(client, vote, sealed(vote, {"race": "a"}))
    assert response.status_code == 409
    assert "This vote is closed. Your ballot was not stored." in text_of(response)


def test_busy_site_is_told_apart_so_that_a_browser_tries_again(client, vote, monkeypatch):
    def busy(**_arguments):
        raise TryAgain

    monkeypatch.setattr("voting.views.ballot.cast_ballot", busy)
    response = send(client, vote, sealed(vote, {"race": "a"}))
    assert response.status_code == 503
    assert "Nothing was stored: please cast your ballot again." in text_of(response)


@pytest.mark.parametrize("given", [{}, {"selections": {"race": "a"}, "sealed": b"x"}])
def test_ballot_comes_either_sealed_or_open(vote, given):
    with pytest.raises(TypeError):
        cast_ballot(member_vote_id=vote.pk, voter_ref="somebody", **given)


def test_every_answer_to_a_cast_is_alike(sign_in, vote, voters):
    answers = set()
    for voter, selection in zip(voters, ("a", "b", "ne", None), strict=False):
        response = send(sign_in(voter), vote, sealed(vote, {"race": selection}))
        answers.add((response.status_code, len(response.content)))
    assert len(answers) == 1


def test_sealed_ballot_for_no_vote_is_not_found(client, vote):
    address = ballot_url(vote).replace(str(vote.pk), "00000000-0000-4000-8000-000000000000")
    assert client.post(address, {"sealed": "AA=="}).status_code == 404


def test_ballots_sealed_here_and_there_have_one_length(client, vote, voters):
    send(client, vote, sealed(vote, {"race": "a"}))
    cast(vote, voters[1], {"race": "ne"})
    cast(vote, voters[2], {"race": None})
    assert len({len(ballot) for ballot in sealed_ballots(vote)}) == 1
    assert len(sealed_ballots(vote)) == 3


# --- what a browser is given --------------------------------------------------------------------


def test_first_page_brings_every_screen_and_all_that_sealing_takes(client, vote):
    response = client.get(ballot_url(vote))
    data = data_of(response)
    manifest = manifest_of(vote)
    assert data["terms"] == vote.ballot_box.sealing(vote=vote_ref(vote, manifest))
    assert data["contests"] == [
        {"key": "race", "choices": [["a", "Ada"], ["b", "Ben"], ["ne", "No endorsement"]], "form": "one"}
    ]
    assert response.content.decode().count("<template data-screen=") == 2


def test_scripts_that_see_a_choice_run_only_as_they_are(client, vote):
    html = client.get(ballot_url(vote)).content.decode()
    for name in ("js/seal.js", "js/ballot.js"):
        with open(finders.find(name), "rb") as file:
            digest = b64encode(sha256(file.read()).digest()).decode()
        assert f'integrity="sha256-{digest}"' in html


@pytest.mark.parametrize("number", [0, 1])
def test_mark_of_a_voter_tells_voters_apart_and_names_nobody(sign_in, vote, voters, number):
    marks = [data_of(sign_in(voter).get(ballot_url(vote)))["voter"] for voter in voters[:2]]
    assert marks[0] != marks[1]
    assert Listed().ref_for(user=voters[number]) not in marks[number]


@pytest.mark.parametrize("method", ["test_marks", "single_choice"])
def test_unknown_method_on_a_ballot_leaves_all_of_it_to_the_site(client, voters, monkeypatch, method):
    install(monkeypatch)
    choices = [choice("Ada", key="a"), choice("Ben", key="b")]
    vote = make_vote(
        contest(*choices, key="one"), contest(*choices, key="other", method=method), voters=voters
    )
    response = client.get(ballot_url(vote))
    assert bool(data_of(response)) == (method == "single_choice")
    assert ("js/ballot.js" in response.content.decode()) == (method == "single_choice")
    assert "The site seals your ballot when it arrives." in text_of(response)


def test_named_ballot_says_nothing_of_sealing(client, voters):
    response = client.get(ballot_url(make_vote(race_contest(), voters=voters, box="roll_call")))
    assert data_of(response) == {}
    assert "seals" not in main_of(response)


def test_form_that_was_sent_stays_with_the_site(client, vote):
    url = ballot_url(vote)
    review = press(client, url, client.get(url), "next", race="a")
    assert "js/ballot.js" not in review.content.decode()
    assert "The site seals your ballot when it arrives." in text_of(review)


def test_log_and_page_name_the_script_that_seals(client, vote):
    with open(finders.find("js/seal.js"), "rb") as file:
        fingerprint = sha256(file.read()).hexdigest()
    assert vote.log.get(kind="opened").payload["sealing_module"] == fingerprint
    assert fingerprint in text_of(client.get(vote.page.url))


def test_vote_with_names_logs_no_script(voters):
    roll_call = make_vote(race_contest(), voters=voters, box="roll_call")
    assert "sealing_module" not in roll_call.log.get(kind="opened").payload


# --- tracking codes -----------------------------------------------------------------------------


def test_site_draws_the_code_shows_it_once_and_keeps_it_nowhere(client, tracked, caplog):
    url = ballot_url(tracked)
    review = press(client, url, client.get(url), "next", race="a")
    assert "When it is cast, you get a tracking code." in text_of(review)
    response = press(client, url, review, "cast")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    (code,) = CODE.findall(main_of(response).split('<button class="text-button"')[0])
    assert is_code(code)
    assert "This code is shown only now." in text_of(response)
    assert code not in str(response.headers) + str(response.cookies) + caplog.text
    assert all(code not in str(session.get_decoded()) for session in Session.objects.all())
    assert not CODE.search(text_of(client.get(url + "done/")))
    again = press(client, url, review, "cast")
    assert again.status_code == 302 and not CODE.search(text_of(client.get(again.url)))
    closed = close_vote(member_vote=tracked, at=tracked.closes_at)
    contents = closed.ballot_box.open(vote=vote_ref(closed, manifest_of(closed)))
    contests = list(closed.contests.prefetch_related("choices"))
    assert read_coded_ballots(contests=contests, contents=contents) == ([({"race": "a"}, code)], 0)


def test_browser_that_sealed_knows_the_code_and_the_site_does_not(client, tracked):
    code = "ABCD-EFGH-JKMN-PQRS"
    html = client.get(ballot_url(tracked)).content.decode()
    assert "<template data-code>" in html and "{code}" in html
    response = send(client, tracked, sealed(tracked, {"ballot": {"race": "a"}, "code": code}))
    assert (response.status_code, response.content) == (201, b"")
    assert data_of(client.get(ballot_url(tracked))) == {}


def test_vote_without_codes_shows_none(client, vote):
    url = ballot_url(vote)
    review = press(client, url, client.get(url), "next", race="a")
    assert "code" not in main_of(review)
    assert press(client, url, review, "cast").status_code == 302


def test_tracked_ballots_have_the_length_of_each_other(client, tracked, voters):
    content = sealed(tracked, {"ballot": {"race": "ne"}, "code": "ABCD-EFGH-JKMN-PQRS"})
    send(client, tracked, content)
    assert is_code(cast(tracked, voters[1], {"race": "a"}).code)
    assert len({len(ballot) for ballot in sealed_ballots(tracked)}) == 1


def test_ballot_that_is_refused_gets_no_code(tracked, voters):
    with pytest.raises(BallotRefused):
        cast(tracked, voters[0], {"race": "nobody"})
    assert sealed_ballots(tracked) == []
