import json
import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from core.models import OrganisationSettings
from home.models import FaqPage, HomePage, StandardPage
from issues.models import IssuePage
from tests.factories.home import (
    add_page,
    in_every_language,
    make_editor,
    make_entry,
    make_group,
    make_site,
    translate,
)
from tests.factories.issues import make_issue


class StandardPageTests(WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = make_site()

    def form(self, *blocks, **changes):
        return nested_form_data(
            {
                "title": "Join us",
                "slug": "join",
                "summary": "Dues start small.",
                "body": streamfield(blocks or [("text", rich_text("<p>Come in.</p>"))]),
                **changes,
            }
        )

    def post(self, *blocks, **changes):
        self.client.force_login(make_editor("Publishers"))
        return self.client.post(
            f"/admin/pages/add/home/standardpage/{self.tree.home.pk}/",
            {**self.form(*blocks, **changes), "action-publish": "yes"},
        )

    def test_page_types_stand_where_they_belong(self):
        self.assertAllowedParentPageTypes(StandardPage, {HomePage, StandardPage})
        self.assertAllowedParentPageTypes(FaqPage, {HomePage})
        self.assertCanNotCreateAt(StandardPage, FaqPage)
        self.assertCanNotCreateAt(HomePage, IssuePage)

    def test_second_page_of_questions_is_refused(self):
        assert not FaqPage.can_create_at(self.tree.home)

    def test_publisher_publishes_every_kind_of_block(self):
        self.post(
            ("heading", "Why"),
            ("text", rich_text("<p>Because.</p>")),
            (
                "fact",
                {
                    "figure": "412",
                    "text": "members decided",
                    "source": "Result",
                    "source_url": "https://example.org/",
                    "source_date": "2026-11-01",
                },
            ),
            ("quote", {"quote": "My rent went up.", "name": "A teacher"}),
            ("button", {"label": "Read on", "page": self.tree.pages["about"].pk, "url": ""}),
        )
        page = StandardPage.objects.get(slug="join")
        html = self.client.get(page.url).content.decode()
        for words in ("<h2>Why</h2>", "Because.", "412", "My rent went up.", "A teacher", "Read on"):
            assert words in html
        assert f'href="{self.tree.pages["about"].url}"' in html

    def test_button_to_nowhere_is_refused(self):
        response = self.post(("button", {"label": "Read on", "page": "", "url": ""}))
        assert "body" in response.context["form"].errors
        assert not StandardPage.objects.filter(slug="join").exists()

    def test_page_can_be_previewed(self):
        self.assertPageIsPreviewable(self.tree.pages["about"], post_data=self.form())


pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def get(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def data_of(html):
    return [
        json.loads(item) for item in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    ]


# --- home page ------------------------------------------------------------------------------


def action(title, ends_on=None):
    return {
        "type": "action",
        "value": {
            "title": title,
            "text": "It takes five minutes.",
            "label": "Do it",
            "url": "https://example.org/",
            "ends_on": ends_on,
        },
    }


def test_home_page_says_who_we_are_and_what_to_do(client, tree):
    today = timezone.localdate()
    tree.home.actions = [
        action("Call your senator"),
        action("Come tonight", today.isoformat()),
        action("Came yesterday", (today - timedelta(days=1)).isoformat()),
    ]
    tree.home.save_revision().publish()
    html = get(client, tree.home)
    assert "Members decide. Massachusetts moves." in html
    assert "Call your senator" in html and "Come tonight" in html
    assert "Came yesterday" not in html


@pytest.mark.parametrize(("day", "shown"), [(date(2026, 12, 1), 1), (date(2026, 12, 2), 0)])
def test_action_is_shown_until_its_last_day(day, shown):
    home = HomePage(actions=json.dumps([action("Call", "2026-12-01")]))
    assert len(home.current_actions(on=day)) == shown


def test_home_page_tells_search_engines_who_we_are(client, tree):
    settings = OrganisationSettings.for_site(tree.site)
    settings.contact_email = "hello@example.org"
    settings.save()
    html = get(client, tree.home)
    organisation = next(item for item in data_of(html) if item["@type"] == "Organization")
    assert (organisation["name"], organisation["email"]) == (settings.name, "hello@example.org")
    assert "<title>Progressive Massachusetts</title>" in html


# --- addresses ------------------------------------------------------------------------------


def test_page_below_a_page_is_found_by_its_whole_address(client, tree):
    page = add_page(tree.pages["about"], StandardPage(title="Our board", slug="board"))
    html = get(client, page)
    crumbs = re.search(r'<nav class="breadcrumb".*?</nav>', html, re.S).group()
    assert re.findall(r'href="([^"]+)"', crumbs) == ["/en/", "/en/about/"]
    breadcrumb = next(item for item in data_of(html) if item["@type"] == "BreadcrumbList")
    assert [step["name"] for step in breadcrumb["itemListElement"]][1:] == ["About us", "Our board"]


def test_draft_and_missing_pages_are_not_found(client, tree):
    tree.pages["privacy"].unpublish()
    assert client.get("/en/privacy/").status_code == 404
    assert client.get("/en/no-such-page/").status_code == 404
    assert client.get("/en/about/no-such-page/").status_code == 404


def test_page_below_a_private_page_asks_for_a_sign_in(client, tree):
    page = add_page(tree.pages["about"], StandardPage(title="Our board", slug="board"))
    restriction = PageViewRestriction.objects.create(
        page=tree.pages["about"], restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.get(name="Editors"))
    assert client.get(page.url).status_code == 302


def test_mirror_of_a_private_page_is_private_too(client, tree_in_two_languages):
    about = tree_in_two_languages.pages["about"]
    page = add_page(about, StandardPage(title="Our board", slug="board"))
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    mirror = page.get_translation(Locale.objects.get(language_code="es"))
    assert mirror.alias_of_id == page.pk
    assert client.get(mirror.url).status_code == 302


# --- questions ------------------------------------------------------------------------------


def test_questions_stand_by_group_with_an_anchor_each(client, tree):
    later, first = make_group("Voting", order=2), make_group("Membership", order=1)
    make_entry("Who may vote?", group=later)
    make_entry("What does it cost?", group=first, order=2)
    make_entry("How do I join?", group=first, order=1)
    html = get(client, tree.pages["questions"])
    order = [html.index(words) for words in ("Membership", "how-do-i-join", "what-does-it-cost", "Voting")]
    assert order == sorted(order)
    assert 'id="how-do-i-join"' in html and 'href="#how-do-i-join"' in html


def test_questions_are_told_to_search_engines_and_cannot_break_out(client, tree):
    make_entry("Is </script><script>alert(1)</script> safe?", anchor="safe")
    html = get(client, tree.pages["questions"])
    page_data = next(item for item in data_of(html) if item["@type"] == "FAQPage")
    assert page_data["mainEntity"][0]["name"] == "Is </script><script>alert(1)</script> safe?"
    assert "<script>alert" not in html


def test_question_in_draft_is_not_shown(client, tree):
    make_entry("Secret?", live=False)
    assert "Secret?" not in get(client, tree.pages["questions"])


def test_question_keeps_its_anchor_in_every_language(client, tree_in_two_languages):
    group = make_group("Membership")
    entry = make_entry("How do I join?", group=group)
    make_entry("Only in English?", group=group)
    translate(group, "es", {"Membership": "Afiliación"})
    spanish = translate(entry, "es", {"How do I join?": "¿Cómo me uno?"})
    assert spanish.anchor == "how-do-i-join"
    page = tree_in_two_languages.pages["questions"].get_translation(Locale.objects.get(language_code="es"))
    html = get(client, page)
    assert "¿Cómo me uno?" in html and "How do I join?" not in html
    assert "Afiliación" in html
    assert '<article class="faq" id="only-in-english" lang="en" dir="ltr">' in html


@pytest.mark.parametrize("number", [1, 3])
def test_questions_cost_the_same_queries_however_many(client, tree, django_assert_num_queries, number):
    for key in ("about", "join", "privacy")[:number]:
        page = tree.pages.get(key, tree.pages["issues"])
        make_entry(answer=f'<p>See <a linktype="page" id="{page.pk}">this page</a>.</p>')
    in_every_language()
    client.get(tree.pages["questions"].url)
    with django_assert_num_queries(8):
        client.get(tree.pages["questions"].url)


# --- the editor -----------------------------------------------------------------------------


def test_editor_writes_and_previews_a_question(client, tree):
    group = make_group()
    client.force_login(make_editor("Editors"))
    form = nested_form_data(
        {
            "question": "How do I join?",
            "answer": rich_text("<p>Here.</p>"),
            "group": group.pk,
            "order": 1,
            "anchor": "",
            "last_reviewed_on": "2026-11-01",
        }
    )
    response = client.post("/admin/snippets/home/faqentry/add/", form)
    entry = group.entries.get()
    assert response.status_code == 302
    assert (entry.anchor, entry.live) == ("how-do-i-join", False)
    preview = f"/admin/snippets/home/faqentry/preview/{entry.pk}/"
    assert client.post(preview, form).json()["is_valid"]
    html = client.get(preview).content.decode()
    assert "How do I join?" in html and "Here." in html


def test_editor_cannot_publish_a_question_and_a_publisher_can(tree):
    entry = make_entry()
    assert not make_editor("Editors").has_perm("home.publish_faqentry")
    assert make_editor("Publishers").has_perm("home.publish_faqentry")
    assert entry.live


@pytest.mark.parametrize(
    "address",
    [
        "home/faqentry",
        "home/faqgroup",
        "issues/issuearea",
        "issues/policyposition",
    ],
)
def test_lists_of_words_can_be_narrowed_to_a_language(client, tree_in_two_languages, address):
    group = make_group()
    make_entry("How do I join?", group=group)
    translate(group, "es", {})
    make_issue(tree_in_two_languages.pages["issues"])
    client.force_login(make_editor("Editors"))
    spanish = Locale.objects.get(language_code="es")
    for query in ("", f"?locale={spanish.language_code}"):
        assert client.get(f"/admin/snippets/{address}/{query}").status_code == 200


@pytest.mark.parametrize("address", ["/admin/offices/", "/admin/endorsements/"])
def test_editor_reaches_only_what_editors_edit(client, tree, address):
    client.force_login(make_editor("Editors"))
    assert client.get(address).status_code == 302
