"""“How votes are kept: who can see what”: the page that everything which speaks of secrecy leads to."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.factories.voting import make_vote, make_voters
from voting.api import ballot_boxes
from voting.secrecy_words import KINDS, evidence, who_sees

pytestmark = pytest.mark.django_db

URL = reverse("voting:secrecy")
MOST_WORDS = 20


def texts():
    """Every sentence of the page as a reader sees it."""
    for element in page().main.find_all(["h1", "h2", "p", "li", "th", "td", "dt", "dd"]):
        yield from re.split(r"(?<=[.?!:;]) ", " ".join(element.get_text().split()))


def page():
    return BeautifulSoup(Client().get(URL).content, "html.parser")


def test_page_is_public_and_the_same_for_everybody(sign_in):
    response = Client().get(URL)
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert not response.cookies and "Cookie" not in response.get("Vary", "")
    assert b"csrfmiddlewaretoken" not in response.content
    assert sign_in().get(URL).content == response.content


def test_page_says_what_every_box_promises_word_for_word():
    shown = " ".join(texts())
    offered = [box for box in ballot_boxes if box.is_offered]
    assert len(offered) >= 3
    assert [box.slug for box in offered if str(box.promise) not in shown] == []


def test_table_has_a_cell_for_everybody_in_every_kind_of_vote():
    assert all(len(row.cells) == len(KINDS) and all(row.cells) for row in who_sees())
    assert all(piece.shows and piece.not_shown for piece in evidence())
    rows = page().select("section[aria-labelledby=who] tbody tr")
    assert len(rows) == len(who_sees())
    assert all(len(row.find_all("td")) == len(KINDS) for row in rows)


def test_sentences_are_short():
    assert [text for text in texts() if len(text.split()) > MOST_WORDS] == []


def test_page_owns_up_to_what_the_site_cannot_prevent():
    text = " ".join(texts())
    for admission in (
        "Nothing here prevents that.",
        "With the key, and ill will, also how, until the key is destroyed.",
        "That the people who run the server leave the program as it is",
        "not for public elections by law",
    ):
        assert admission in text


@pytest.mark.parametrize("box", ["secret", "roll_call"])
def test_ballot_and_page_of_a_vote_lead_to_it(client, box):
    people = make_voters(5)
    vote = make_vote(box=box, voters=people)
    assert f'href="{URL}"' in client.get(vote.page.url).content.decode()
    client.force_login(people[0])
    ballot = reverse("voting:ballot", args=[vote.pk])
    assert f'href="{URL}"' in client.get(ballot).content.decode()
    review = client.post(ballot, {"race": "a", "step": "1", "go": "next"}).content.decode()
    assert "Check your ballot" in review and f'href="{URL}"' in review


def test_page_has_an_address_in_each_language(client):
    with override("es"):
        url = reverse("voting:secrecy")
    assert url == "/es/how-votes-are-kept/"
    assert client.get(url).status_code == 200
