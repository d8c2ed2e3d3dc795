import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.exceptions import ValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from candidates.models import CandidatePage, ElectionIndexPage
from home.models import HomePage, StandardPage
from issues.models import IssueArea, IssueIndexPage, IssuePage
from tests.factories.home import in_every_language, make_editor, make_site, translate
from tests.factories.issues import make_area, make_issue, make_position
from tests.factories.voting import contest, make_vote
from voting.models import State


class IssuePageTests(WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = make_site()
        cls.index = cls.tree.pages["issues"]
        cls.area = make_area("Housing")

    def form(self, **changes):
        return nested_form_data(
            {
                "title": "Housing we can afford",
                "slug": "housing",
                "area": self.area.pk,
                "summary": "Rents rise faster than pay.",
                "what_we_want": rich_text("<p>Let cities cap rents.</p>"),
                "body": streamfield([("heading", "Why"), ("text", rich_text("<p>Because.</p>"))]),
                "last_reviewed_on": "2026-11-01",
                "review_every_days": 180,
                **changes,
            }
        )

    def post(self, **changes):
        self.client.force_login(make_editor("Publishers"))
        return self.client.post(
            f"/admin/pages/add/issues/issuepage/{self.index.pk}/",
            {**self.form(**changes), "action-publish": "yes"},
        )

    def errors(self, response):
        return response.context["form"].errors

    def test_issue_pages_stand_below_the_index_and_nowhere_else(self):
        self.assertAllowedParentPageTypes(IssuePage, {IssueIndexPage})
        self.assertAllowedSubpageTypes(IssueIndexPage, {IssuePage})
        self.assertAllowedSubpageTypes(IssuePage, {})
        self.assertCanCreateAt(HomePage, IssueIndexPage)
        self.assertCanNotCreateAt(StandardPage, IssuePage)
        self.assertCanNotCreateAt(ElectionIndexPage, CandidatePage)

    def test_editor_publishes_an_issue(self):
        self.post()
        page = IssuePage.objects.get(slug="housing")
        self.assertTrue(page.live)
        self.assertPageIsRenderable(page)
        self.assertPageIsEditable(page, post_data=self.form(), user=make_editor("Publishers"))

    def test_issue_without_summary_and_area_is_refused_beside_the_fields(self):
        errors = self.errors(self.post(summary="", area=""))
        assert {"summary", "area"} <= set(errors)

    def test_long_summary_is_refused_with_its_number_of_words(self):
        errors = self.errors(self.post(summary="word " * 61))
        assert errors["summary"] == ["The summary has 61 words. Use at most 60."]

    def test_hard_summary_is_published_with_a_warning(self):
        hard = (
            "Notwithstanding considerable legislative deliberation, municipal jurisdictions remain "
            "statutorily prohibited from implementing stabilization mechanisms."
        )
        response = self.post(summary=hard)
        page = IssuePage.objects.get(slug="housing")
        assert page.live
        follow = self.client.get(response.url)
        assert "The summary reads like grade" in follow.content.decode()

    def test_picture_without_words_is_refused(self):
        block = {"image": "", "alt_text": "", "decorative": False}
        response = self.post(body=streamfield([("picture", {"image": block, "caption": ""})]))
        assert "body" in self.errors(response)

    def test_issue_can_be_previewed(self):
        self.assertPageIsPreviewable(make_issue(self.index), post_data=self.form())


pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# With every cache empty; Wagtail's own caches save up to three.
QUERIES_OF_AN_ISSUE = 12
QUERIES_OF_THE_INDEX = 7


def get(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_issue_page_shows_position_with_day_and_how_it_was_decided(client, tree):
    page = make_issue(tree.pages["issues"])
    make_position(page)
    html = get(client, page)
    assert "Cities may cap rents." in html
    assert "The Issues Committee decided this on Oct. 1, 2026." in html
    assert "We support this" in html


def test_position_that_was_replaced_is_no_longer_shown(client, tree):
    page = make_issue(tree.pages["issues"])
    old = make_position(page, text="Old words.")
    make_position(page, text="New words.", supersedes=old)
    html = get(client, page)
    assert "New words." in html
    assert "Old words." not in html


def test_position_is_shown_in_the_readers_language(client, tree_in_two_languages):
    page = make_issue(tree_in_two_languages.pages["issues"])
    spanish = Locale.objects.get(language_code="es")
    english = make_position(page)
    make_position(
        page,
        text="Las ciudades pueden limitar el alquiler.",
        locale=spanish,
        translation_key=english.translation_key,
    )
    make_position(page, text="Only in English.")
    html = get(client, page.get_translation(spanish))
    assert "Las ciudades pueden limitar" in html
    assert "Cities may cap rents." not in html
    assert '<p lang="en" dir="ltr">Only in English.</p>' in html


def test_index_groups_issues_by_area_in_the_order_of_the_areas(client, tree):
    index = tree.pages["issues"]
    late, early = make_area("Late", order=2), make_area("Early", order=1)
    make_issue(index, area=late, title="Zoning")
    make_issue(index, area=late, title="Arts")
    make_issue(index, area=early, title="Buses")
    groups = index.areas()
    assert [(area.name, [page.title for page in pages]) for area, pages in groups] == [
        ("Early", ["Buses"]),
        ("Late", ["Arts", "Zoning"]),
    ]
    assert "Buses" in get(client, index)


def test_empty_index_says_so(client, tree):
    assert "No issues yet" in get(client, tree.pages["issues"])


def test_untranslated_page_names_its_language_and_points_to_its_source(client, tree_in_two_languages):
    page = make_issue(tree_in_two_languages.pages["issues"])
    html = get(client, page.get_translation(Locale.objects.get(language_code="es")))
    assert '<html lang="es"' in html
    assert f'<h1 lang="en" dir="ltr">{page.title}</h1>' in html
    assert f'<link rel="canonical" href="{page.full_url}">' in html
    assert 'hreflang="es"' not in html[: html.index("</head>")]
    assert 'class="notice"' in html


def test_translated_page_has_the_hreflang_set_and_no_notice(client, tree_in_two_languages):
    page = make_issue(tree_in_two_languages.pages["issues"], title="Housing", slug="housing")
    translate(tree_in_two_languages.home, "es", {})
    translate(tree_in_two_languages.pages["issues"], "es", {"Issues": "Temas"})
    translate(page.area, "es", {page.area.name: "Vivienda"})
    spanish = translate(page, "es", {"Housing": "Vivienda para todos"})
    html = get(client, spanish)
    head = html[: html.index("</head>")]
    assert f'<link rel="canonical" href="{spanish.full_url}">' in head
    assert re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', head) == [
        ("en", page.full_url),
        ("es", spanish.full_url),
        ("x-default", page.full_url),
    ]
    assert "Vivienda para todos" in head
    assert "Vivienda" in html and 'lang="en"' not in html[html.index("<main") : html.index("</main>")]
    assert "notice" not in html[html.index("<main") : html.index("</main>")]


def test_facts_of_a_translated_page_follow_its_source(tree_in_two_languages):
    page = make_issue(tree_in_two_languages.pages["issues"])
    spanish = translate(page, "es", {})
    page.review_every_days = 30
    page.save_revision().publish()
    translate(page, "es", {})
    spanish.refresh_from_db()
    assert spanish.review_every_days == 30


def test_area_in_another_language_keeps_its_slug(tree_in_two_languages):
    area = make_area("Housing", slug="housing")
    translated = translate(area, "es", {"Housing": "Vivienda"})
    assert (translated.name, translated.slug) == ("Vivienda", "housing")


def test_second_area_with_a_slug_is_refused(tree):
    make_area(slug="housing")
    again = IssueArea(name="Homes", short_tag="Homes", slug="housing", locale=Locale.get_default())
    with pytest.raises(ValidationError) as refusal:
        again.full_clean()
    assert "Another issue area has this slug." in str(refusal.value)


def test_public_page_holds_nothing_of_a_session(client, tree):
    response = client.get(make_issue(tree.pages["issues"]).url)
    assert not response.cookies
    html = response.content.decode()
    for word in ("csrfmiddlewaretoken", "csrftoken", "sessionid"):
        assert word not in html
    assert " style=" not in html


def test_head_has_description_and_breadcrumb_data(client, tree):
    html = get(client, make_issue(tree.pages["issues"], title="Housing </script><b>"))
    assert '<meta name="description" content="Rents rise faster than pay. We want caps.">' in html
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert any('"BreadcrumbList"' in item for item in data)
    assert all("<" not in item for item in data)


def make_decided_issue(tree, *, positions=1):
    """An issue as full as they get, in two languages: members decided on it, and its words have links."""
    links = "".join(f'<a linktype="page" id="{tree.pages[key].pk}">See</a>' for key in ("about", "privacy"))
    image = get_image_model().objects.create(title="Shared", file=get_test_image_file())
    page = make_issue(tree.pages["issues"], what_we_want=f"<p>{links}</p>", share_image=image)
    question = contest(key="issue", method="yes_no", question="Should cities cap rents?", subject=page)
    vote = make_vote(question, state=State.PUBLISHED, ballots=[{"issue": "yes"}], box="roll_call")
    for _ in range(positions - 1):
        make_position(page)
    in_every_language()
    for source in (tree.home, *tree.pages.values(), vote.page, page.area, page):
        translate(source, "es", {})
    return page


@pytest.mark.parametrize("positions", [1, 3])
def test_issue_page_costs_at_most_so_many_queries_with_every_cache_empty(
    client, tree, django_assert_max_num_queries, positions
):
    page = make_decided_issue(tree, positions=positions)
    for language in ("en", "es"):
        url = page.get_translation(Locale.objects.get(language_code=language)).url
        # The second visit finds the picture in its size.
        client.get(url)
        cache.clear()
        ContentType.objects.clear_cache()
        with django_assert_max_num_queries(QUERIES_OF_AN_ISSUE):
            html = client.get(url).content.decode()
        vote_url = Page.objects.get(slug__startswith="vote-", locale__language_code=language).url
        assert html.count(f'href="{vote_url}') >= 2
        assert f'href="/{language}/about/">See</a>' in html
        assert 'property="og:image"' in html


@pytest.mark.parametrize("number", [1, 3])
def test_index_costs_the_same_queries_however_many_issues(client, tree, django_assert_num_queries, number):
    index = tree.pages["issues"]
    for _ in range(number):
        make_issue(index)
    in_every_language()
    client.get(index.url)
    with django_assert_num_queries(QUERIES_OF_THE_INDEX):
        client.get(index.url)
