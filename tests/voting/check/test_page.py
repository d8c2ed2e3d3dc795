"""The page as the site answers it: the same for everybody, with the program beside it."""

import json
import re
from hashlib import sha256
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from tests.factories.voting import make_vote
from tests.voting.views.pages import text_of
from voting.domain import recounting
from voting.domain.errors import SecondCountFailed
from voting.models import State
from voting.views import check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.VOTING_KEY_DIR = tmp_path / "keys"


def words_on(response):
    found = re.search(
        r'<script id="check-words" type="application/json">(.*?)</script>', response.content.decode()
    )
    return json.loads(found[1])


def test_page_is_the_same_for_everybody(client, admin_client):
    url = reverse("voting:check")
    stranger, staff = client.get(url), admin_client.get(url)
    assert stranger.content == staff.content
    assert stranger["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert "Cookie" not in stranger.get("Vary", "")
    assert not stranger.cookies
    assert "csrf" not in stranger.content.decode()


@pytest.mark.parametrize("language", ["en", "es"])
def test_page_brings_all_words_in_its_language(client, language):
    with translation.override(language):
        response = client.get(reverse("voting:check"))
        assert words_on(response)["figures"]["eligible"] == translation.gettext("May vote")
        assert words_on(response)["outcomes"]["position_yes"] == translation.gettext("Members say yes.")


def test_page_of_a_published_vote_offers_its_bundle(client):
    vote = make_vote(state=State.PUBLISHED)
    response = client.get(reverse("voting:check_vote", args=[vote.pk]))
    assert vote.page.title in text_of(response)
    assert f'data-bundle="{reverse("voting:bundle", args=[vote.pk])}"' in response.content.decode()
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"


@pytest.mark.parametrize("state", [State.OPEN, State.COUNTED, State.CERTIFIED])
def test_vote_that_is_not_published_has_no_page(client, state):
    vote = make_vote(state=state)
    assert client.get(reverse("voting:check_vote", args=[vote.pk])).status_code == 404


def test_program_is_handed_out_as_it_is_and_its_fingerprint_is_told(client):
    response = client.get(reverse("voting:check_program"))
    assert response.content == recounting.program_path().read_bytes()
    assert response["Content-Disposition"] == 'attachment; filename="verify_result.py"'
    assert response["Content-Type"].startswith("text/x-python")
    page = unescape(client.get(reverse("voting:check")).content.decode())
    assert sha256(response.content).hexdigest() in page


def test_release_without_the_program_does_not_offer_it(client, monkeypatch):
    def missing():
        raise SecondCountFailed(SecondCountFailed.missing)

    monkeypatch.setattr(check, "program_path", missing)
    assert client.get(reverse("voting:check_program")).status_code == 404
    assert reverse("voting:check_program") not in client.get(reverse("voting:check")).content.decode()


def test_page_takes_no_post(client):
    assert client.post(reverse("voting:check")).status_code == 405
