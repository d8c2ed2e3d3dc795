import re

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpResponse
from wagtail.models import Page, PageViewRestriction, Site

from core.models import OrganisationSettings
from core.page_cache import PERSONAL, PUBLIC, clear_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(monkeypatch):
    """What the pages of these tests say; `made` counts how often one was made."""
    said = {"text": "first words", "made": 0, "headers": {}, "before": lambda request: None}

    def serve(self, request, *args, **kwargs):
        said["made"] += 1
        said["before"](request)
        return HttpResponse(f"<p>{said['text']} {'and more ' * 200}</p>", headers=said["headers"])

    monkeypatch.setattr(Page, "serve", serve)
    return said


@pytest.fixture
def page(page_cache, words):
    home = Site.objects.get(is_default_site=True).root_page
    return home.add_child(instance=Page(title="Rent", slug="rent", live=True))


@pytest.fixture
def address(page):
    return page.get_url()


def test_second_visit_costs_no_query(client, address, words, django_assert_num_queries):
    first = client.get(address)
    with django_assert_num_queries(0):
        second = client.get(address)
    assert (first.content, first.headers) == (second.content, second.headers)
    assert words["made"] == 1


def test_hit_answers_people_who_are_signed_in_without_their_session(
    client, admin_client, address, django_assert_num_queries
):
    client.get(address)
    with django_assert_num_queries(0):
        assert admin_client.get(address).status_code == 200


def test_public_page_says_how_long_it_may_be_kept(client, address):
    response = client.get(address)
    assert response["Cache-Control"] == PUBLIC
    assert response["Vary"] == "Accept-Encoding"
    assert response.cookies == {}


def test_page_is_packed_for_those_who_can_unpack_it(client, address):
    plain = client.get(address)
    packed = client.get(address, headers={"accept-encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert int(packed["Content-Length"]) < int(plain["Content-Length"])
    assert "Content-Encoding" not in plain


def test_unchanged_page_is_not_sent_again(client, address):
    etag = client.get(address)["ETag"]
    response = client.get(address, headers={"if-none-match": etag})
    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize("parameters", ["?utm_source=mail&fbclid=1", "?utm_campaign=x"])
def test_where_a_visitor_came_from_changes_no_page(client, address, words, parameters):
    client.get(address)
    assert client.get(address + parameters)["Cache-Control"] == PUBLIC
    assert words["made"] == 1


def test_page_made_for_a_tracked_link_is_not_kept(client, address, words):
    assert client.get(address + "?utm_source=mail")["Cache-Control"] == PERSONAL
    client.get(address)
    assert words["made"] == 2


@pytest.mark.parametrize("method", ["post", "put"])
def test_other_methods_are_not_answered_from_the_cache(client, address, words, method):
    client.get(address)
    assert getattr(client, method)(address)["Cache-Control"] != PUBLIC
    assert words["made"] == 2


def test_other_parameters_are_not_kept(client, address, words):
    for _visit in range(2):
        assert client.get(address + "?page=2")["Cache-Control"] == PERSONAL
    assert words["made"] == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda request: request.session.get("anything"),
        lambda request: request.session.update({"seen": True}),
        lambda request: request.user.is_authenticated,
        lambda request: request.META.update(CSRF_COOKIE_NEEDS_UPDATE=True, CSRF_COOKIE="x" * 32),
    ],
    ids=["reads the session", "writes the session", "asks who it is", "makes a form token"],
)
def test_what_knows_the_visitor_is_not_kept(client, address, words, spoil):
    words["before"] = spoil
    for _visit in range(2):
        assert client.get(address)["Cache-Control"] == PERSONAL
    assert words["made"] == 2


@pytest.mark.parametrize("value", ["private", "no-store", "max-age=0", "public, max-age=9"])
def test_page_that_decides_for_itself_is_left_alone(client, address, words, value):
    words["headers"] = {"Cache-Control": value}
    for _visit in range(2):
        assert client.get(address)["Cache-Control"] == value
    assert words["made"] == 2


def test_missing_page_is_not_kept(client, page_cache):
    response = client.get("/en/not-there/")
    assert (response.status_code, response["Cache-Control"]) == (404, PERSONAL)


def test_preview_is_never_answered_from_the_live_page(client, page, address, words):
    client.get(address)
    page.title = "A draft"
    assert b"A draft" in page.make_preview_request().content
    assert b"first words" in client.get(address).content


def test_restricting_a_page_takes_it_out(client, page, address, django_capture_on_commit_callbacks):
    client.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.add(Group.objects.create(name="Members"))
    assert client.get(address).status_code == 302


def test_restricted_page_is_not_kept_after_somebody_saw_it(client, admin_client, page, address, words):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert "no-store" in admin_client.get(address)["Cache-Control"]
    assert client.get(address).status_code == 302


def publish(page):
    page.save_revision().publish()


def change_settings(page):
    OrganisationSettings.for_site(Site.objects.get(is_default_site=True)).save()


def delete_another(page):
    page.add_sibling(instance=Page(title="Old", slug="old")).delete()


def move(page):
    target = page.add_sibling(instance=Page(title="Housing", slug="housing"))
    page.refresh_from_db()
    page.add_sibling(instance=Page(title="Moved", slug="moved")).move(target, pos="first-child")


@pytest.mark.parametrize(
    "change", [publish, change_settings, delete_another, move, Page.unpublish, lambda page: clear_pages()]
)
def test_change_of_content_clears_every_page(
    client, page, address, words, change, django_capture_on_commit_callbacks
):
    other = page.add_sibling(instance=Page(title="Other", slug="other", live=True)).get_url()
    client.get(other)
    page.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        change(page)
    words["text"] = "new words"
    assert b"new words" in client.get(other).content


def test_draft_clears_nothing(client, page, address, words, django_capture_on_commit_callbacks):
    client.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision()
    client.get(address)
    assert words["made"] == 1


def test_pages_are_cleared_after_the_change_is_committed(client, address, words):
    client.get(address)
    with transaction.atomic():
        clear_pages()
        words["text"] = "words that nobody may see yet"
        assert b"first words" in client.get(address).content


def test_page_made_while_content_changed_is_not_asked_for_again(
    client, address, words, django_capture_on_commit_callbacks
):
    def change_meanwhile(request):
        with django_capture_on_commit_callbacks(execute=True):
            clear_pages()

    words["before"] = change_meanwhile
    client.get(address)
    words.update(before=lambda request: None, text="new words")
    assert b"new words" in client.get(address).content


def test_every_host_has_its_own_pages(client, address, words):
    client.get(address)
    client.get(address, headers={"host": "localhost"})
    assert words["made"] == 2


def test_unknown_host_is_refused(client, address):
    client.get(address)
    assert client.get(address, headers={"host": "evil.example"}).status_code == 400


def test_kept_page_names_its_language(client, address):
    client.get(address)
    language = re.match(r"/(\w+)/", address)[1]
    assert client.get(address)["Content-Language"] == language
