from datetime import date

import pytest
from django.core.exceptions import ValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from candidates.models import (
    CandidatePage,
    ElectionIndexPage,
    ElectionPage,
    EndorsementIndexPage,
    RacePage,
)
from home.models import HomePage
from tests.factories.candidates import (
    make_candidacy,
    make_candidate_page,
    make_election,
    make_election_page,
    make_race_page,
)
from tests.factories.home import in_every_language, make_editor, make_site, translate


class CandidatePageTests(WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = make_site()
        cls.race_page = make_race_page(make_election_page(cls.tree.pages["elections"]))
        cls.candidacy = make_candidacy(cls.race_page.race)

    def form(self, **changes):
        return nested_form_data(
            {
                "title": "Ada Okafor",
                "slug": "ada-okafor",
                "candidacy": self.candidacy.pk,
                "summary": "Nurse and union steward.",
                "pronouns": "she/her",
                "portrait": "",
                "portrait_alt": "",
                "bio": streamfield([("text", rich_text("<p>Ada has worked nights.</p>"))]),
                "website": "",
                "endorsement_statement": rich_text(""),
                **changes,
            }
        )

    def post(self, **changes):
        self.client.force_login(make_editor("Publishers"))
        return self.client.post(
            f"/admin/pages/add/candidates/candidatepage/{self.race_page.pk}/",
            {**self.form(**changes), "action-publish": "yes"},
        )

    def test_pages_stand_in_their_order(self):
        self.assertAllowedParentPageTypes(ElectionIndexPage, {HomePage})
        self.assertAllowedParentPageTypes(ElectionPage, {ElectionIndexPage})
        self.assertAllowedParentPageTypes(RacePage, {ElectionPage})
        self.assertAllowedParentPageTypes(CandidatePage, {RacePage})
        self.assertAllowedSubpageTypes(CandidatePage, {})
        self.assertAllowedSubpageTypes(EndorsementIndexPage, {})
        self.assertCanNotCreateAt(ElectionIndexPage, RacePage)

    def test_editor_publishes_a_candidate(self):
        self.post()
        page = CandidatePage.objects.get(slug="ada-okafor")
        assert page.live
        self.assertPageIsRenderable(page)
        self.assertPageIsPreviewable(page, post_data=self.form())
        self.assertPageIsEditable(page, post_data=self.form(), user=make_editor("Publishers"))

    def test_candidacy_with_a_live_page_is_refused(self):
        make_candidate_page(self.race_page, candidacy=self.candidacy)
        errors = self.post().context["form"].errors
        assert errors["candidacy"] == ["This candidacy has a page already."]

    def test_portrait_needs_words_or_is_decoration(self):
        image = get_image_model().objects.create(title="Ada", file=get_test_image_file())
        errors = self.post(portrait=image.pk).context["form"].errors
        assert set(errors) == {"portrait_alt"}
        self.post(portrait=image.pk, portrait_is_decorative="on")
        assert CandidatePage.objects.get(slug="ada-okafor").portrait == image

    def test_candidate_of_another_race_is_refused(self):
        errors = self.post(candidacy=make_candidacy().pk).context["form"].errors
        assert errors["candidacy"] == ["This candidacy is in another race than the page above."]


pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def race_page(tree):
    return make_race_page(make_election_page(tree.pages["elections"]))


def test_race_lists_candidates_by_surname_and_says_so(client, race_page):
    for name in ("Zoe Abelard", "Ada Zielonka", "Ben Kimball"):
        make_candidate_page(race_page, name=name)
    html = client.get(race_page.url).content.decode()
    assert "In alphabetical order by surname." in html
    main = html[html.index("<main") :]
    assert main.index("Zoe Abelard") < main.index("Ben Kimball") < main.index("Ada Zielonka")


@pytest.mark.parametrize("number", [1, 3])
def test_race_page_costs_the_same_queries_however_many_candidates(
    client, race_page, django_assert_num_queries, number
):
    image = get_image_model().objects.create(title="Ada", file=get_test_image_file())
    for position in range(number):
        make_candidate_page(race_page, name=f"Person {position}", portrait=image, portrait_is_decorative=True)
    in_every_language()
    client.get(race_page.url)
    with django_assert_num_queries(8):
        client.get(race_page.url)


@pytest.mark.parametrize("number", [1, 3])
def test_election_page_costs_the_same_queries_however_many_races(
    client, tree, django_assert_num_queries, number
):
    page = make_election_page(tree.pages["elections"])
    for _ in range(number):
        make_race_page(page)
    in_every_language()
    client.get(page.url)
    with django_assert_num_queries(7):
        client.get(page.url)


@pytest.mark.parametrize("number", [1, 3])
def test_elections_page_costs_the_same_queries_however_many_elections(
    client, tree, django_assert_num_queries, number
):
    for _ in range(number):
        make_election_page(tree.pages["elections"])
    in_every_language()
    client.get(tree.pages["elections"].url)
    with django_assert_num_queries(6):
        client.get(tree.pages["elections"].url)


def test_elections_page_puts_the_next_election_first_and_the_last_one_below(tree):
    index = tree.pages["elections"]
    for title, day in [
        ("Far", date(2030, 1, 1)),
        ("Next", date(2027, 1, 1)),
        ("Old", date(2020, 1, 1)),
        ("Last", date(2026, 1, 1)),
    ]:
        make_election_page(index, title=title, election=make_election(date=day))
    found = index.elections(on=date(2027, 1, 1))
    assert [page.title for page in found["coming"]] == ["Next", "Far"]
    assert [page.title for page in found["past"]] == ["Last", "Old"]


def test_translated_candidate_keeps_candidacy_and_portrait(tree_in_two_languages, client):
    race_page = make_race_page(make_election_page(tree_in_two_languages.pages["elections"]))
    page = make_candidate_page(race_page)
    translate(race_page.get_parent().specific, "es", {})
    translate(race_page, "es", {})
    spanish = translate(page, "es", {"Nurse and union steward.": "Enfermera y delegada sindical."})
    assert spanish.candidacy == page.candidacy
    html = client.get(spanish.url).content.decode()
    assert "Enfermera y delegada sindical." in html


def test_untranslated_candidate_is_listed_with_the_language_of_its_words(tree_in_two_languages, client):
    race_page = make_race_page(make_election_page(tree_in_two_languages.pages["elections"]))
    make_candidate_page(race_page)
    spanish = race_page.get_translation(Locale.objects.get(language_code="es"))
    html = client.get(spanish.url).content.decode()
    assert '<p lang="en" dir="ltr">Nurse and union steward.</p>' in html


def test_candidate_page_tells_search_engines_who_this_is(client, race_page):
    page = make_candidate_page(race_page, website="https://ada.example.org/")
    html = client.get(page.url).content.decode()
    assert '"@type": "Person", "name": "Ada Okafor"' in html
    assert '"sameAs": "https://ada.example.org/"' in html


def test_second_page_of_an_election_is_refused(tree):
    first = make_election_page(tree.pages["elections"])
    again = ElectionPage(title="Again", slug="again", summary="Again.", election=first.election)
    with pytest.raises(ValidationError) as refusal:
        tree.pages["elections"].add_child(instance=again)
    assert set(refusal.value.message_dict) == {"election"}
