"""An editor writes, previews, translates and publishes; what is wrong is refused beside the field."""

import pytest
from playwright.sync_api import expect

from home.demo import elections, issues, pages, votes
from tests.browser.editing import Editor, day
from tests.browser.steps import Visitor

AREA = issues.AREAS[0][2]


@pytest.fixture
def editor(new_page, request):
    noor = Editor(Visitor(new_page(), getattr(request, "param", "en")))
    noor.signs_in()
    return noor


in_both_languages = pytest.mark.parametrize("editor", ["en", "es"], indirect=True)


@pytest.fixture
def reader(new_page):
    return lambda language="en": Visitor(new_page(), language)


def unique(editor, title: str) -> str:
    """Both languages of the editor work on one site."""
    return f"{title} ({editor.words.language})"


def slug(title: str) -> str:
    return title.lower().replace(" ", "-").replace("(", "").replace(")", "")


@in_both_languages
def test_issue_is_written_previewed_translated_and_published(editor, reader):
    title, spanish = unique(editor, "Open libraries"), unique(editor, "Bibliotecas abiertas")
    summary = "Everybody can borrow a book. We want an open library in every town."
    editor.begins("issues/issuepage", below=(pages.ISSUES_TITLE.en,))
    editor.fills(title=title, last_reviewed_on=day(-1))
    editor.chooses("id_area", AREA.en)
    editor.publishes()
    editor.is_refused(editor.field("summary"))
    expect(editor.page.locator("[name=title]")).to_have_value(title)

    editor.fills(summary=summary)
    preview = editor.previews()
    expect(preview.get_by_role("heading", name=title)).to_be_visible()
    expect(preview.get_by_text(summary).first).to_be_visible()
    editor.publishes()
    editor.sees_published()
    english = reader()
    english.goes_to(f"issues/{slug(title)}/")
    english.sees(summary)

    translated = "Todo el mundo puede pedir un libro prestado."
    editor.translates({title: spanish, summary: translated}, locale="Español")
    other = reader("es")
    other.goes_to(f"issues/{slug(title)}/")
    other.sees_heading(spanish)
    other.sees(translated)


def test_candidate_is_written_with_a_new_candidacy(editor, reader):
    name = unique(editor, "Philippa Dunnock-Reyes")
    race = elections.HOUSE_SECOND.title.en
    path = (pages.ELECTIONS_TITLE.en, elections.ELECTION.title.en, race)
    editor.begins("candidates/candidatepage", below=path)
    editor.fills(title=name)
    modal = editor.opens_chooser("id_candidacy")
    modal.locator("a[href='#tab-create']").click()
    form = modal.locator("#tab-create")
    form.locator("[name$=race]").select_option(
        label=str(form.locator("[name$=race] option").nth(1).inner_text())
    )
    form.locator("[type=submit]").click()
    # A candidacy needs a person.
    expect(modal.locator(".error-message").first).to_be_visible()
    form.locator("[name$='-name'], [name=name]").first.fill(name)
    form.locator("[name$=family_name]").fill("Dunnock-Reyes")
    options = form.locator("[name$=race] option").all_inner_texts()
    form.locator("[name$=race]").select_option(label=next(each for each in options if "2nd Quabbin" in each))
    form.locator("[type=submit]").click()
    expect(modal).to_be_hidden()
    editor.publishes()
    editor.is_refused(editor.field("summary"))

    editor.fills(summary="A baker who wants longer hours for every library.")
    expect(editor.previews().get_by_role("heading", name=name)).to_be_visible()
    editor.publishes()
    editor.sees_published()
    english = reader()
    english.goes_to(f"elections/primary/{elections.HOUSE_SECOND.slug}/")
    english.follows(name)
    english.sees("A baker who wants longer hours for every library.")


def test_question_is_written_and_answered(editor, reader):
    question = unique(editor, "May I bring my children?")
    editor.page.goto("/admin/snippets/home/faqentry/add/")
    editor.writes("answer", "Yes, to every meeting.")
    editor.fills(last_reviewed_on=day(-1))
    editor.publishes()
    editor.is_refused(editor.field("question"))
    editor.is_refused(editor.field("group"))
    editor.chooses("id_group", "Membership")
    editor.fills(question=question)
    preview = editor.previews()
    expect(preview.get_by_text(question).first).to_be_visible()
    expect(preview.get_by_text("Yes, to every meeting.").first).to_be_visible()
    editor.publishes()
    editor.sees_published()
    english = reader()
    english.goes_to("questions/")
    english.sees(question)


@in_both_languages
def test_vote_is_written_with_choices_that_are_pages(editor, reader):
    title = unique(editor, "Endorsement for the second district")
    editor.begins("voting/membervotepage", below=(pages.VOTES_TITLE.en,))
    editor.fills(
        title=title,
        summary="Members decide whom to endorse.",
        standing_cutoff=day(1),
        opens_at=f"{day(10)} 09:00",
        closes_at=f"{day(9)} 20:00",
    )
    contests = editor.page.locator("#contests-root, [data-contentpath=contests]").first
    contests.locator(".c-sf-add-button").last.click()
    editor.fills(**{"contests__0__value__question": "Whom do we endorse?"})
    choices = editor.page.locator("[data-contentpath=choices]").first
    choices.locator(".c-sf-add-button").last.click()
    choices.locator(".c-sf-add-button").last.click()
    editor.publishes()
    # Closing before opening, and choices without words.
    editor.is_refused(editor.field("closes_at"))
    editor.is_refused(editor.field("contests-0-value-choices-0-value-label"))

    editor.fills(closes_at=f"{day(17)} 20:00")
    editor.chooses("contests-0-value-subject", elections.HOUSE_SECOND.title.en)
    editor.chooses("contests-0-value-choices-0-value-page", elections.SOMCHAI_BROOKS.name)
    editor.fills(**{"contests__0__value__choices__1__value__label": "No endorsement"})
    editor.page.locator("[name=contests-0-value-choices-1-value-kind]").select_option("no_endorsement")
    preview = editor.previews()
    expect(preview.get_by_role("link", name=elections.SOMCHAI_BROOKS.name).first).to_be_visible()
    editor.publishes()
    editor.sees_published()
    english = reader()
    english.goes_to(f"member-votes/{slug(title)}/")
    english.sees("Whom do we endorse?")
    english.sees("This vote is being prepared. It is not announced yet.")


def test_words_of_an_announced_vote_are_locked(editor):
    editor.opens(pages.VOTES_TITLE.en, votes.OPEN_NOW.text.title.en)
    closes = editor.page.locator("[name=closes_at]")
    before = closes.input_value()
    editor.fills(closes_at=f"{day(30)} 20:00")
    editor.publishes()
    editor.is_refused(editor.field("closes_at"))
    assert closes.input_value() != before
