"""Every part in every state, in a real browser."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.urls("tests.design.urls")]

ADDRESS = "http://testserver/patterns/"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def browse(client, browser):
    """Show the pattern page to a function, in a window that is gone when the function returns.

    The page is drawn first and handed to the browser as text: a live server
    would need tests that empty the database.
    """
    asked = []

    def run(look, *, width=1280, language="en", mine=None, **options):
        html = client.get(f"/patterns/?language={language}").content

        def answer(route):
            path = urlsplit(route.request.url).path
            if route.request.url == ADDRESS:
                route.fulfill(body=html, content_type="text/html; charset=utf-8")
            elif path.startswith(settings.STATIC_URL):
                route.fulfill(path=finders.find(path.removeprefix(settings.STATIC_URL)))
            elif mine is not None and path == reverse("voting:me"):
                asked.append(urlsplit(route.request.url).query)
                route.fulfill(json=mine)
            else:
                route.fulfill(status=500)

        page = browser.new_page(viewport={"width": width, "height": 900}, **options)
        page.route("**/*", answer)
        page.goto(ADDRESS)
        seen = look(page)
        page.close()
        return seen

    run.asked = asked
    return run


@pytest.mark.parametrize(
    ("width", "language", "scheme"),
    [(390, "en", "light"), (1280, "en", "dark"), (390, "ar", "dark"), (1280, "ar", "light")],
)
def test_no_part_breaks_an_accessibility_rule(browse, width, language, scheme):
    axe = pytest.importorskip("axe_core_python.sync_playwright").Axe()

    def look(page):
        found = axe.run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        return [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]]

    assert browse(look, width=width, language=language, color_scheme=scheme) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_wider_than_a_small_phone(browse, language):
    width = browse(
        lambda page: page.evaluate("document.documentElement.scrollWidth"), width=320, language=language
    )
    assert width == 320


def test_controls_are_large_enough_to_press(browse):
    small = """() => [...document.querySelectorAll("button, .button, .choice__pick, .strip a, summary")]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
        .map((e) => e.outerHTML)"""
    assert browse(lambda page: page.evaluate(small), width=390) == []


def test_menu_opens_and_closes_from_the_keyboard(browse):
    def look(page):
        page.focus("[popovertarget=sitenav]")
        page.keyboard.press("Enter")
        opened = page.is_visible("#sitenav")
        page.keyboard.press("Escape")
        return opened, page.is_visible("#sitenav")

    assert browse(look, width=390) == (True, False)


def test_ranking_moves_a_row_and_says_what_it_means(browse):
    def look(page):
        page.click("[data-rank]:nth-child(2) [data-move=up]")
        page.click("[data-rank]:nth-child(3) [data-move=up]")
        values = page.eval_on_selector_all("[data-rank] select", "all => all.map(e => [e.name, e.value])")
        summary = page.inner_text("[data-ranks-summary]").replace("\u2068", "").replace("\u2069", "")
        return values, summary

    values, summary = browse(look)

    assert values == [["rank-ben", "1"], ["rank-ada", "2"], ["rank-cora", "3"]]
    assert summary == "Your ballot says: 1. Benjamin Tavares-Whitcombe; 2. Ada Okafor; 3. Cora Lim."


def test_page_works_without_script(browse):
    def look(page):
        return page.is_visible("[data-rank-move]"), page.is_visible("[data-rank] select")

    assert browse(look, java_script_enabled=False) == (False, True)


def _words(page):
    page.wait_for_load_state("networkidle")
    return page.inner_text("[data-me-header]"), page.inner_text("[data-me-panel='2']")


def test_what_is_personal_fills_its_slots(browse):
    mine = {"header_html": "<a href='#'>2 ballots wait</a>", "panels": {"2": "<p>You voted</p>"}}

    header, panel = browse(_words, mine=mine)

    assert (header, panel.strip()) == ("2 ballots wait", "You voted")
    assert parse_qs(browse.asked[0])["votes"][0].split(",")[:3] == ["4", "page-1", "1"]


def test_page_stays_as_it_is_when_the_personal_answer_fails(browse):
    header, panel = browse(_words)

    assert "My ballots" in header
    assert panel.strip() == "Go to this vote"
