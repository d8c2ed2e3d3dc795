"""A login that nobody knows becomes a member's: asked on a phone in Spanish, decided in the office."""

import re

from playwright.sync_api import expect

from home.demo.people import CLAIMED_NUMBER
from members.demo_people import CLAIMANT, OPERATOR
from tests.browser.accessibility import Findings
from tests.browser.steps import Visitor

PHONE = {"width": 390, "height": 844}


class _Phone(Findings):
    """Looks at a page at other widths too, and goes back to the phone."""

    def look(self, name, page, **options):
        super().look(name, page, **options)
        page.set_viewport_size(PHONE)


def test_login_without_a_member_is_claimed_accepted_and_seen(new_page):
    found = _Phone()
    person = Visitor(new_page(viewport=PHONE), "es")
    words, page = person.words, person.page
    person.signs_in(CLAIMANT, to="account/")
    person.sees(words("We are looking for you"))
    found.look("account that waits", page)
    person.link(words("See what you gave us")).click()
    person.sees(CLAIMED_NUMBER)
    found.look("claim that waits", page)
    person.button(words("Forget what I gave")).click()
    person.sees(words("We cannot find you on the roll"))
    person.link(words("Find my membership")).click()
    # Nothing given is said beside the form, and what is wrong beside its field.
    person.button(words("Ask")).click()
    person.sees(words("Give your member number or an e-mail address, or both."))
    found.look("claim with nothing in it", page)
    page.get_by_label(words("Member number")).fill(CLAIMED_NUMBER)
    page.get_by_label(words("Your name, as we know it")).fill(CLAIMANT.name)
    person.button(words("Ask")).click()
    person.sees_heading(words("We are looking for you"))

    office = Visitor(new_page())
    office.signs_in(OPERATOR, to="account/")
    desk = office.page
    desk.goto("/admin/membership-claims/")
    desk.get_by_role("link", name=CLAIMANT.name).click()
    desk.get_by_role("radio", name=f"{CLAIMANT.name}, {CLAIMED_NUMBER}").check()
    desk.get_by_label("Reason").fill("Llamamos al número que ya teníamos.")
    desk.get_by_role("button", name="Accept").click()
    expect(desk.get_by_text("Accepted. The member is told.")).to_be_visible()

    # A session from before does not gain the membership: the next sign-in does.
    page.reload()
    page.wait_for_url(re.compile("/es/sign-in/"))
    person.signs_in_from_here(CLAIMANT)
    page.wait_for_url(re.compile("/es/account/"))
    person.sees("Llamamos al número que ya teníamos.")
    person.sees(CLAIMED_NUMBER)
    found.look("account that was found", page)
    found.check()
