"""Who reads a page for members, and what the others see in its place."""

from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, PageViewRestriction

from core.restrictions import MEMBERS
from home.models import FaqPage, StandardPage
from members.models import User
from members.models.settings import MembershipSettings
from tests.factories.home import add_page, make_entry
from tests.factories.issues import make_issue
from tests.members.member_only.conftest import TOKEN

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def html_of(answer) -> str:
    return answer.content.decode()


def way_in(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser").select_one(".way-in")


@pytest.mark.parametrize("slug", ["inside", "inside/below"])
def test_member_in_good_standing_reads_it(ana, page, slug):
    answer = ana.get(f"/en/{slug}/")
    assert answer.status_code == 200
    assert TOKEN in html_of(answer)
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


def test_member_within_grace_reads_it(sign_in, page):
    assert TOKEN in html_of(sign_in((-400, -10), grace_days=30).get(page.url))


@pytest.mark.parametrize(
    ("period", "words"),
    [((-400, -40), "Your dues ran out on"), ((5, 300), "Your membership starts on")],
)
def test_member_who_is_not_in_good_standing_is_told_why_and_where_to_renew(sign_in, page, period, words):
    answer = sign_in(period).get(page.url)
    assert answer.status_code == 403
    assert TOKEN not in html_of(answer)
    assert words in way_in(answer).text
    assert way_in(answer).a["href"] == "/en/account/"


@pytest.mark.parametrize(("period", "helps"), [((-400, -40), True), ((5, 300), False)])
def test_way_to_renew_is_shown_where_paying_helps(sign_in, page, tree, period, helps):
    MembershipSettings.objects.create(site=tree.site, renewal_url="https://dues.example.org/renew")
    link = way_in(sign_in(period).get(page.url)).find("a", href="https://dues.example.org/renew")
    assert (link is not None) is helps


def test_login_without_member_is_told_that_we_do_not_know_it(stranger, page):
    answer = stranger.get(page.url)
    assert answer.status_code == 403
    assert TOKEN not in html_of(answer)
    assert "We cannot find you on our list of members." in way_in(answer).text


def test_visitor_sees_the_public_part_and_a_way_in_that_leads_back(client, page):
    answer = client.get(f"{page.url}?from=mail")
    assert answer.status_code == 403
    html = html_of(answer)
    assert TOKEN not in html
    assert "<h1>Inside</h1>" in html
    assert "What members talk about." in html
    assert "Anybody may know this much." in html
    link = urlsplit(way_in(answer).a["href"])
    assert link.path == "/en/sign-in/"
    assert parse_qs(link.query) == {"next": ["/en/inside/?from=mail"]}
    assert '<meta name="robots" content="noindex">' in html
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


def test_public_part_is_in_the_language_of_the_page(client, page):
    html = html_of(client.get("/es/adentro/"))
    assert "<h1>Adentro</h1>" in html
    assert TOKEN not in html


def test_members_are_told_that_others_cannot_read_it_and_do_not_read_the_public_part_twice(ana, page):
    html = html_of(ana.get(page.url))
    assert "Only members in good standing can read this page." in html
    assert "Anybody may know this much." not in html


@pytest.mark.parametrize("group", ["Editors", "Publishers", "Tellers", "Operators"])
def test_no_role_of_staff_takes_the_place_of_membership(sign_in, page, group):
    assert sign_in(is_member=False, groups=[group]).get(page.url).status_code == 403


def test_superuser_who_is_no_member_sees_the_public_part(sign_in, page):
    assert sign_in(is_member=False, is_superuser=True).get(page.url).status_code == 403


def test_login_that_was_switched_off_is_a_visitor(ana, page):
    User.objects.filter(name="Ana").update(is_active=False)
    answer = ana.get(page.url)
    assert answer.status_code == 403
    assert way_in(answer).a.text == "Sign in"


@pytest.mark.parametrize("method", ["post", "put", "head", "options"])
def test_other_ways_of_asking_give_nothing_away(client, page, method):
    answer = getattr(client, method)(page.url)
    assert TOKEN.encode() not in answer.content


def test_header_says_who_is_signed_in(ben, page):
    assert "Ben" in BeautifulSoup(ben.get(page.url).content, "html.parser").select_one(".strip__me").text


def test_menu_marks_the_page_for_everybody(client, ana, page):
    for reader in (client, ana):
        menu = BeautifulSoup(reader.get("/en/about/").content, "html.parser").select_one("#sitenav")
        assert menu.find("a", href="/en/inside/").text.split() == ["Inside", "Members"]


def test_questions_of_a_private_page_are_not_told_to_search_engines(client, ana, tree):
    make_entry("Who?", answer=f"<p>{TOKEN}</p>")
    page = FaqPage.objects.get(locale__language_code="en")
    PageViewRestriction.objects.create(page=page, restriction_type=MEMBERS)
    assert TOKEN in html_of(ana.get(page.url))
    assert TOKEN not in html_of(client.get(page.url))


def test_page_for_staff_is_not_named_to_members(client, ana, page, tree):
    groups = PageViewRestriction.objects.create(page=tree.home, restriction_type=PageViewRestriction.GROUPS)
    groups.groups.add(Group.objects.get(name="Editors"))
    for reader in (client, ana):
        answer = reader.get(page.url)
        assert (answer.status_code, answer["Location"]) == (302, "/en/sign-in/?next=/en/inside/")


def test_number_of_queries_is_the_same_for_any_number_of_private_pages(ana, client, page):
    def counts() -> list[int]:
        found = []
        for reader, address in ((ana, page.url), (client, page.url), (client, "/en/about/")):
            with CaptureQueriesContext(connection) as queries:
                reader.get(address)
            found.append(len(queries))
        return found

    counts()
    before = counts()
    for number in range(3):
        other = add_page(page.get_parent(), StandardPage(title=f"P{number}", slug=f"p{number}"))
        PageViewRestriction.objects.create(page=other, restriction_type=MEMBERS)
    assert counts() == before


@pytest.fixture
def issues(tree):
    """One for everybody, one for members, one for editors."""
    index = tree.pages["issues"]
    made = {
        name: make_issue(index, title=name, summary=f"About {name}.") for name in ("Rent", "Plan", "Memo")
    }
    PageViewRestriction.objects.create(page=made["Plan"], restriction_type=MEMBERS)
    restriction = PageViewRestriction.objects.create(
        page=made["Memo"], restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.get(name="Editors"))
    return index


def cards(answer) -> dict[str, bool]:
    """The titles of the cards, and whether each says that it is for members."""
    found = BeautifulSoup(answer.content, "html.parser").select(".card")
    return {card.find("h3").text: bool(card.select(".for-members")) for card in found}


def test_list_names_what_is_for_members_and_not_what_is_for_staff(client, ana, sign_in, issues):
    for reader in (client, ana, sign_in(is_member=False, groups=["Editors"])):
        assert cards(reader.get(issues.url)) == {"Rent": False, "Plan": True}


def test_list_that_is_for_members_itself_shows_them_what_it_has(client, ana, issues):
    PageViewRestriction.objects.create(page=issues, restriction_type=MEMBERS)
    assert cards(client.get(issues.url)) == {}
    assert cards(ana.get(issues.url)) == {"Rent": False, "Plan": True}


def test_moved_page_is_private_in_the_languages_that_stayed_behind(client, tree, page):
    other = add_page(tree.home, StandardPage(title="Later", slug="later", body=[("text", f"<p>{TOKEN}</p>")]))
    mirror = other.get_translation(Locale.objects.get(language_code="es"))
    assert TOKEN in html_of(client.get(mirror.url))
    Page.objects.get(pk=other.pk).move(Page.objects.get(pk=page.pk), pos="last-child")
    for version in Page.objects.filter(translation_key=other.translation_key):
        answer = client.get(version.get_url())
        assert answer.status_code == 403, version.url_path
        assert TOKEN not in html_of(answer)
