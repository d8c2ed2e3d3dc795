"""The demo is loaded once for all tests of this module; each test is rolled back."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, TestCase, override_settings
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail_localize.models import Translation, TranslationSource

from candidates.models import CandidatePage, ElectionPage, Endorsement, PublicElection, RacePage
from core.models import SiteDocument, SiteImage
from core.models.summary import MAX_SUMMARY_WORDS
from core.plain_language import count_words, reading_grade
from home.demo import elections, faq, issues, member_resources, pages, votes
from home.demo.loading import load_demo
from home.demo.purging import DemoInUse, purge_demo
from home.demo.words import Text, fixed_id, words_in
from home.models import FaqEntry, HomePage, StandardPage
from issues.models import IssueArea, IssuePage, PolicyPosition
from members.demo_people import ANA, BEN
from members.domain.joining import join_login, member_at
from members.models import Member, User
from tests.factories import voting as voting_factory
from tests.factories.members import make_user
from voting.domain.log import first_broken_line
from voting.domain.queries import voter_status
from voting.models import MemberVote, MemberVotePage, State, Tally

OFFICIAL_HOSTS = {"malegislature.gov", "www.sec.state.ma.us"}
MAX_GRADE = 8


def _silent(_line):
    pass


def _load():
    with TestCase.captureOnCommitCallbacks(execute=True):
        load_demo(today=timezone.localdate(), say=_silent)


def _purge():
    with TestCase.captureOnCommitCallbacks(execute=True):
        purge_demo(say=_silent)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, loaded; gives the folder of its files."""
    folder = tmp_path_factory.mktemp("demo")
    changed = override_settings(
        MEDIA_ROOT=folder / "media",
        DOCUMENTS_ROOT=folder / "private",
        VOTING_KEY_DIR=folder / "keys",
        # Indexing for search would take longer than the demo itself.
        TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}},
    )
    # The file of the database cannot be written anew inside the transaction around the tests.
    no_checkpoint = mock.patch("voting.plugins.secret.tables._take_copies_away")
    with changed, no_checkpoint, django_db_blocker.unblock():
        whole = transaction.atomic()
        # As Django's own test cases do: what is durable may stand inside.
        whole._from_testcase = True
        with whole:
            _load()
            Site.clear_site_root_paths_cache()
            yield folder
            transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()


pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def _vote(demo_vote) -> MemberVote:
    return MemberVote.objects.get(page__translation_key=fixed_id(demo_vote.text.key))


def _tally(name) -> Tally:
    return Tally.objects.get(contest__key=votes.contest_id(name))


def _spanish(text: Text) -> Page:
    return Page.objects.get(translation_key=fixed_id(text.key), locale__language_code="es").specific


def _rows() -> Counter:
    return Counter({model._meta.label: model._base_manager.count() for model in apps.get_models()})


def _marked_models():
    return [
        model for model in apps.get_models() if any(field.name == "is_demo" for field in model._meta.fields)
    ]


def _sign_in(person) -> User:
    user = make_user(name=person.name)
    join_login(member=member_at(address=person.email), user=user, at=timezone.now())
    return user


def _texts():
    for module in (issues, elections, member_resources, pages, votes):
        yield from (value for value in vars(module).values() if isinstance(value, Text))
    yield from (demo_vote.text for demo_vote in votes.VOTES)
    yield from (candidate.text for candidate in elections.CANDIDATES)
    yield pages.home(vote_ends_on="2027-01-01")


def _plain(html: str) -> str:
    ended = re.sub(r"([.!?:]?)</(p|li|h\d)>", r"\1. ", html)
    return re.sub(r"<[^>]+>", "", ended).replace("..", ".")


# --- loading ---------------------------------------------------------------------------------


def test_loading_again_changes_nothing(django_assert_max_num_queries):
    before = _rows()
    with django_assert_max_num_queries(400):
        _load()
    assert _rows() == before


def test_loading_again_keeps_what_people_changed():
    housing = IssuePage.objects.get(slug="housing", locale__language_code="en")
    housing.title, housing.slug = "Homes", "homes"
    housing.save_revision().publish()
    area = IssueArea.objects.get(slug="environment", locale__language_code="en")
    area.name = "Our air"
    area.save()
    election = PublicElection.objects.get(is_demo=True)
    election.info_url = ""
    election.save()

    _load()

    housing.refresh_from_db()
    area.refresh_from_db()
    election.refresh_from_db()
    assert (housing.title, area.name, election.info_url) == ("Homes", "Our air", "")
    assert not IssuePage.objects.filter(slug="housing", locale__language_code="en").exists()


def test_tree_of_pages_is_whole():
    """With a wrong number of children, an editor could add no page there."""
    assert Page.find_problems() == ([], [], [], [], [])


def test_load_refuses_on_a_site_that_is_no_demo(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demo"):
        call_command("load_demo")


def test_content_is_as_large_as_promised():
    english = {"locale__language_code": "en", "is_demo": True, "live": True}
    assert IssuePage.objects.filter(**english).count() == 8
    assert IssueArea.objects.filter(is_demo=True, locale__language_code="en").count() == 4
    assert ElectionPage.objects.filter(**english).count() == 1
    assert RacePage.objects.filter(**english).count() == 4
    assert CandidatePage.objects.filter(**english).count() == 9
    assert FaqEntry.objects.filter(**english).count() == 12
    assert MemberVotePage.objects.filter(**english).count() == 6
    assert PublicElection.objects.get(is_demo=True).date == timezone.localdate() + timedelta(days=70)


def test_every_portrait_and_picture_to_share_says_what_it_shows():
    candidates = CandidatePage.objects.filter(is_demo=True)
    assert all(page.portrait and page.portrait_alt and page.share_image for page in candidates)
    assert all(image.description for image in SiteImage.objects.filter(is_demo=True))


# --- votes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contest", "outcome", "winner", "shares", "base"),
    [
        ("senate", "endorsed", "beatriz-hathorne-ruiz", ["3/5", "1/4", "3/20"], 100),
        ("house-second", "no_endorsement", votes.NO_ENDORSEMENT, ["2/5", "3/5"], 100),
        ("council", "none_reached_threshold", None, ["59/99", "25/99", "5/33"], 99),
    ],
)
def test_race_ends_as_planned(contest, outcome, winner, shares, base):
    tally = _tally(contest)
    assert tally.outcome == outcome
    assert tally.winners == ([votes.choice_id(contest, winner)] if winner else [])
    # PostgreSQL keeps the keys of JSON in an order of its own.
    assert sorted(tally.result["shares"].values()) == sorted(shares)
    assert tally.result["base"] == base
    assert tally.result["figures"]["valid"] == 100


def test_position_on_housing_is_adopted_in_both_languages():
    assert _tally("public-housing").outcome == "position_yes"
    positions = PolicyPosition.objects.filter(member_vote=_vote(votes.COUNCIL_AND_HOUSING))
    texts = {position.locale.language_code: position.text for position in positions}
    assert texts["en"].startswith("Should the state repair")
    assert texts["es"].startswith("¿Debe el estado reparar")
    assert all(position.is_demo for position in positions)


def test_endorsement_is_copied_from_the_result():
    endorsement = Endorsement.objects.get()
    assert endorsement.candidacy.candidate.name == "Beatriz Hathorne-Ruiz"
    assert (endorsement.share_numerator, endorsement.share_denominator) == (3, 5)


@pytest.mark.parametrize("demo_vote", [votes.FIRST_ROUND, votes.COUNCIL_AND_HOUSING])
def test_decided_vote_is_published_and_its_key_destroyed(demo_vote, demo):
    vote = _vote(demo_vote)
    assert vote.state == State.PUBLISHED
    assert vote.certifications.count() == 2
    assert vote.secrets_destroyed_at
    assert not (demo / "keys" / f"{vote.pk}.json").exists()
    assert first_broken_line(vote) is None


def test_open_vote_lets_ana_vote_and_tells_ben_why_not():
    vote = _vote(votes.OPEN_NOW)
    assert vote.state == State.OPEN
    assert vote.participations.count() == 40
    assert vote.challenge_hours == 0
    assert timezone.localtime(vote.closes_at).hour == 20
    assert voter_status(member_vote=vote, user=_sign_in(ANA)).kind == "may_vote"

    ben = voter_status(member_vote=vote, user=_sign_in(BEN))
    assert ben.kind == "excluded"
    failed = [check for check in ben.checks if not check.passed]
    assert len(failed) == 1
    assert "Your dues ran out" in failed[0].detail


def test_coming_vote_is_announced_and_will_take_ana():
    vote = _vote(votes.COMING)
    assert vote.state == State.ANNOUNCED
    assert vote.opens_at > timezone.now()
    assert voter_status(member_vote=vote, user=_sign_in(ANA)).kind == "will_vote"


# --- languages -------------------------------------------------------------------------------


def test_every_translation_that_was_begun_is_complete():
    translations = Translation.objects.filter(target_locale__language_code="es")
    assert translations.count() > 50
    for translation in translations.select_related("source"):
        total, done = translation.get_progress()
        assert done == total, translation.source.object_repr


def test_pages_of_votes_and_what_they_ask_about_are_in_spanish():
    wanted = [demo_vote.text for demo_vote in votes.VOTES]
    wanted += [candidate.text for candidate in elections.CANDIDATES]
    wanted += [race.text for race in elections.RACES]
    wanted += [issues.HOUSING, issues.VOTING_DEMOCRACY, issues.OPEN_GOVERNMENT, issues.IMMIGRANT_RIGHTS]
    wanted += [pages.HOW_WE_ENDORSE, pages.JOIN, elections.ELECTION]
    for text in wanted:
        page = _spanish(text)
        assert page.alias_of_id is None, text.key
        assert page.live
        assert page.title == text.title.es
        assert page.is_demo


def test_standard_pages_are_in_spanish():
    home = HomePage.objects.get(locale__language_code="es")
    assert home.headline == "Los miembros deciden. Massachusetts avanza."
    titles = {page.title for page in home.get_children().live()}
    assert {"Temas", "Elecciones", "Respaldos", "Votaciones", "Resultados"} <= titles
    assert {"Preguntas y respuestas", "Quiénes somos", "Cómo decidimos"} <= titles


def test_questions_are_in_spanish():
    spanish = FaqEntry.objects.filter(locale__language_code="es", live=True)
    assert spanish.count() == 12
    assert spanish.get(anchor="sixty-percent").question == "¿Qué significa el 60 por ciento?"


def test_blocks_have_the_same_ids_in_both_languages():
    english = MemberVotePage.objects.get(
        translation_key=fixed_id(votes.OPEN_NOW.text.key), locale__language_code="en"
    )
    spanish = _spanish(votes.OPEN_NOW.text)
    assert list(english.contest_and_choice_keys()) == list(spanish.contest_and_choice_keys())
    assert [block.id for block in english.explanation] == [block.id for block in spanish.explanation]


def test_page_without_spanish_stays_a_mirror():
    assert _spanish(issues.CLIMATE).alias_of_id


# --- words -----------------------------------------------------------------------------------


def test_summaries_are_short():
    for text in _texts():
        summary = text.fields.get("summary")
        if summary is not None:
            assert count_words(summary.en) <= MAX_SUMMARY_WORDS, text.key


def test_english_is_plain():
    for text in _texts():
        words = " ".join(_plain(each.en) for each in words_in(text.fields))
        assert reading_grade(words) <= MAX_GRADE, text.key
    for entry in faq.ENTRIES:
        assert reading_grade(_plain(entry.answer.en)) <= MAX_GRADE, entry.anchor


def test_pages_open_and_lead_to_official_pages_alone():
    client = Client()
    own = {"testserver", "localhost", urlsplit(Site.objects.get().root_url).hostname}
    for page in Page.objects.filter(depth__gte=2).select_related("locale"):
        answer = client.get(page.get_url(), follow=True)
        assert answer.status_code == (403 if "member-resources" in page.url_path else 200), page.url_path
        html = answer.content.decode()
        hosts = {urlsplit(url).hostname for url in re.findall(r'(?:href|src)="(https?://[^"]+)"', html)}
        assert hosts <= own | OFFICIAL_HOSTS, page.url_path


def test_member_resources_are_for_ana_and_not_for_ben():
    links = set()
    for person, status in ((ANA, 200), (BEN, 403)):
        client = Client()
        client.force_login(_sign_in(person))
        for page in Page.objects.filter(translation_key=fixed_id(member_resources.PAGE.key)):
            answer = client.get(page.get_url())
            assert answer.status_code == status
            links |= set(re.findall(r"/documents/\d+/[\w.-]+", answer.content.decode()))
        (document,) = links
        assert client.get(document).status_code == status
    assert Client().get(document).status_code == 403


def test_menu_marks_member_resources_as_for_members():
    for home in HomePage.objects.all():
        title = member_resources.PAGE.title[home.locale.language_code == "es"]
        assert re.search(
            rf"{title} <span class=\"for-members\">", Client().get(home.get_url()).content.decode()
        )


def test_result_below_the_threshold_never_reads_sixty_percent():
    page = Page.objects.get(
        translation_key=fixed_id(elections.FERNCASTLE.text.key), locale__language_code="en"
    )
    html = Client().get(page.get_url()).content.decode()
    assert "59.6 %" in html
    assert not re.search(r"60(\.0)? %(?! needed)", html)


# --- purging ---------------------------------------------------------------------------------


def _files() -> list[Path]:
    images = SiteImage.objects.filter(is_demo=True).prefetch_related("renditions")
    files = [row.file for image in images for row in [image, *image.renditions.all()]]
    files += [document.file for document in SiteDocument.objects.filter(is_demo=True)]
    return [Path(file.path) for file in files]


def _make_real_things():
    """What an organization adds beside the demo, and what it makes its own."""
    editor = make_user(name="Somebody real")
    home = HomePage.objects.get(locale__language_code="en")
    gala = home.add_child(instance=StandardPage(title="Our gala", slug="gala", locale=home.locale))
    gala.save_revision(user=editor).publish()
    about = StandardPage.objects.get(slug="about", locale__language_code="en")
    about.summary = "Our own words."
    about.save_revision(user=editor).publish()


# One test for both ways, because each takes seconds.
def test_purge_leaves_what_is_real_alone_and_the_demo_can_be_loaded_again(demo):
    # What visitors do: a login of one of the demo's people, a picture in another size.
    _sign_in(ANA)
    SiteImage.objects.filter(is_demo=True).first().get_rendition("width-100")
    _make_real_things()
    files = _files()
    assert len(files) > 20
    assert all(path.exists() for path in files)

    _purge()

    for model in _marked_models():
        assert not model._base_manager.filter(is_demo=True).exists(), model
    assert not MemberVote.objects.exists()
    assert not Member.objects.exists()
    assert [user.name for user in User.objects.all()] == ["Somebody real"]
    assert not [path for path in files if path.exists()]
    # The key that signs the logs is the site's: it belongs to no vote, and opens none.
    assert [path.name for path in (demo / "keys").rglob("*") if path.is_file()] == ["log-key.json"]
    # What is left to translate are the pages that are still there.
    left = TranslationSource.objects.values_list("object_id", flat=True)
    assert set(left) <= set(Page.objects.values_list("translation_key", flat=True))

    home = HomePage.objects.get(locale__language_code="en")
    assert home.headline == "Members decide. Massachusetts moves."
    assert not home.actions
    slugs = {page.slug for page in home.get_children().live()}
    assert {"gala", "issues", "elections", "member-votes", "about"} <= slugs
    assert "join" not in slugs
    for page in Page.objects.filter(depth__gte=2):
        assert Client().get(page.get_url()).status_code == 200
        assert page.specific.is_demo is False
        assert page.get_latest_revision_as_object().is_demo is False
    about = StandardPage.objects.get(slug="about", locale__language_code="en")
    assert about.summary == "Our own words."

    _load()

    assert IssuePage.objects.filter(is_demo=True, locale__language_code="en").count() == 8
    assert _vote(votes.OPEN_NOW).participations.count() == 40
    about.refresh_from_db()
    assert (about.summary, about.is_demo) == ("Our own words.", False)


def _refusal() -> str:
    before = _rows()
    with pytest.raises(DemoInUse) as refused, transaction.atomic():
        purge_demo(say=_silent)
    assert _rows() == before
    return " ".join(refused.value.reasons)


def test_purge_refuses_with_a_real_page_below_one_of_the_demo():
    race = RacePage.objects.get(translation_key=fixed_id(elections.SENATE.key), locale__language_code="en")
    candidacy = race.candidate_pages[0].candidacy
    race.add_child(
        instance=CandidatePage(
            title="Real Person",
            slug="real",
            summary="Runs.",
            candidacy=candidacy,
            locale=race.locale,
            live=False,
        )
    )
    assert "Real Person" in _refusal()


def test_purge_refuses_with_a_real_issue_in_an_area_of_the_demo():
    index = Page.objects.get(slug="issues", locale__language_code="en")
    index.add_child(
        instance=IssuePage(
            title="Real issue",
            slug="real-issue",
            summary="Ours.",
            area=IssueArea.objects.filter(is_demo=True).first(),
            last_reviewed_on=timezone.localdate(),
            locale=index.locale,
        )
    )
    assert "Issue page “Real issue” stands on" in _refusal()


def test_purge_refuses_with_a_real_page_that_links_to_the_demo():
    housing = IssuePage.objects.get(slug="housing", locale__language_code="en")
    home = HomePage.objects.get(locale__language_code="en")
    text = f'<p><a linktype="page" id="{housing.pk}">Housing</a></p>'
    home.add_child(
        instance=StandardPage(title="Our links", slug="links", locale=home.locale, body=[("text", text)])
    )
    reasons = _refusal()
    assert "Our links" in reasons
    assert "Housing" in reasons


def test_purge_refuses_with_a_real_vote_about_a_page_of_the_demo():
    candidate = CandidatePage.objects.filter(is_demo=True, locale__language_code="en").first()
    block = voting_factory.contest(
        voting_factory.choice("", key="a", page=candidate),
        voting_factory.choice("Nobody", key="ne", kind="no_endorsement"),
        key="race",
    )
    voting_factory.make_vote_page(block, title="Real vote")
    assert "Real vote" in _refusal()
