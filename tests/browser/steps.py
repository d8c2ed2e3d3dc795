"""What people do on the site, so that each test reads as what happens.

Words of the site come from the translation catalogs, words of the pages from
the demo content: the same steps work in every language.
"""

import re
import time

from django.utils import translation
from playwright.sync_api import Error, Locator, Page, expect

from home.demo import words as demo
from members.demo_people import DemoPerson

# Far beyond the two seconds after which the running site looks again for votes that are due.
SECONDS_TO_COUNT = 40
# Two processors may have a lot to do.
expect.set_options(timeout=15_000)


class Words:
    """The site's own words in one language."""

    def __init__(self, language: str):
        self.language = language

    def __call__(self, text: str, **values) -> str:
        """A string of the site, as it is written in the code."""
        with translation.override(self.language):
            found = translation.gettext(text)
        return found % values if values else found

    def counted(self, one: str, many: str, number: int, **values) -> str:
        with translation.override(self.language):
            return translation.ngettext(one, many, number) % values

    def of(self, words: demo.Words) -> str:
        """A text of the demo content; what is not translated stands in English."""
        return getattr(words, self.language) or words.en


class Visitor:
    """Somebody at a browser, who reads the site in one language."""

    def __init__(self, page: Page, language: str = "en"):
        self.page = page
        self.words = Words(language)
        self.language = language

    def goes_to(self, path: str = "") -> None:
        self.page.goto(f"/{self.language}/{path}")

    def link(self, name: str | re.Pattern, *, within: Locator | None = None, exact: bool = True) -> Locator:
        return (within or self.page).get_by_role("link", name=name, exact=exact)

    def button(self, name: str, *, within: Locator | None = None, exact: bool = True) -> Locator:
        return (within or self.page).get_by_role("button", name=name, exact=exact)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def header(self) -> Locator:
        return self.page.locator("[data-me-header]")

    def sees_heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", name=text, exact=True).first).to_be_visible()

    def sees(self, text: str) -> None:
        expect(self.main).to_contain_text(text)

    # --- reading ---

    def chooses_in_menu(self, title: str) -> None:
        self.link(title, within=self.page.locator("#sitenav")).click()
        self.sees_heading(title)

    def follows(self, title: str, *, heading: str = "") -> None:
        self.link(title, within=self.main).first.click()
        self.sees_heading(heading or title)

    def switches_language(self, language: str, name: str) -> None:
        self.page.locator("details.languages summary").click()
        self.link(name, within=self.page.locator("details.languages")).click()
        self.page.wait_for_url(re.compile(f"/{language}/"))
        self.language, self.words = language, Words(language)
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    # --- signing in ---

    def signs_in_from_here(self, person: DemoPerson) -> None:
        """From the sign-in page through the provider, which is on another port, and back."""
        self.button(self.words("Continue with %(title)s", title=self.words("Demo sign-in"))).click()
        self.page.get_by_role("button", name=person.name).click()

    def signs_in(self, person: DemoPerson, *, to: str) -> None:
        """The first time on a site through the provider; after that with the cookies of that time."""
        if cookies := self._sessions.get(person.email):
            self.page.context.add_cookies(cookies)
            self.goes_to(to)
            return
        self.page.goto(f"/{self.language}/sign-in/?next=/{self.language}/{to}")
        self.signs_in_from_here(person)
        self.page.wait_for_url(f"**/{self.language}/{to}")
        self.keeps_session(person)

    def keeps_session(self, person: DemoPerson) -> None:
        """For the next time that this person signs in on this site."""
        self._sessions[person.email] = self.page.context.cookies(self.page.url)

    @property
    def _sessions(self) -> dict[str, list[dict]]:
        # A page that was not opened by a fixture belongs to no site that others visit too.
        return getattr(self.page, "sessions", {})

    def sees_ballots_waiting(self, number: int) -> None:
        waiting = self.words.counted(
            "(%(waiting)s ballot waits for you)",
            "(%(waiting)s ballots wait for you)",
            number,
            waiting=number,
        )
        expect(self.header).to_contain_text(waiting)

    def sees_no_ballot_waiting(self) -> None:
        expect(self.header).to_contain_text(self.words("Sign out"))
        expect(self.header.locator(".count")).to_have_count(0)

    # --- the ballot ---

    def chooses(self, label: str) -> None:
        """As a hand does: on the card, not on the small circle."""
        self.page.locator(".choice__pick", has_text=label).click()
        expect(self.page.get_by_role("radio", name=label)).to_be_checked()

    def goes_on(self) -> None:
        self.button(self.words("Next")).click()

    def casts(self) -> None:
        self.button(self.words("Cast my ballot")).click()

    def form_fields(self) -> dict[str, str]:
        """What the form of this screen would send."""
        return self.page.locator("main form").evaluate("form => Object.fromEntries(new FormData(form))")

    def sends_again(self, fields: dict[str, str]) -> int:
        """Send a form a second time, as a reload or a nervous browser would."""
        answer = self.page.request.post(
            self.page.url.removesuffix("done/"), form=fields, headers={"Referer": self.page.url}
        )
        return answer.status

    def goes_back(self) -> None:
        try:
            self.page.go_back()
        except Error as error:
            # The screen before was an answer to a form; the browser asks first whether to send it again.
            assert "ERR_CACHE_MISS" in str(error), error

    # --- the desk ---

    def opens_desk_of(self, title: str) -> None:
        self.goes_to("desk/")
        self.follows(title)

    def figure(self, label: str) -> str:
        """A number on the desk, by the words below it."""
        pair = self.main.locator("dl.figures > div", has=self.page.get_by_text(label, exact=True)).first
        return pair.locator("dd").inner_text()

    def waits_for(self, locator: Locator) -> None:
        """Look at the same page again and again, until the running site has done its part."""
        end = time.monotonic() + SECONDS_TO_COUNT
        while not locator.count():
            assert time.monotonic() < end, "It did not happen in time."
            time.sleep(0.5)
            self.page.reload()
