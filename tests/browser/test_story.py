"""One member vote from its first reader to its published result, in each language, on a site of its own."""

import re

import pytest
from playwright.sync_api import expect

from home.demo import elections, issues, pages, votes
from members.demo_people import ANA, BEN, TELLER_ONE, TELLER_TWO
from tests.browser.accessibility import Findings, broken_rules
from tests.browser.steps import Visitor
from tests.support.live_site import served_demo

VOTE = votes.OPEN_NOW
CANDIDATE = elections.PEREIRA_GOUGH
RACE, HOLIDAY = (question.block["value"]["question"] for question in VOTE.questions)
# Forty ballots of the demo, and Ana's.
BALLOTS = 41
SUMMARY = CANDIDATE.text.fields["summary"]


@pytest.fixture(scope="module", params=["en", "es"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def live_site(language, tmp_path_factory):
    """Instead of the site that all tests share: here a vote ends."""
    with served_demo(tmp_path_factory.mktemp("story")) as site:
        yield site


@pytest.fixture
def somebody(new_page, language):
    """A function that brings another person with a browser of their own; takes what `new_page` takes."""
    return lambda **options: Visitor(new_page(**options), language)


@pytest.fixture
def staff(somebody):
    """Both tellers, each at their own browser, at the desk of the vote."""
    tellers = []
    for person in (TELLER_ONE, TELLER_TWO):
        teller = somebody()
        teller.signs_in(person, to="desk/")
        teller.follows(teller.words.of(VOTE.text.title))
        tellers.append(teller)
    return tellers


def test_visitor_is_told_to_sign_in_and_comes_back(somebody):
    ana = somebody()
    words = ana.words
    ana.goes_to()
    ana.chooses_in_menu(words.of(pages.VOTES_TITLE))
    expect(ana.link(words("Sign in to vote"), within=ana.main).first).to_be_visible()
    # From the page of the vote itself.
    ana.goes_to(f"member-votes/{VOTE.text.slug}/")
    here = ana.page.url
    expect(ana.link(words("Sign in to vote"), within=ana.main)).to_be_visible()
    ana.link(words("Sign in"), within=ana.header).click()
    ana.signs_in_from_here(ANA)
    ana.page.wait_for_url(here)
    ana.sees_ballots_waiting(1)
    expect(ana.link(words("Vote now"), within=ana.main)).to_be_visible()


def test_member_votes_once_whatever_the_browser_does(somebody):
    teller = somebody()
    teller.signs_in(TELLER_ONE, to="desk/")
    teller.follows(teller.words.of(VOTE.text.title))
    assert teller.figure(teller.words("voted")) == str(BALLOTS - 1)

    ana = somebody()
    words, page = ana.words, ana.page
    ana.signs_in(ANA, to="my-ballots/")
    ana.sees_ballots_waiting(1)
    ana.link(words("Vote now")).click()
    address = page.url

    # Nothing chosen: told so, and nothing lost.
    ana.goes_on()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    ana.sees(words("Choose first. If you do not want to choose, skip this contest."))

    # Reading about a candidate, in place and on the whole page, keeps the choice.
    ana.chooses(CANDIDATE.name)
    page.locator("summary", has_text=words("Read more about %(label)s", label=CANDIDATE.name)).click()
    with page.context.expect_page() as opened:
        ana.link(words("Read the whole page (opens in a new tab)"), within=ana.main).click()
    reading = Visitor(opened.value, ana.language)
    reading.sees_heading(CANDIDATE.name)
    reading.sees(words.of(SUMMARY))
    reading.page.close()
    expect(page.get_by_role("radio", name=CANDIDATE.name)).to_be_checked()

    ana.goes_on()
    ana.sees(words.of(HOLIDAY))
    ana.chooses(words("Yes"))
    ana.goes_on()
    ana.sees_heading(words("Check your ballot"))
    review = page.locator("dl.review")
    expect(review.locator("dd").first).to_have_text(CANDIDATE.name)
    expect(review).to_contain_text(words("Yes"))
    ana.sees(words("Once you cast this ballot, you cannot change it."))
    assert page.url == address, "A choice is never part of an address."

    # A change of mind, then the same screen again.
    page.get_by_role("button", name=re.compile(re.escape(words.of(HOLIDAY)))).click()
    expect(page.get_by_role("radio", name=words("Yes"), exact=True)).to_be_checked()
    ana.button(words("Back to my review")).click()
    ana.sees_heading(words("Check your ballot"))

    second = Visitor(page.context.new_page(), ana.language)
    second.page.goto(address)
    second.chooses(elections.ZIELONKA.name)
    second.goes_on()
    second.button(words("Skip this contest")).click()
    second.sees_heading(words("Check your ballot"))
    fields = ana.form_fields()

    ana.button(words("Cast my ballot")).dblclick()
    expect(page.locator(".receipt")).to_be_visible()
    ana.goes_to("my-ballots/")
    ana.sees_heading(words("You voted"))
    ana.sees_no_ballot_waiting()

    # Again: from the other tab, by sending the form once more, and with the back button.
    second.casts()
    second.sees(words("You voted already. Your first ballot counts."))
    page.goto(f"{address}done/")
    ana.sees_heading(words("Your ballot is cast"))
    assert broken_rules(page) == []
    assert ana.sends_again({**fields, "go": "cast"}) == 200
    page.goto(address)
    ana.sees(words("You voted already. Your first ballot counts."))
    expect(page.locator("main form")).to_have_count(0)
    second.goes_back()
    expect(second.button(words("Cast my ballot"))).to_have_count(0)

    teller.page.reload()
    assert teller.figure(teller.words("voted")) == str(BALLOTS)


def test_member_whose_dues_lapsed_sees_why_and_from_when(somebody):
    ben = somebody()
    words = ben.words
    ben.signs_in(BEN, to=f"member-votes/{VOTE.text.slug}/")
    ben.sees_no_ballot_waiting()
    ben.sees(words("You are not on the roll of this vote."))
    ben.link(words("Why can’t I vote?"), within=ben.main).click()
    ben.sees_heading(words("Why you cannot vote here"))
    broken = ben.main.locator("li", has=ben.page.locator(".tag", has_text=words("No")))
    expect(broken).to_have_count(1)
    # The rule, and the day from which a later vote counts him in.
    expect(broken).to_contain_text(re.compile(r"20\d\d.*20\d\d"))
    renewed = "If you renew today, you can take part in votes with a cut-off on %(day)s or later."
    from_when = words(renewed, day="\n").split("\n")[0]
    expect(broken).to_contain_text(from_when)
    expect(ben.page.get_by_role("radio")).to_have_count(0)


def test_teller_sees_turnout_and_never_choices(somebody):
    teller = somebody()
    words = teller.words
    teller.signs_in(TELLER_ONE, to="desk/")
    teller.follows(words.of(VOTE.text.title))
    assert teller.figure(words("voted")).isdigit()
    teller.sees(words("Nobody can see how the vote is going, you included."))
    expect(teller.page.locator(".result, .bars, .bar")).to_have_count(0)


def test_two_tellers_end_the_vote_and_the_outcome_stands_everywhere(staff, somebody, language):
    first, second = staff
    words = first.words
    reason = "The hall is needed for the next meeting."

    # Close early: one asks, another agrees.
    opener = first.page.locator("summary", has_text=words("Ask to close this vote before its time"))
    opener.click()
    first.button(words("Ask another teller")).first.click()
    first.sees(words("Give a reason. Members will read it."))
    first.page.locator("#close_early_reason, [name=reason]").first.fill(reason)
    first.button(words("Ask another teller")).first.click()
    first.sees(words("Another teller must agree before the vote closes early."))
    expect(first.button(words("Agree, and close the vote now"))).to_have_count(0)
    second.page.reload()
    second.sees(reason)
    second.button(words("Agree, and close the vote now")).click()
    second.sees(words("The vote is closed."))

    reader = somebody()
    reader.goes_to(f"member-votes/{VOTE.text.slug}/")
    reader.sees(words("Closed. The count is being certified."))
    # States that only last a while: what axe says of them is told at the end.
    findings = Findings()
    findings.look("closed vote", reader.page)
    findings.look("desk of a closed vote", second.page)

    # The running site counts; two different people sign.
    certify = second.button(words("Certify this count"))
    second.waits_for(certify)
    findings.look("desk of a counted vote", second.page)
    certify.click()
    second.sees(words("You signed. Another teller must sign too."))
    expect(certify).to_have_count(0)
    reader.page.reload()
    reader.sees(words("Closed. The count is being certified."))
    first.page.reload()
    first.button(words("Certify this count")).click()
    expect(first.button(words("Publish the result"))).to_be_visible()
    findings.look("desk of a certified vote", first.page)
    first.button(words("Publish the result")).click()
    first.sees(words("The result is published."))
    findings.look("desk of a published vote", first.page)

    # Nobody edits a page, and the outcome stands in both languages, also for somebody who has
    # read the same page a moment ago.
    for each in (language, "es" if language == "en" else "en"):
        _read_outcome(Visitor(reader.page, each))
    findings.check()


def _read_outcome(reader: Visitor) -> None:
    words = reader.words
    not_endorsed = words("Members did not endorse: %(share)s", share="\n").split("\n")[0]
    nobody = words("Nobody reached %(share)s, so there is no endorsement.", share="\n").split("\n")[0]
    yes = words("Members say yes.").removesuffix(".")
    race = f"elections/primary/{elections.HOUSE_FIRST.slug}/"
    issue = f"issues/{issues.VOTING_DEMOCRACY.slug}/"
    for path, headline in (
        (f"{race}{CANDIDATE.text.slug}/", not_endorsed),
        (race, nobody),
        (issue, yes),
        ("", yes),
        ("results/", yes),
        ("results/", nobody),
    ):
        reader.goes_to(path)
        expect(reader.page.locator(".decision__headline", has_text=headline).first).to_be_visible()
    reader.goes_to(issue)
    reader.sees(words("We support this"))
    reader.link(words("See the vote and its result"), within=reader.main).click()
    reader.sees_heading(words.of(VOTE.text.title))
    expect(reader.page.locator(".outcome__sentence", has_text=words("Members say yes."))).to_be_visible()
    reader.sees(words.of(RACE))
