"""What a visitor reads before anything else: home, an issue, a candidate, the questions, how we decide."""

import pytest
from playwright.sync_api import expect

from home.demo import elections, faq, issues, pages, votes
from tests.browser.accessibility import DESK, PHONE
from tests.browser.steps import Visitor

NAMES = {"en": "English", "es": "Español"}
CANDIDATE = elections.HATHORNE_RUIZ


@pytest.fixture(params=["en", "es"])
def reader(new_page, request):
    return Visitor(new_page(viewport=DESK), request.param)


def test_home_says_what_is_decided_now_and_last_and_what_to_do(reader):
    words = reader.words
    reader.goes_to()
    for heading in ("Members decide now", "What you can do this week", "What members decided last"):
        reader.sees_heading(words(heading))
    reader.sees(words.of(votes.OPEN_NOW.text.title))
    reader.sees(words.of(votes.COMING.text.title))
    expect(reader.main.locator(".decision--published").first).to_be_visible()


def test_pages_are_found_from_the_menu_and_read_in_both_languages(reader):
    words = reader.words
    other = "es" if reader.language == "en" else "en"
    reader.goes_to()
    reader.chooses_in_menu(words.of(pages.ISSUES_TITLE))
    reader.follows(words.of(issues.HOUSING.title))
    reader.sees(words.of(issues.HOUSING.fields["summary"]))
    reader.sees(words("We support this"))

    reader.chooses_in_menu(words.of(pages.ELECTIONS_TITLE))
    reader.follows(words.of(elections.ELECTION.title))
    reader.follows(words.of(elections.SENATE.title))
    reader.follows(CANDIDATE.name)
    reader.sees(words("Members decided"))
    address = reader.page.url

    # To the other language and back: the same candidate both times.
    reader.switches_language(other, NAMES[other])
    reader.sees_heading(CANDIDATE.name)
    reader.sees(reader.words.of(CANDIDATE.text.fields["summary"]))
    reader.switches_language(words.language, NAMES[words.language])
    assert reader.page.url == address

    reader.chooses_in_menu(words.of(pages.QUESTIONS_TITLE))
    entry = faq.ENTRIES[0]
    reader.sees(words.of(entry.question))
    reader.switches_language(other, NAMES[other])
    reader.sees(reader.words.of(entry.question))
    reader.goes_to("how-we-decide/")
    reader.sees_heading(reader.words.of(pages.HOW_WE_DECIDE.title))


def test_menu_and_languages_open_on_a_phone(new_page):
    reader = Visitor(new_page(viewport=PHONE))
    reader.goes_to()
    reader.button(reader.words("Menu")).click()
    reader.chooses_in_menu(pages.RESULTS_TITLE.en)
    reader.switches_language("es", NAMES["es"])
    reader.sees_heading(pages.RESULTS_TITLE.es)
    assert reader.words("Sign in") != "Sign in", "The catalog of Spanish is missing: run make install."
    expect(reader.link(reader.words("Sign in"), within=reader.header)).to_be_visible()


def test_address_that_is_not_there_leads_on(new_page):
    reader = Visitor(new_page(), "es")
    answer = reader.page.goto("/es/no-such-page/")
    assert answer.status == 404
    reader.link(reader.words("Go to the home page")).click()
    assert reader.page.url.endswith("/es/")
