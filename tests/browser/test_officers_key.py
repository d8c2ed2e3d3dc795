"""The officers' key in a real browser: made, tested and brought, with nothing of it leaving the browser."""

import json
import re
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.accessibility import PHONE, Findings
from tests.factories.officers import BOX, NAMES, bring_on, make_held_vote, make_key
from tests.factories.voting import make_vote, make_voters
from voting.domain.key_holding import key_status
from voting.domain.lifecycle import run_due
from voting.models import State
from voting.plugins.secret.canary import is_answer, make_canary
from voting.plugins.secret.officers_key import answer_test, make_officers_key, read_public_text
from voting.plugins.secret.shares import read_share

OFFICERS, SHARES = "/static/js/keys/officers.js", "/static/js/keys/shares.js"


@pytest.fixture
def key_page(own_page, sign_in):
    """A function that opens the key page of a vote for one of its tellers; `sent` is all it ever sent."""

    def open_page(vote, *, language="en", **options):
        page = own_page(sign_in(vote.tellers.first()), **options)
        page.sent = []
        page.on("request", lambda request: page.sent.append(f"{request.url} {request.post_data or ''}"))
        page.goto(reverse("voting:officers_key", args=[vote.pk]).replace("/en/", f"/{language}/"))
        return page

    return open_page


@pytest.fixture
def sign_in(client):
    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture(autouse=True)
def key_dir(settings, tmp_path):
    settings.VOTING_KEY_DIR = tmp_path / "keys"


def fill_names(page, names=NAMES):
    for number, name in enumerate(names, start=1):
        page.get_by_label(f"Name of officer {number}").fill(name)
    page.get_by_role("button", name="Make the key").click()


def walk_through_shares(page) -> list[str]:
    """What each officer sees, one after another."""
    shares = []
    for number, name in enumerate(NAMES, start=1):
        title = page.get_by_role("heading", name=f"Share {number} of 3: for {name}")
        expect(title).to_be_focused()
        shares.append(page.locator("[data-key-share-text]").inner_text())
        page.get_by_role("button", name=f"{name} has kept it").click()
    return shares


def fill_shares(page, shares):
    for name, share in shares.items():
        page.get_by_label(f"Share of {name}").fill(share)
    page.get_by_role("button", name="Test these shares").click()


def pieces(share):
    """What would give a share away, however it is sent."""
    value = read_share(share).value
    return [share[15:29], share.replace("-", "")[12:24], value.hex()[:16], json.dumps(list(value[:6]))[1:-1]]


def holds_a_piece(text, shares):
    text = unquote_plus(text)
    return any(piece.lower() in text.lower() for share in shares for piece in pieces(share))


def test_key_is_made_tested_and_brought_in_the_browser(key_page, db):
    voters = make_voters(5)
    vote = make_vote(state=State.DRAFT, box=BOX, voters=[])
    page = key_page(vote)
    fill_names(page)
    shares = walk_through_shares(page)
    assert len(set(shares)) == 3
    expect(page.get_by_role("heading", name="Are all three shares kept?")).to_be_focused()
    assert key_status(vote).key is None, "nothing is sent before all three say so"
    assert not holds_a_piece(page.content(), shares), "what was shown is gone from the page"
    page.get_by_role("button", name="All three are kept").click()
    expect(page.get_by_text("The key is made. Test it next.")).to_be_visible()
    key = key_status(vote).key
    assert [officer.share_sha256 for officer in key.officers] == [
        read_share(share).sha256 for share in shares
    ]

    fill_shares(page, {NAMES[0]: shares[0], NAMES[2]: shares[2].lower().replace("-", " ")})
    expect(page.get_by_text("The key works.")).to_be_visible()
    assert key_status(vote).key.is_tested
    assert not [sent for sent in page.sent if holds_a_piece(sent, shares)]
    posted = [sent for sent in page.sent if "csrfmiddlewaretoken" in sent]
    assert len(posted) == 2 and key.public_key in unquote_plus(posted[0])

    bring_on(vote, state=State.CLOSED, people=voters, ballots=[{"race": "a"}] * 3)
    for share in shares[1:]:
        page.reload()
        page.get_by_label("Your share").fill(share)
        page.get_by_role("button", name="Give this share").click()
        expect(page.get_by_text("is here.", exact=False).first).to_be_visible()
    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
    assert [done for _vote, done in run_due(at=vote.closes_at)] == ["counted"]


def test_everything_is_done_from_the_keyboard(key_page, db):
    vote = make_vote(state=State.DRAFT, box=BOX)
    page = key_page(vote, viewport=PHONE)
    page.get_by_label("Name of officer 1").focus()
    for name in NAMES:
        page.keyboard.type(name)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for name in NAMES:
        expect(page.get_by_role("heading", name=f"for {name}")).to_be_focused()
        # Copy, print, download, go on.
        for _press in range(4):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Are all three shares kept?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The key is made.")).to_be_visible()


def test_share_is_copied_and_downloaded(key_page, db):
    vote = make_vote(state=State.DRAFT, box=BOX)
    page = key_page(vote, permissions=["clipboard-read", "clipboard-write"])
    fill_names(page)
    share = page.locator("[data-key-share-text]").inner_text()
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("[data-key-said]")).to_contain_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == share
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    assert waiting.value.suggested_filename == f"share-1-{str(vote.pk)[:8]}.txt"
    content = waiting.value.path().read_text()
    assert share in content and "held by Ada Okafor" in content


def test_starting_over_sends_nothing_and_forgets(key_page, db):
    vote = make_vote(state=State.DRAFT, box=BOX)
    page = key_page(vote)
    fill_names(page)
    first = walk_through_shares(page)
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_role("heading", name="Make the key")).to_be_visible()
    assert not [sent for sent in page.sent if "csrfmiddlewaretoken" in sent]
    fill_names(page)
    assert page.locator("[data-key-share-text]").inner_text() != first[0]


def test_same_name_twice_is_refused_before_a_key_is_made(key_page, db):
    page = key_page(make_vote(state=State.DRAFT, box=BOX))
    fill_names(page, ["Ada", "Ben", " ada "])
    expect(page.locator("[data-key-make] [role=alert]")).to_contain_text("Three different people are needed.")
    expect(page.locator("[data-key-share]")).to_be_hidden()


def test_wrong_shares_are_named_and_lose_nothing(key_page, db):
    vote, shares = make_held_vote(state=State.DRAFT, tested=False)
    other = make_officers_key(vote_id="f" * 8, names=NAMES).shares
    earlier, shares = shares, make_key(vote)
    page = key_page(vote)
    alert = page.locator("[data-key-test] [role=alert]")
    ada, ben, _cora = (page.get_by_label(f"Share of {name}") for name in NAMES)
    typo = shares[0][:-1] + ("A" if shares[0][-1] != "A" else "B")
    for first, words in (
        (typo, "Share of Ada Okafor: Some letter or digit is wrong."),
        (shares[0][:-2], "A share has 68 letters and digits. This has 66."),
        (f"{shares[0]}U", "“U” is in no share."),
        ("0" * 68, "This is no share of a key"),
        (other[0], "This share belongs to the key of another vote."),
        (earlier[0], "This is not the share that Ada Okafor was given."),
        ("", "Two shares are needed."),
    ):
        fill_shares(page, {NAMES[0]: first, NAMES[1]: shares[1]})
        expect(alert).to_contain_text(words)
        if first:
            expect(ada).to_be_focused()
            expect(ada).to_have_attribute("aria-invalid", "true")
        expect(ben).to_have_value(shares[1])
    fill_shares(page, {NAMES[0]: shares[1]})
    expect(alert).to_contain_text("One share is here twice.")
    assert not key_status(vote).key.is_tested
    fill_shares(page, {NAMES[0]: shares[0]})
    expect(page.get_by_text("The key works.")).to_be_visible()


def test_without_a_script_the_page_names_the_command(key_page, db):
    vote, _shares = make_held_vote(state=State.DRAFT)
    page = key_page(vote, java_script_enabled=False)
    expect(page.get_by_text("This needs JavaScript and a secure connection.").first).to_be_visible()
    expect(page.locator("[data-key-make]")).to_be_hidden()
    expect(page.locator("[data-key-test]")).to_be_hidden()


def test_share_is_brought_without_a_script(key_page, db):
    vote, shares = make_held_vote(ballots=[{"race": "a"}])
    page = key_page(vote, java_script_enabled=False, viewport=PHONE)
    page.get_by_label("Your share").fill(shares[0])
    page.get_by_role("button", name="Give this share").click()
    expect(page.get_by_text("The share of Ada Okafor is here.")).to_be_visible()


def test_pages_have_no_barrier(key_page, db):
    findings = Findings()
    vote = make_vote(state=State.DRAFT, box=BOX)
    page = key_page(vote)
    findings.look("make", page, schemes=("light", "dark"))
    fill_names(page)
    findings.look("share", page, schemes=("light", "dark"))
    walk_through_shares(page)
    findings.look("kept", page)
    make_key(vote)
    page = key_page(vote, language="es")
    findings.look("test", page)
    page.locator("[data-key-test] button").click()
    findings.look("refused", page)
    closed, _shares = make_held_vote(ballots=[{"race": "a"}])
    findings.look("give", key_page(closed))
    findings.check()


# --- Python and JavaScript do the same --------------------------------------------------------------


def test_shares_are_written_alike_in_both_languages(key_page, db):
    vote, _shares = make_held_vote(state=State.DRAFT)
    page = key_page(vote)
    texts = [
        share for _key in range(5) for share in make_officers_key(vote_id=str(vote.pk), names=NAMES).shares
    ]
    again = page.evaluate(
        """async ([address, texts]) => {
          const { readShare, textOf } = await import(address);
          return texts.map(readShare).map((share) => [textOf(share), [...share.value]]);
        }""",
        [SHARES, texts],
    )
    assert again == [[text, list(read_share(text).value)] for text in texts]


def test_key_made_in_the_browser_opens_in_python_and_the_other_way(key_page, db):
    vote, _shares = make_held_vote(state=State.DRAFT)
    page = key_page(vote)
    made = page.evaluate(
        "async ([address, vote, names]) => (await import(address)).makeKey(vote, names)",
        [OFFICERS, str(vote.pk), NAMES],
    )
    half = read_public_text(made["publicText"], vote_id=str(vote.pk))
    canary, text_sha256 = make_canary(vote_id=str(vote.pk), public=half.public)
    question = half.test_text(canary)
    for some in (made["shares"][:2], made["shares"][1:], made["shares"][::2], made["shares"]):
        assert is_answer(answer=answer_test(question=question, shares=some), text_sha256=text_sha256)
    answers = page.evaluate(
        """async ([address, question, sets]) => {
          const { answer } = await import(address);
          return Promise.all(sets.map((texts) => answer(JSON.parse(question), texts)));
        }""",
        [OFFICERS, question, [made["shares"][:2], made["shares"][1:], made["shares"]]],
    )
    assert all(is_answer(answer=answer, text_sha256=text_sha256) for answer in answers)


def test_scripts_draw_from_nothing_but_the_browsers_own_randomness():
    folder = Path(finders.find("js/keys/page.js")).parent
    sources = "".join(path.read_text() for path in folder.glob("*.js"))
    assert "getRandomValues" in sources and "generateKey" in sources
    assert "Math.random" not in sources and not re.search(
        r"\b(fetch|XMLHttpRequest|sendBeacon|storage)\b", sources, re.I
    )
