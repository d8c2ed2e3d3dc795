"""What an editor does in Wagtail, by the names of fields: the editor's interface may be in any language."""

import re
from contextlib import suppress
from datetime import date, timedelta

from playwright.sync_api import FrameLocator, Locator, Page, TimeoutError, expect

from members.demo_people import EDITOR
from tests.browser.steps import Visitor


class Editor:
    """Noor at her desk, with Wagtail in her language."""

    def __init__(self, visitor: Visitor):
        self.visitor = visitor
        self.page: Page = visitor.page
        self.words = visitor.words

    def signs_in(self) -> None:
        # Wagtail's language is not chosen yet, and the way in is in the site's own.
        Visitor(self.page).signs_in(EDITOR, to="")
        self.page.goto("/admin/account/")
        if self.page.locator("html").get_attribute("lang") == self.words.language:
            return
        self.page.locator("[name=locale-preferred_language]").select_option(self.words.language)
        self.page.locator("main form [type=submit]").first.click()
        expect(self.page.locator("html")).to_have_attribute("lang", self.words.language)
        # Wagtail begins a new one when somebody changes the own account.
        self.visitor.keeps_session(EDITOR)

    def finds(self, *titles: str) -> Locator:
        """The row of a page in the lists of the page explorer, going down from the English home page."""
        self.page.goto("/admin/pages/")
        row = self.page.locator("main tr", has=self.page.locator("a[href='/en/']"))
        for title in titles:
            row.locator("a[href^='/admin/pages/']:not([href*='edit'])").last.click()
            link = self.page.get_by_role("link", name=title, exact=True)
            row = self.page.locator("main tr", has=link)
        return row

    def begins(self, kind: str, *, below: tuple[str, ...]) -> None:
        """A new page of this kind ("issues/issuepage") below the page with these titles."""
        address = self.finds(*below).locator("a[href*='/edit/']").first.get_attribute("href")
        parent = address.split("/")[-3]
        self.page.goto(f"/admin/pages/add/{kind}/{parent}/")

    def opens(self, *titles: str) -> None:
        self.finds(*titles).get_by_role("link", name=titles[-1], exact=True).click()

    def fills(self, **values: str) -> None:
        for name, value in values.items():
            field = self.page.locator(f"[name='{name.replace('__', '-')}']")
            field.fill(value)
            calendar = self.page.locator(".xdsoft_datetimepicker:visible")
            if re.match(r"\d{4}-", value):
                # It opens a moment after the field is entered: left sooner, it would stay.
                with suppress(TimeoutError):
                    calendar.first.wait_for(timeout=2000)
            field.press("Tab")
            expect(calendar).to_have_count(0)

    def writes(self, name: str, text: str) -> None:
        """Words in a field of rich text."""
        area = self.page.locator(f"[data-contentpath='{name}'] [contenteditable=true]")
        area.click()
        area.press_sequentially(text)
        # The form learns of it a moment later.
        expect(self.page.locator(f"[name='{name}']")).to_have_value(re.compile(re.escape(text)))

    def chooses(self, name: str, title: str) -> None:
        modal = self.opens_chooser(name)
        search = modal.locator("[name=q]")
        if search.count():
            search.fill(title)
        modal.get_by_role("link", name=title, exact=True).first.click()
        expect(modal).to_be_hidden()

    def opens_chooser(self, name: str) -> Locator:
        button = self.page.locator(f"[id='{name}-chooser'] .unchosen [data-chooser-action-choose]")
        modal = self.page.locator(".modal")
        # Until its script has come, the button does nothing.
        for _ in range(4):
            button.click()
            with suppress(TimeoutError):
                modal.wait_for(timeout=4000)
                break
        return modal

    def publishes(self) -> None:
        self.page.locator("footer .w-dropdown__toggle").first.click()
        self.page.locator("[name=action-publish]").click()

    def sees_published(self) -> None:
        expect(self.page.locator(".messages .success")).to_be_visible()

    def is_refused(self, field: Locator) -> None:
        """An error stands inside this part of the form, and what was written is still there."""
        expect(field.locator(".error-message, .help-critical").first).to_be_visible()

    def field(self, name: str) -> Locator:
        return (
            self.page.locator(".w-panel, [data-contentpath]")
            .filter(has=self.page.locator(f"[name='{name}']"))
            .last
        )

    def previews(self) -> FrameLocator:
        """The preview beside the form, as readers will see the page."""
        panel = self.page.locator("[data-side-panel-toggle=preview]")
        if panel.get_attribute("aria-expanded") != "true":
            panel.click()
        return self.page.frame_locator("#w-preview-iframe")

    def translates(self, texts: dict[str, str], *, locale: str) -> None:
        """Translate the page that was just published, text by text, and publish that too."""
        self.page.locator(".messages a[href*='/edit/']").click()
        number = self.page.url.rstrip("/").split("/")[-2]
        self.page.goto(f"/admin/localize/submit/page/{number}/")
        self.page.get_by_label(locale).check()
        self.page.locator("main form [type=submit]").first.click()
        for original, translated in texts.items():
            row = self.page.locator("li", has_text=original).last
            row.get_by_role("button", name=self.words("Translate")).click()
            row.locator("textarea").fill(translated)
            row.get_by_role("button", name=self.words("Save")).click()
            # The text is stored once its field has gone: publishing must not overtake it.
            expect(row.locator("textarea")).to_have_count(0)
        self.page.locator("[name=action][value=publish]").click()


def day(offset: int) -> str:
    return (date.today() + timedelta(days=offset)).isoformat()
