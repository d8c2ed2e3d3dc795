"""Ballots that a browser seals: nothing that somebody chooses leaves it in the clear."""

import re

import pytest
from playwright.sync_api import expect
from wagtail.models import Locale

from tests.browser.accessibility import PHONE, Findings
from tests.browser.sealed import Sent, opened
from tests.factories.voting import cast, choice, contest, make_vote, make_voters
from tests.voting.views.pages import ballot_url
from voting.domain.counting import count_vote
from voting.domain.errors import TryAgain
from voting.domain.lifecycle import close_vote
from voting.domain.manifest import manifest_of
from voting.models import Participation
from voting.models.member_vote import vote_ref
from voting.views import ballot

# The keys and words by which a choice could be recognized: in no request, whatever is chosen.
CHOICES = {"ada-key": "Ada Okafor", "ben-key": "Benjamin Tavares", "cora-key": "Cora Lim"}
NEEDLES = [*CHOICES, *CHOICES.values(), "nobody-key", "race-key", "tax-key"]
WINNERS = {"rule": "method_winners"}


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]
    settings.VOTING_KEY_DIR = tmp_path / "keys"


@pytest.fixture
def voters(db):
    return make_voters(5)


@pytest.fixture
def client(client, voters):
    client.force_login(voters[0])
    return client


@pytest.fixture
def make_race(voters):
    """A function that makes an open vote with one contest of a method, and a question after it on request."""

    def make(method="single_choice", *, options=None, with_question=False, **facts):
        block = contest(
            choice("No endorsement", key="nobody-key", kind="no_endorsement"),
            *(choice(label, key=key) for key, label in CHOICES.items()),
            key="race-key",
            method=method,
            rule=WINNERS if method not in ("single_choice", "yes_no") else None,
        )
        block["value"]["options"] = options or {}
        asked = [block]
        if with_question:
            asked.append(contest(key="tax-key", question="Do we support the tax?", method="yes_no"))
        return make_vote(*asked, voters=voters, **facts)

    return make


@pytest.fixture
def visit(own_page, client):
    """A function that opens the ballot of a vote in a browser of the first voter."""

    def open_ballot(vote, *, language="en", **context):
        page = own_page(client, **context)
        page.goto(ballot_url(vote).replace("/en/", f"/{language}/"))
        return page

    return open_ballot


def _press(page, value: str) -> None:
    page.locator(f"main button[value='{value}']").click()


def _choose(page, label: str) -> None:
    page.locator(".choice__pick", has_text=label).click()


def _rank(page, key: str, rank: int) -> None:
    page.locator(f"select[name='race-key.{key}']").select_option(str(rank))


def _score(page, key: str, score: int) -> None:
    page.locator(f"input[name='race-key.{key}'][value='{score}']").check()


def _is_cast(page) -> None:
    expect(page.locator(".receipt")).to_be_visible()


# What is done on the screen, what the review says of it, and the selection that is counted.
BALLOTS = {
    "single_choice": (lambda page: _choose(page, "Cora Lim"), ["Cora Lim"], "cora-key"),
    "approval": (
        lambda page: [_choose(page, name) for name in ("Cora Lim", "No endorsement", "Ada Okafor")],
        ["No endorsement", "Ada Okafor", "Cora Lim"],
        ["nobody-key", "ada-key", "cora-key"],
    ),
    "schulze": (
        lambda page: [_rank(page, "cora-key", 1), _rank(page, "ada-key", 2), _rank(page, "nobody-key", 2)],
        ["1. Cora Lim", "2. No endorsement, Ada Okafor (level)", "Left unranked: Benjamin Tavares"],
        ["cora-key", ["nobody-key", "ada-key"]],
    ),
    "score": (
        lambda page: [_score(page, "cora-key", 5), _score(page, "nobody-key", 0)],
        ["No endorsement: 0", "Cora Lim: 5", "No score: Ada Okafor, Benjamin Tavares"],
        [0, None, None, 5],
    ),
}


# --- the promise --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("method", BALLOTS)
def test_what_is_chosen_leaves_the_browser_sealed_and_counts(make_race, visit, method, language):
    fill_in, lines, selection = BALLOTS[method]
    vote = make_race(method)
    page = visit(vote, language=language)
    sent = Sent(page)
    fill_in(page)
    _press(page, "next")
    answer = page.locator("[data-answer]").first
    if len(lines) == 1:
        expect(answer).to_have_text(lines[0])
    elif language == "en":
        expect(answer.locator("li")).to_have_text(lines)
    assert sent.to_the_site == [], "Turning pages asks the site for nothing."
    _press(page, "cast")
    _is_cast(page)
    everything = sent.everything()
    assert [needle for needle in NEEDLES if needle in everything] == []
    fields = sent.fields()
    assert set(fields) == {"csrfmiddlewaretoken", "sealed"}
    assert opened(vote, fields["sealed"]) == {"race-key": selection}
    vote = count_vote(member_vote=close_vote(member_vote=vote, at=vote.closes_at), at=vote.closes_at)
    assert vote.ballot_box.stored(vote=vote_ref(vote, manifest_of(vote))) == 1
    figures = vote.contests.get().tally.result["figures"]
    assert (figures["valid"], figures["invalid"]) == (1, 0)


def test_a_ballot_says_who_seals_it(make_race, visit):
    vote = make_race()
    expect(visit(vote).locator(".ballot__secrecy")).to_contain_text(
        "Your browser seals your ballot before it leaves this device."
    )
    expect(visit(vote, java_script_enabled=False).locator(".ballot__secrecy")).to_contain_text(
        "The site seals your ballot when it arrives."
    )


def test_nothing_is_kept_where_it_could_be_found_later(make_race, visit):
    page = visit(make_race(with_question=True))
    before = page.context.cookies()
    _choose(page, "Cora Lim")
    _press(page, "next")
    _choose(page, "Yes")
    _press(page, "next")
    expect(page.locator("[data-answer]").first).to_have_text("Cora Lim")
    found = page.evaluate(
        """async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state,
            location.href, document.cookie, await caches.keys(), await indexedDB.databases(), window.name])"""
    )
    assert [needle for needle in NEEDLES if needle in found] == []
    assert page.context.cookies() == before


def test_request_and_answer_are_alike_whatever_is_chosen(make_race, visit):
    vote = make_race(with_question=True)
    sizes = set()
    for label in (None, *CHOICES.values()):
        Participation.objects.filter(member_vote=vote).delete()
        page = visit(vote)
        sent = Sent(page)
        if label:
            _choose(page, label)
        _press(page, "next" if label else "skip")
        _press(page, "skip")
        with page.expect_response(lambda response: response.request.method == "POST") as answer:
            _press(page, "cast")
        _is_cast(page)
        length = len(sent.posts[0].post_data_buffer)
        sizes.add((answer.value.status, len(sent.fields()["sealed"]), length))
    assert len(sizes) == 1


def test_fast_hand_on_a_slow_line_sends_nothing_either(make_race, own_page, client):
    page = own_page(client)
    held = []
    page.route("**/js/ballot.js", lambda route: held.append(route))
    sent = Sent(page)
    page.goto(ballot_url(make_race()), wait_until="commit")
    _choose(page, "Cora Lim")
    _press(page, "next")
    expect(page.get_by_role("heading", name="Check your ballot")).to_have_count(0)
    held[0].fallback()
    expect(page.locator("[data-answer]")).to_have_text("Cora Lim")
    assert sent.posts == []


# --- where a browser cannot ----------------------------------------------------------------------------


def test_browser_that_cannot_seal_leaves_it_to_the_site_and_says_so(make_race, own_page, client):
    page = own_page(client)
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page.goto(ballot_url(make_race()))
    _choose(page, "Cora Lim")
    _press(page, "next")
    expect(page.locator("[data-answer]")).to_have_text("Cora Lim")
    expect(page.locator(".ballot__secrecy")).to_contain_text("The site seals your ballot when it arrives.")
    _press(page, "cast")
    _is_cast(page)


# --- turning pages ------------------------------------------------------------------------------------


def test_nothing_chosen_and_too_much_are_told_in_the_words_of_the_site(make_race, visit):
    page = visit(make_race("approval", options={"max_marks": 2}))
    _press(page, "next")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("#wrong")).to_have_text(
        "Choose first. If you do not want to choose, skip this contest."
    )
    assert page.title().startswith("Error: Contest 1 of your ballot")
    for label in CHOICES.values():
        _choose(page, label)
    _press(page, "next")
    expect(page.locator("#wrong")).to_have_text("You can mark at most 2 choices. Remove some.")
    assert page.locator("input:checked").count() == 3
    expect(page.locator("#question")).to_have_attribute("aria-describedby", "rule wrong")


def test_same_rank_twice_loses_nothing(make_race, visit):
    page = visit(make_race("instant_runoff"))
    # As a browser would leave it whose buttons for ranks did not load.
    page.evaluate(
        """() => document.querySelectorAll("select").forEach((each, index) => {
            if (index < 2) each.value = "1"; })"""
    )
    _press(page, "next")
    expect(page.locator("#wrong")).to_have_text("Two choices have the same rank. Give each rank once.")


def test_screens_have_titles_and_take_the_focus(make_race, visit):
    page = visit(make_race(with_question=True))
    _choose(page, "Cora Lim")
    _press(page, "next")
    assert page.title().startswith("Contest 2 of your ballot: Vote ")
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("[data-ballot-status]")).to_contain_text("Contest 2 of your ballot")
    _press(page, "skip")
    assert page.title().startswith("Check your ballot: ")
    expect(page.locator("[data-answer]").nth(1)).to_have_text("Skipped")
    _press(page, "change:1")
    expect(page.get_by_role("radio", name="Cora Lim")).to_be_checked()
    expect(page.locator("button[value=next]")).to_have_text("Back to my review")
    expect(page.locator("button[value=back]")).to_have_count(0)
    _press(page, "next")
    _press(page, "back")
    assert page.title().startswith("Contest 2 of your ballot")


def test_ballot_that_says_nothing_is_pointed_out(make_race, visit):
    page = visit(make_race())
    _press(page, "skip")
    expect(page.locator("[data-when-empty]")).to_be_visible()
    _press(page, "change:1")
    _choose(page, "Cora Lim")
    _press(page, "next")
    expect(page.locator("[data-when-empty]")).to_be_hidden()


def test_back_and_forward_of_the_browser_turn_pages(make_race, visit):
    page = visit(make_race(with_question=True))
    _choose(page, "Cora Lim")
    _press(page, "next")
    _choose(page, "Yes")
    page.go_back()
    expect(page.get_by_role("radio", name="Cora Lim")).to_be_checked()
    page.go_forward()
    expect(page.get_by_role("radio", name="Yes")).to_be_checked()
    _press(page, "next")
    _press(page, "cast")
    _is_cast(page)
    page.go_back()
    expect(page.get_by_text("You voted already. Your first ballot counts.")).to_be_visible()
    expect(page.get_by_role("radio")).to_have_count(0)


def test_link_within_the_page_leaves_the_screen_as_it_is(make_race, visit):
    page = visit(make_race(with_question=True))
    _press(page, "skip")
    _press(page, "next")
    page.get_by_role("link", name="Go to the question").click()
    expect(page.locator("legend")).to_contain_text("Do we support the tax?")
    expect(page.locator("#wrong")).to_be_visible()


def test_another_language_keeps_the_choices_and_sends_none(make_race, visit):
    vote = make_race(with_question=True)
    Locale.objects.get_or_create(language_code="es")
    page = visit(vote)
    _choose(page, "Cora Lim")
    _press(page, "next")
    _choose(page, "Yes")
    sent = Sent(page)
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert "/es/" in page.url
    expect(page.locator("input:checked")).to_have_count(1)
    assert sent.posts == []
    assert "?" not in sent.to_the_site[0].url
    _press(page, "next")
    expect(page.locator("[data-answer]").first).to_have_text("Cora Lim")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="Check your ballot")).to_be_focused()
    assert [needle for needle in NEEDLES if needle in sent.everything()] == []
    _press(page, "cast")
    _is_cast(page)


def test_words_after_another_language_are_in_it(make_race, visit):
    vote = make_race("schulze")
    Locale.objects.get_or_create(language_code="es")
    page = visit(vote)
    _rank(page, "cora-key", 1)
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("[data-ranks-summary]")).not_to_contain_text("Your ballot says")
    _press(page, "next")
    expect(page.locator("[data-answer]")).not_to_contain_text("unranked")


# --- when something goes wrong ------------------------------------------------------------------------


@pytest.fixture
def at_review(make_race, visit):
    """A vote, and a page that shows the review of a ballot for it."""
    vote = make_race()
    page = visit(vote, may_fail=True)
    _choose(page, "Cora Lim")
    _press(page, "next")
    return vote, page


def _trouble(page):
    return page.locator("[role=alert][data-trouble]")


def test_lost_connection_keeps_the_choices_and_can_be_tried_again(at_review):
    vote, page = at_review
    page.route("**/ballot/**", lambda route: route.abort())
    _press(page, "cast")
    expect(_trouble(page)).to_contain_text("The connection was lost.")
    expect(page.locator("[data-answer]")).to_have_text("Cora Lim")
    _press(page, "cast")
    expect(_trouble(page)).to_contain_text("only one ballot can count")
    page.unroute("**/ballot/**")
    _press(page, "cast")
    _is_cast(page)
    assert Participation.objects.filter(member_vote=vote).count() == 1


def test_answer_that_got_lost_does_not_make_two_ballots(at_review, voters):
    vote, page = at_review
    page.route("**/ballot/**", lambda route: route.abort())
    _press(page, "cast")
    expect(_trouble(page)).to_contain_text("The connection was lost.")
    # It had arrived, and only the answer did not come back.
    cast(vote, voters[0], {"race-key": "cora-key"})
    page.unroute("**/ballot/**")
    _press(page, "cast")
    expect(page.get_by_text("You voted already. Your first ballot counts.")).to_be_visible()
    assert Participation.objects.filter(member_vote=vote).count() == 1


def test_session_that_ended_keeps_the_choices_until_signed_in_again(at_review, client, voters):
    vote, page = at_review
    client.logout()
    _press(page, "cast")
    expect(_trouble(page)).to_contain_text("You are signed out, so your ballot was not stored.")
    link = page.get_by_role("link", name="Sign in (opens in a new tab)")
    expect(link).to_have_attribute("target", "_blank")
    client.force_login(voters[0])
    _press(page, "cast")
    _is_cast(page)
    assert Participation.objects.filter(member_vote=vote).count() == 1


def test_choices_are_not_cast_for_somebody_else_who_signs_in(at_review, client, voters):
    vote, page = at_review
    client.logout()
    _press(page, "cast")
    expect(_trouble(page)).to_be_visible()
    client.force_login(voters[1])
    _press(page, "cast")
    expect(page.get_by_role("radio", name="Cora Lim")).not_to_be_checked()
    assert not Participation.objects.filter(member_vote=vote).exists()


def test_vote_that_closed_meanwhile_says_so(at_review):
    vote, page = at_review
    close_vote(member_vote=vote, at=vote.closes_at)
    _press(page, "cast")
    expect(page.get_by_text("This vote is closed. Your ballot was not stored.")).to_be_visible()
    expect(page.locator("main form")).to_have_count(0)


def test_busy_site_stores_nothing_and_keeps_the_choices(at_review, monkeypatch):
    _vote, page = at_review
    real = ballot.cast_ballot

    def busy(**_arguments):
        raise TryAgain

    monkeypatch.setattr(ballot, "cast_ballot", busy)
    _press(page, "cast")
    expect(_trouble(page)).to_contain_text(
        "The site is busy. Nothing was stored: please cast your ballot again."
    )
    monkeypatch.setattr(ballot, "cast_ballot", real)
    _press(page, "cast")
    _is_cast(page)


def test_double_click_and_second_tab_make_one_ballot(make_race, visit):
    vote = make_race()
    pages = [visit(vote), visit(vote)]
    for page in pages:
        _choose(page, "Cora Lim")
        _press(page, "next")
    pages[0].get_by_role("button", name="Cast my ballot").dblclick()
    _is_cast(pages[0])
    _press(pages[1], "cast")
    expect(pages[1].get_by_text("You voted already. Your first ballot counts.")).to_be_visible()
    assert Participation.objects.filter(member_vote=vote).count() == 1


# --- tracking codes -----------------------------------------------------------------------------------

CODE = re.compile(r"^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$")


def test_browser_draws_the_code_and_shows_it_once(make_race, visit):
    vote = make_race(tracking_codes=True)
    page = visit(vote)
    sent = Sent(page)
    _choose(page, "Cora Lim")
    _press(page, "next")
    expect(page.locator("main")).to_contain_text("you get a tracking code")
    _press(page, "cast")
    shown = page.locator(".receipt__code")
    expect(shown).to_have_text(CODE)
    code = shown.inner_text()
    assert opened(vote, sent.fields()["sealed"]) == {"ballot": {"race-key": "cora-key"}, "code": code}
    assert code not in sent.everything()
    expect(page.locator("main")).to_contain_text("This code is shown only now.")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the code").click()
    assert page.evaluate("navigator.clipboard.readText()") == code
    page.reload()
    expect(page.locator("main")).not_to_contain_text(code)
    expect(page.locator(".receipt__code")).to_have_count(0)


def test_repeated_cast_shows_no_code(make_race, visit):
    vote = make_race(tracking_codes=True)
    pages = [visit(vote), visit(vote)]
    for page in pages:
        _press(page, "skip")
    for page in pages:
        _press(page, "cast")
        expect(page.get_by_role("heading", name=re.compile("Your ballot is cast|You voted"))).to_be_visible()
    expect(pages[0].locator(".receipt__code")).to_have_count(1)
    expect(pages[1].locator(".receipt__code")).to_have_count(0)


def test_without_a_script_the_site_draws_the_code_and_shows_it_once(make_race, visit):
    page = visit(make_race(tracking_codes=True), java_script_enabled=False)
    page.get_by_role("radio", name="Cora Lim").check()
    _press(page, "next")
    expect(page.locator("main")).to_contain_text("you get a tracking code")
    _press(page, "cast")
    expect(page.locator(".receipt__code")).to_have_text(CODE)
    page.goto(page.url)
    expect(page.locator(".receipt__code")).to_have_count(0)
    expect(page.get_by_text("You voted already. Your first ballot counts.")).to_be_visible()


# --- every screen -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_screen_breaks_a_rule_or_is_too_wide(make_race, visit, language):
    page = visit(make_race(tracking_codes=True, with_question=True), language=language, may_fail=True)
    found = Findings()
    _press(page, "next")
    found.look("with an error", page, sizes=(PHONE,))
    _choose(page, "Cora Lim")
    _press(page, "next")
    found.look("second question", page, sizes=(PHONE,))
    _press(page, "skip")
    page.route("**/ballot/**", lambda route: route.abort())
    _press(page, "cast")
    expect(_trouble(page).locator("p").first).to_be_visible()
    found.look("connection lost", page, schemes=("light", "dark"), sizes=(PHONE,))
    page.unroute("**/ballot/**")
    _press(page, "cast")
    expect(page.locator(".receipt__code")).to_be_visible()
    found.look("code", page, schemes=("light", "dark"))
    found.check()
