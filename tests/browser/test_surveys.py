"""A survey from the editor's question to a member's answer, on a site of its own."""

import pytest
from playwright.sync_api import expect

from home.demo.member_choices import SURVEY
from members.demo_people import ANA
from tests.browser.accessibility import Findings
from tests.browser.editing import Editor, day
from tests.browser.steps import Visitor
from tests.support.live_site import served_demo

QUESTION = "Which evening suits you?"


@pytest.fixture(scope="module")
def live_site(tmp_path_factory):
    """Instead of the site that all tests share: here another ballot waits for everybody."""
    with served_demo(tmp_path_factory.mktemp("survey")) as site:
        yield site


def test_survey_is_asked_in_one_step_and_answered(new_page):
    editor, found = Editor(Visitor(new_page())), Findings()
    editor.signs_in()
    page = editor.page
    page.goto("/admin/surveys/new/")
    ask = page.get_by_role("button", name=editor.words("Ask now"))
    editor.fills(question=QUESTION, choices="Tuesday", closes_at=f"{day(5)} 20:00")
    page.locator("[name=method]").select_option("approval")
    ask.click()
    # One choice is none: said beside the field, with everything still there.
    expect(page.get_by_text(editor.words("Give at least two choices."))).to_be_visible()
    expect(page.locator("[name=question]")).to_have_value(QUESTION)
    editor.fills(choices="Tuesday\nThursday\nSunday")
    ask.click()
    expect(page.get_by_text("The survey is open.")).to_be_visible()

    ana = Visitor(new_page())
    words = ana.words
    ana.signs_in(ANA, to="member-votes/which-evening-suits-you/")
    ana.sees_ballots_waiting(2)
    ana.sees(words("This survey asks for your advice. Nothing is decided."))
    found.look("survey", ana.page)
    ana.link(words("Answer the survey"), within=ana.main).click()
    for day_of_week in ("Tuesday", "Sunday"):
        ana.page.locator(".choice__pick", has_text=day_of_week).click()
    found.look("answer", ana.page)
    ana.goes_on()
    ana.sees_heading(words("Check your ballot"))
    ana.sees("Sunday")
    ana.casts()
    ana.sees_heading(words("Your ballot is cast"))
    ana.sees_ballots_waiting(1)
    found.check()


def test_reader_of_another_language_is_told_and_sees_answers_of_an_older_survey(new_page):
    reader, found = Visitor(new_page(), "es"), Findings()
    words = reader.words
    reader.goes_to("member-votes/which-evening-suits-you/")
    expect(reader.page.locator("main [lang=en]", has_text=QUESTION).first).to_be_visible()
    found.look("survey in another language", reader.page)
    reader.goes_to()
    block = reader.page.locator(".survey")
    expect(block).to_contain_text(words.of(SURVEY.text.title))
    expect(block.locator(".bars")).to_be_visible()
    reader.link(words("See the full result"), within=block).click()
    reader.sees_heading(words.of(SURVEY.text.title))
    found.look("answers", reader.page)
    found.check()
