"""The ballot in a browser that runs no script."""

import pytest
from playwright.sync_api import expect

from home.demo import elections, votes
from members.demo_people import ANA
from tests.browser.steps import Visitor

VOTE = votes.OPEN_NOW


@pytest.fixture
def somebody(new_page):
    return lambda language="en": Visitor(new_page(java_script_enabled=False), language)


def test_visitor_finds_the_way_to_the_vote(somebody):
    reader = somebody()
    words = reader.words
    reader.goes_to()
    reader.link(words("Go to this vote"), within=reader.main).first.click()
    reader.sees_heading(words.of(VOTE.text.title))
    expect(reader.link(words("Sign in"), within=reader.header)).to_be_visible()
    # Languages and menu open without a script too.
    reader.switches_language("es", "Español")
    reader.sees_heading(reader.words.of(VOTE.text.title))


def test_member_votes_once(somebody):
    ana = somebody()
    words, page = ana.words, ana.page
    ana.goes_to(f"member-votes/{VOTE.text.slug}/")
    ana.link(words("Go to this vote"), within=ana.main).click()
    if page.url.endswith(f"{VOTE.text.slug}/"):
        ana.link(words("My ballots"), within=ana.header).click()
        ana.link(words("Sign in to vote")).click()
    ana.signs_in_from_here(ANA)
    if page.url.endswith("/my-ballots/"):
        ana.link(words("Vote now")).click()
    ana.goes_on()
    ana.sees(words("Choose first. If you do not want to choose, skip this contest."))
    ana.chooses(elections.DUVERGLAS.name)
    ana.goes_on()

    # Another language, with the choice still there.
    ana.button("Español").click()
    assert "/es/" in page.url
    spanish = Visitor(page, "es")
    spanish.chooses(spanish.words("No"))
    spanish.goes_on()
    spanish.sees_heading(spanish.words("Check your ballot"))
    spanish.button("English").click()
    expect(page.locator("dl.review")).to_contain_text(elections.DUVERGLAS.name)

    # Changing an answer comes back to the review.
    page.locator("dl.review button").first.click()
    ana.chooses(elections.ZIELONKA.name)
    ana.button(words("Back to my review")).click()
    expect(page.locator("dl.review")).to_contain_text(elections.ZIELONKA.name)
    ana.casts()
    ana.sees_heading(words("Your ballot is cast"))
    page.reload()
    ana.sees_heading(words("Your ballot is cast"))
    page.goto(page.url.removesuffix("done/"))
    ana.sees(words("You voted already. Your first ballot counts."))
    expect(page.get_by_role("radio")).to_have_count(0)
