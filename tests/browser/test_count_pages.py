"""Results of every kind of count on the page of their vote: axe, small screens, right to left, on paper."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Locale

from tests.browser.accessibility import PHONE, Findings
from tests.factories.voting import choice, contest, make_vote
from tests.voting.results import stored as samples
from voting.models import Outcome, State, Tally

COUNTS = {
    "rounds": (samples.SINGLE_TRANSFERABLE_VOTE, Outcome.ELECTED),
    "pairs": (samples.SCHULZE, Outcome.ELECTED),
    "scores": (samples.STAR, Outcome.ADVICE),
    "marks": (samples.APPROVAL, Outcome.ELECTED),
}
# Pairs of words that stand on each other, of those beside the bars of the flow.
OVERLAPS = """() => {
    const boxes = [...document.querySelectorAll(".flow text")]
        .map((e) => [e.textContent, e.getBoundingClientRect()]);
    return boxes.flatMap(([one, a], at) => boxes.slice(at + 1)
        .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4)
        .map(([other]) => `${one} / ${other}`));
}"""


@pytest.fixture(autouse=True)
def languages(settings, tmp_path):
    names = [*settings.LANGUAGES, ("ar", "Arabic")]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = names
    settings.VOTING_KEY_DIR = tmp_path / "keys"


@pytest.fixture
def result_page(own_page, client, db):
    """A function that opens the page of a published vote with one of the counts, as a visitor."""

    def open_page(name, *, language="en", **context):
        result, outcome = COUNTS[name]
        choices = [choice(each.label, key=each.key) for each in samples.paper(result).choices]
        vote = make_vote(contest(*choices, key="board", question="Who?"), state=State.PUBLISHED)
        Tally.objects.update(outcome=outcome, winners=result["winners"], result=result)
        page = vote.page
        if language != "en":
            locale = Locale.objects.get_or_create(language_code=language)[0]
            page = page.copy_for_translation(locale, copy_parents=True)
            page.save_revision().publish()
        shown = own_page(client, **context)
        shown.goto(page.get_url())
        return shown

    return open_page


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", COUNTS)
def test_no_result_breaks_a_rule_or_is_too_wide(result_page, name, language):
    page = result_page(name, language=language)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    found = Findings()
    found.look(name, page, schemes=("light", "dark"))
    found.check()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [320, 1280])
def test_words_of_the_flow_never_stand_on_each_other(result_page, language, width):
    page = result_page("rounds", language=language, viewport={"width": width, "height": 900})
    expect(page.locator(".flow text").first).to_be_attached()
    assert page.evaluate(OVERLAPS) == []


def test_flow_is_moved_sideways_from_the_keyboard(result_page):
    page = result_page("rounds", viewport=PHONE)
    picture = page.locator(".flow__scroll")
    picture.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.flow__scroll').scrollLeft > 40")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_first_round_stands_on_the_right_in_languages_from_right_to_left(result_page):
    first = "(all) => all.map((e) => e.getBoundingClientRect().x)"
    for language, grows in (("en", True), ("ar", False)):
        page = result_page("rounds", language=language)
        places = page.locator(".flow__round").evaluate_all(first)
        assert places == sorted(places, reverse=not grows)


def test_flow_is_told_to_screen_readers_in_words(result_page):
    page = result_page("rounds")
    picture = page.get_by_role("img", name="How the votes moved")
    expect(picture).to_have_accessible_name(
        "How the votes moved Round 1: Elected: Ada Okafor. "
        "Round 2: Elected: Benjamin Tavares-Whitcombe. Round 3: Dropped out: Fay Soares. "
        "Round 4: Dropped out: Eli Njoroge. Round 5: Elected: Cora Lim. "
        "The tables below say the same in numbers."
    )


def test_everything_of_a_count_is_on_paper(result_page):
    page = result_page("rounds")
    page.emulate_media(media="print")
    for part in (".outcome", ".bars", ".flow__picture", ".table"):
        expect(page.locator(part).first).to_be_visible()
    # A sheet of paper cannot be scrolled.
    too_wide = """() => [...document.querySelectorAll(".flow__scroll, .table")]
        .filter((e) => e.scrollWidth > e.clientWidth + 1).length"""
    page.set_viewport_size({"width": 690, "height": 900})
    assert page.evaluate(too_wide) == 0
    assert page.evaluate(OVERLAPS) == []


def test_flow_is_seen_in_forced_colors(result_page):
    page = result_page("rounds", forced_colors="active")
    bar = page.locator(".flow__bar--in rect").first
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert bar.evaluate("(e) => getComputedStyle(e).fill") != ground
