"""The page on which a browser checks a published vote alone: what it says, and that it says nothing to us."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.accessibility import DESK, PHONE, Findings
from tests.browser.steps import Words
from tests.factories.voting import make_vote
from tests.tools.bundles import CODES, packed
from tests.voting.check.whole import whole
from voting.models import State

# Counting takes a moment where two processors have a lot to do.
expect.set_options(timeout=15_000)

NAMES = {"A": "Ada", "B": "Ben", "C": "Cleo"}


def told_in_two_languages(made):
    """The same vote with its words in Spanish too."""
    for contest in [*made.manifest["contests"], *made.count["contests"]]:
        contest["question"] = {"en": "Who?", "es": "¿Quién?"}
        for choice in contest["choices"]:
            name = NAMES[choice["key"]]
            choice["label"] = {"en": name, "es": f"{name} (es)"}
    return made.relink().recount()


def as_file(content, name="vote.zip"):
    return {"name": name, "mimeType": "application/zip", "buffer": content}


class Checker:
    """Somebody at the page."""

    def __init__(self, page, language="en"):
        self.page = page
        self.words = Words(language)
        self.requests = []
        page.goto(f"/{language}/check-result/")
        expect(page.locator("[data-check-form]")).to_be_visible()
        page.on("request", lambda request: self.requests.append(request.url))

    def chooses(self, content, **named):
        self.page.locator("#check-file").set_input_files(as_file(content, **named))

    def checks(self, content=None):
        if content is not None:
            self.chooses(content)
        self.page.get_by_role("button", name=self.words("Check this file")).click()

    def brings(self, *, fingerprint="", code=""):
        fold = self.page.locator("[data-check-form] details")
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        self.page.locator("#check-fingerprint").fill(fingerprint)
        self.page.locator("#check-code").fill(code)

    def sees(self, verdict, *words):
        status = self.page.get_by_role("status").filter(has=self.page.locator("[data-verdict]"))
        expect(status.locator(f'[data-verdict="{verdict}"]')).to_be_visible()
        for each in words:
            expect(status).to_contain_text(each)

    def item(self, check):
        return self.page.locator(f'[data-check-id="{check}"]')


@pytest.fixture
def checker(own_page, client):
    def open_page(language="en", **options):
        return Checker(own_page(client, **options), language)

    return open_page


@pytest.mark.parametrize("language", ["en", "es"])
def test_result_that_holds_is_told_in_the_language_of_the_page(checker, language):
    here = checker(language)
    words = here.words
    here.checks(told_in_two_languages(whole()).zip())
    here.sees("holds", words("Everything holds."))
    report = here.page.locator("[data-check-report]")
    ada = "Ada" if language == "en" else "Ada (es)"
    question = "Who?" if language == "en" else "¿Quién?"
    expect(report.get_by_role("heading", name=question)).to_be_visible()
    expect(report).to_contain_text(words("Members chose %(names)s.", names=ada))
    numbers = report.locator("table", has_text=words("Took part"))
    assert numbers.locator("td").all_inner_texts() == ["6", "5", "5", "5", "4", "1", "4"]
    states = report.locator("[data-check-id]").evaluate_all("all => all.map((each) => each.dataset.status)")
    assert set(states) == {"holds"}
    assert len(states) > 18


def test_nothing_of_the_reader_leaves_the_browser(checker):
    here = checker()
    here.brings(code=CODES[0], fingerprint="")
    here.checks(whole("codes").zip())
    here.sees("holds")
    scripts = [url for url in here.requests if "/static/js/check/" in url]
    assert [url for url in here.requests if url not in scripts] == []
    assert here.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_tracking_code_shows_what_the_ballot_says(checker):
    here = checker()
    # As people write it down.
    here.brings(code=CODES[0].lower().replace("0", "o").replace("-", " "))
    here.checks(whole("codes").zip())
    here.sees("holds")
    ballot = here.page.locator(".check__ballot")
    expect(ballot).to_contain_text(CODES[0])
    expect(ballot.locator("dd").nth(0)).to_have_text("A")
    expect(ballot.locator("dd").nth(1)).to_contain_text("A: 5")
    expect(ballot.locator("dd").nth(1)).to_contain_text("no score: B")
    # The file is still there when only the code changes.
    here.brings(code="0000-0000-0000-0000")
    here.checks()
    here.sees("differs")
    expect(here.item("your_code")).to_contain_text("0000-0000-0000-0000 is not in it.")


def test_fingerprint_of_another_vote_is_noticed(checker):
    here = checker()
    here.brings(fingerprint="ab" * 32)
    here.checks(whole().zip())
    here.sees("differs")
    expect(here.item("fingerprint")).to_have_attribute("data-status", "differs")
    right = here.page.locator(".check__hash").first.inner_text()
    here.brings(fingerprint=" ".join([right[:32].upper(), right[32:]]))
    here.checks()
    here.sees("holds")


def test_what_is_no_code_or_no_fingerprint_is_said_beside_the_field(checker):
    here = checker()
    here.checks()
    expect(here.page.locator("#check-file-error")).to_contain_text("Choose a file first.")
    expect(here.page.locator("#check-file")).to_be_focused()
    here.chooses(whole().zip())
    here.brings(fingerprint="ab", code="1234")
    here.checks()
    expect(here.page.locator("#check-fingerprint")).to_have_attribute("aria-invalid", "true")
    expect(here.page.locator("#check-code-error")).to_contain_text("16 letters and digits")
    expect(here.page.locator("#check-code")).to_have_value("1234")
    here.brings()
    here.checks()
    here.sees("holds")


def test_something_that_differs_is_named(checker):
    made = whole()
    made.contest["result"]["tallies"]["A"] = "3"
    here = checker()
    here.checks(made.zip())
    here.sees("differs", "Something differs.", "Do not rely on this result")
    expect(here.item("tallies")).to_contain_text("A: 3 published, 2 counted here.")
    expect(here.item("result")).to_contain_text("Differs")


def test_vote_without_ballots_is_not_called_checked(checker):
    here = checker()
    here.checks(whole("totals").zip())
    here.sees("unknown", "not everything could be checked")
    expect(here.item("count")).to_contain_text("The ballots of this vote are not published.")


def test_file_that_is_none_is_refused_in_plain_words(checker):
    here = checker()
    right = whole().zip()
    for content, reason in [
        (b"", "no ZIP file"),
        (b"%PDF-1.7 something else", "no ZIP file"),
        (packed({"photo.jpg": b"x"}), "not that of a vote"),
        (right[:-9], "The end of the file is missing"),
        (right[:40], "The end of the file is missing"),
    ]:
        here.checks(content)
        here.sees("refused", reason, "nothing is lost")
    # And the next one is taken.
    here.checks(right)
    here.sees("holds")


def test_browser_without_workers_of_this_kind_checks_on_the_page(checker):
    here = checker()
    here.page.evaluate(
        "document.querySelector('[data-check]').dataset.worker = '/static/js/no-such-worker.js'"
    )
    # The missing file is an error that the browser tells, and no fault of the page.
    here.page.route(
        "**/no-such-worker.js", lambda route: route.fulfill(content_type="text/javascript", body="?")
    )
    here.checks(whole().zip())
    here.sees("holds")


def test_words_of_a_file_are_never_markup(checker):
    made = whole()
    evil = "<img src=x onerror=alert(1)>"
    for contest in [*made.manifest["contests"], *made.count["contests"]]:
        contest["question"] = {"en": evil}
        for choice in contest["choices"]:
            choice["label"] = {"en": evil}
    made.manifest["title"] = made.count["title"] = {"en": evil}
    here = checker()
    here.checks(made.relink().recount().zip())
    here.sees("holds")
    expect(here.page.locator(".check__title")).to_have_text(evil)
    assert here.page.locator("[data-check-report] img").count() == 0


def test_file_is_dropped_on_the_page(checker):
    here = checker()
    here.page.evaluate(
        """(numbers) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(numbers)], "vote.zip", { type: "application/zip" }));
          const drop = document.querySelector("[data-check-drop]");
          const how = { dataTransfer: transfer, bubbles: true, cancelable: true };
          drop.dispatchEvent(new DragEvent("drop", how));
        }""",
        list(whole().zip()),
    )
    here.sees("holds")


def test_page_is_used_from_the_keyboard_alone(checker):
    here = checker()
    here.chooses(whole("stv").zip())
    here.page.locator("#check-file").focus()
    # Past the fold with the two fields, to the button.
    here.page.keyboard.press("Tab")
    here.page.keyboard.press("Enter")
    here.page.keyboard.press("Tab")
    expect(here.page.locator("#check-fingerprint")).to_be_focused()
    here.page.keyboard.press("Tab")
    here.page.keyboard.press("Tab")
    here.page.keyboard.press("Enter")
    here.sees("holds")
    summary = here.page.locator("[data-check-report] summary").first
    summary.focus()
    here.page.keyboard.press("Enter")
    expect(here.page.locator("[data-check-report] details[open] table")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "es"])
def test_page_breaks_no_rule_and_fits_small_screens(checker, language):
    here, found = checker(language), Findings()
    here.brings(fingerprint="ab", code="1234")
    here.checks()
    found.look("errors", here.page, sizes=(PHONE,))
    made = whole("stv")
    made.contest["result"]["tallies"]["A"] = "7"
    here.brings()
    here.checks(made.zip())
    here.sees("differs")
    found.look("report", here.page, schemes=("light", "dark"), sizes=(DESK,))
    found.check()


def test_without_javascript_the_page_leads_to_the_program(own_page, client):
    page = own_page(client, java_script_enabled=False)
    page.goto("/en/check-result/")
    expect(page.locator("[data-check-form]")).to_be_hidden()
    expect(page.get_by_text("This page needs JavaScript.")).to_be_visible()
    expect(page.get_by_role("link", name="Save the program verify_result.py")).to_be_visible()


def test_bundle_of_a_chosen_vote_is_loaded_with_one_press(own_page, client, settings, tmp_path):
    settings.VOTING_KEY_DIR, settings.MEDIA_ROOT = tmp_path / "keys", tmp_path / "media"
    vote = make_vote(state=State.PUBLISHED, voters=12, ballots=[{"race": key} for key in "aaaaaaabbbb"])
    url = reverse("voting:bundle", args=[vote.pk])
    content = b"".join(client.get(url).streaming_content)
    page = own_page(client)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(f"**{url}", lambda route: route.fulfill(body=content, content_type="application/zip"))
    page.goto(reverse("voting:check_vote", args=[vote.pk]))
    page.get_by_role("button", name="Load the file of this vote").click()
    expect(page.locator('[data-verdict="holds"]')).to_be_visible()
    expect(page.locator(".check__outcome")).to_have_text("Members endorse Ada.")
    assert [address for address in asked if address.endswith(url)] != []
    # With what the reader has, once more; the file stays.
    page.locator("[data-check-form] summary").click()
    page.locator("#check-fingerprint").fill(bytes(vote.manifest_sha256).hex())
    page.get_by_role("button", name="Check this file").click()
    expect(page.locator('[data-check-id="fingerprint"][data-status="holds"]')).to_be_visible()
    assert len([address for address in asked if address.endswith(url)]) == 1


def test_bundle_that_cannot_be_loaded_is_told(own_page, client, settings, tmp_path):
    settings.VOTING_KEY_DIR = tmp_path / "keys"
    vote = make_vote(state=State.PUBLISHED)
    page = own_page(client)
    page.goto(reverse("voting:check_vote", args=[vote.pk]))
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")
    page.get_by_role("button", name="Load the file of this vote").click()
    expect(page.locator('[data-verdict="refused"]')).to_contain_text("could not be loaded")
