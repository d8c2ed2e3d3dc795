"""Every kind of page in every state, looked at by axe; the ballot by somebody without a mouse."""

import html
import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import expect

from home.demo import elections, issues, votes
from members.demo_people import BEN, TELLER_ONE, TELLER_TWO
from tests.browser.accessibility import DESK, PHONE, Findings, broken_rules
from tests.browser.steps import Visitor

_RACE = f"elections/primary/{elections.HOUSE_FIRST.slug}/"
_SENATE = f"elections/primary/{elections.SENATE.slug}/"
_COUNCIL = f"elections/primary/{elections.COUNCIL.slug}/"
_OPEN = f"member-votes/{votes.OPEN_NOW.text.slug}/"
PAGES = {
    "home": "",
    "issues": "issues/",
    "issue with a position": f"issues/{issues.HOUSING.slug}/",
    "issue with an open vote": f"issues/{issues.VOTING_DEMOCRACY.slug}/",
    "elections": "elections/",
    "election": "elections/primary/",
    "race with an open vote": _RACE,
    "race without an endorsement": _COUNCIL,
    "candidate of an open vote": f"{_RACE}{elections.PEREIRA_GOUGH.text.slug}/",
    "endorsed candidate": f"{_SENATE}{elections.HATHORNE_RUIZ.text.slug}/",
    "withdrawn candidate": f"{_COUNCIL}{elections.VANTONGEREN.text.slug}/",
    "endorsements": "endorsements/",
    "questions": "questions/",
    "text": "how-we-decide/",
    "votes": "member-votes/",
    "announced vote": f"member-votes/{votes.COMING.text.slug}/",
    "open vote": _OPEN,
    "decided vote": f"member-votes/{votes.COUNCIL_AND_HOUSING.text.slug}/",
    "decided vote with rounds": f"member-votes/{votes.BOARD_AND_AGENDA.text.slug}/",
    "results": "results/",
    "sign-in": "sign-in/",
    "sign-in link sent": "sign-in/link/sent/",
    "ballots of a visitor": "my-ballots/",
    "who can see what": "how-votes-are-kept/",
    "page that is missing": "no-such-page/",
}
# Enough to meet every color of the dark scheme.
BOTH_SCHEMES = {"home", "issue with a position", "decided vote", "open vote", "sign-in"}
LIGHT, BOTH = ("light",), ("light", "dark")
# Longer words break lines on a phone first.
LANGUAGES = {"en": {"sizes": (PHONE, DESK)}, "es": {"sizes": (PHONE,)}}


@pytest.fixture
def somebody(new_page):
    return lambda language="en", **options: Visitor(new_page(**options), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages_break_no_rule(somebody, language):
    reader = somebody(language)
    found = Findings()
    for name, path in PAGES.items():
        reader.goes_to(path)
        schemes = BOTH if name in BOTH_SCHEMES and language == "en" else LIGHT
        found.look(name, reader.page, schemes=schemes, **LANGUAGES[language])
    found.check()


def test_log_of_a_vote_breaks_no_rule(somebody):
    reader = somebody()
    reader.goes_to(PAGES["decided vote"])
    reader.page.locator("details.more > summary").click()
    reader.link(reader.words("The whole log with its fingerprints")).click()
    reader.sees_heading(reader.words("Log of the vote"))
    assert broken_rules(reader.page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_ballot_breaks_no_rule_on_any_screen(somebody, language):
    member = somebody(language)
    words, found, how = member.words, Findings(), LANGUAGES[language]
    member.signs_in(TELLER_ONE, to="my-ballots/")
    found.look("my ballots", member.page, **how)
    member.link(words("Vote now"), within=member.main).click()
    member.chooses(elections.ZIELONKA.name)
    member.page.locator("summary", has_text=elections.ZIELONKA.name).click()
    found.look("contest", member.page, schemes=BOTH, **how)
    member.goes_on()
    member.goes_on()
    found.look("contest with an error", member.page, schemes=BOTH, **how)
    member.button(words("Skip this contest")).click()
    member.sees_heading(words("Check your ballot"))
    found.look("review", member.page, **how)
    member.goes_to("account/")
    found.look("account", member.page, **how)
    found.check()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_that_tell_of_failures_break_no_rule(somebody, language):
    reader = somebody(language)
    found = Findings()
    reader.goes_to("sign-in/")
    reader.page.context.clear_cookies()
    reader.page.locator("input[type=email]").fill("somebody@example.org")
    reader.page.locator("form", has=reader.page.locator("input[type=email]")).get_by_role("button").click()
    reader.sees_heading(_heading_of("403_csrf.html", language))
    found.look("form that came too late", reader.page)
    # No address of the site fails on purpose: its page for failures is put where one would stand.
    with translation.override(language):
        page = render_to_string("500.html")
    reader.page.route(
        "**/failing/", lambda route: route.fulfill(status=500, content_type="text/html", body=page)
    )
    reader.goes_to("failing/")
    reader.sees_heading(_heading_of("500.html", language))
    found.look("failure", reader.page)
    found.check()


def _heading_of(template: str, language: str) -> str:
    with translation.override(language):
        return html.unescape(re.search(r"<h1[^>]*>(.*?)</h1>", render_to_string(template))[1])


def test_excluded_member_meets_no_broken_rule(somebody):
    ben = somebody()
    found = Findings()
    ben.signs_in(BEN, to="my-ballots/")
    found.look("my ballots", ben.page)
    ben.page.locator("main a[href*='/ballot/']").first.click()
    ben.sees_heading(ben.words("Why you cannot vote here"))
    found.look("why not", ben.page)
    ben.goes_to("desk/")
    found.look("forbidden", ben.page)
    found.check()


def test_desk_breaks_no_rule_in_any_state(somebody):
    teller = somebody()
    words, found = teller.words, Findings()
    teller.signs_in(TELLER_ONE, to="desk/")
    found.look("desk", teller.page)
    for vote in (votes.COMING, votes.OPEN_NOW, votes.COUNCIL_AND_HOUSING):
        teller.opens_desk_of(words.of(vote.text.title))
        for summary in teller.page.locator("details.more > summary").all():
            summary.click()
        found.look(f"desk: {vote.state}", teller.page)
    found.check()


def test_ballot_is_cast_from_the_keyboard_alone(somebody):
    """From the top of the page, with the keys that everybody has."""
    teller = somebody(viewport=PHONE)
    words, page = teller.words, teller.page
    teller.signs_in(TELLER_TWO, to=_OPEN)
    expect(teller.link(words("Vote now"), within=teller.main)).to_be_visible()
    page.reload()
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(teller.link(words("Vote now"), within=teller.main)).to_be_visible()
    _tab_to(page, words("Vote now"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/ballot/**")

    # The first of a group of radios, then down with the arrows.
    _tab_to(page, "radio")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("input[type=radio]:checked")
    expect(chosen).to_have_count(1)
    expect(chosen).to_be_focused()
    _tab_to(page, words("Next"))
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('input[type=radio]').length === 2")
    _tab_to(page, "radio")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    teller.sees_heading(words("Check your ballot"))
    _tab_to(page, words("Cast my ballot"))
    page.keyboard.press("Enter")
    teller.sees_heading(words("Your ballot is cast"))
    assert broken_rules(page) == []


def _tab_to(page, target: str) -> None:
    """Press Tab until a control with this name, or of this type, has the focus and shows it."""
    state = """() => {
        const e = document.activeElement, box = e.getBoundingClientRect();
        const mark = e.closest(".choice__pick") || e;
        const shown = [e, mark].some((x) => parseFloat(getComputedStyle(x).outlineWidth) > 0);
        const inside = box.bottom > 0 && box.top < innerHeight;
        return { name: e.textContent.trim() || e.type, shown, inside };
    }"""
    for _ in range(40):
        page.keyboard.press("Tab")
        focus = page.evaluate(state)
        if focus["name"] == target:
            assert focus["shown"] and focus["inside"], focus
            return
    pytest.fail(f"Tab never reaches {target!r}.")


def test_visitor_gets_no_cookie_on_any_public_page(page):
    for path in PAGES.values():
        if path not in ("sign-in/", "sign-in/link/sent/", "my-ballots/"):
            page.goto(f"/en/{path}")
    page.wait_for_load_state("networkidle")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
