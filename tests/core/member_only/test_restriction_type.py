"""The choice in the privacy dialogs, and what it does to Wagtail's own classes."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.urls import reverse
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    ModelLogEntry,
    PageLogEntry,
    PageViewRestriction,
)

from core.member_only.readers import Reader, reader_of
from core.restrictions import MEMBERS
from home.models import HomePage, StandardPage
from tests.factories.home import make_editor, make_site
from voting.models.pages import MemberVotePage, ResultsPage, VoteIndexPage

pytestmark = pytest.mark.django_db

MEMBER, NO_MEMBER = Reader(is_member=True, is_signed_in=True), Reader(is_signed_in=True, reason="No.")


@pytest.fixture
def page():
    return make_site().pages["about"]


@pytest.fixture
def publisher(client):
    client.force_login(make_editor("Publishers"))
    return client


def dialog_of(page) -> str:
    return reverse("wagtailadmin_pages:set_privacy", args=[page.pk])


def choices(form) -> list[str]:
    return [value for value, _label in form.fields["restriction_type"].choices]


def test_dialog_of_a_page_offers_members_and_groups(page):
    form = PageViewRestrictionForm(private_page_options=page.private_page_options)
    assert choices(form) == ["none", "members", "groups"]
    assert "Pictures are never private" in form.fields["restriction_type"].help_text


def test_dialog_of_a_collection_offers_members_and_groups():
    form = CollectionViewRestrictionForm()
    assert choices(form) == ["none", "members", "groups"]
    assert "protects documents" in form.fields["restriction_type"].help_text


def test_publisher_chooses_members_in_the_dialog(publisher, page):
    assert "members in good standing" in publisher.get(dialog_of(page)).json()["html"]
    answer = publisher.post(dialog_of(page), {"restriction_type": "members"})
    assert answer.json() == {"step": "set_privacy_done", "is_public": False}
    assert [row.restriction_type for row in page.get_view_restrictions()] == [MEMBERS]
    entry = PageLogEntry.objects.get(action="wagtail.view_restriction.create")
    assert entry.data["restriction"]["title"] == "Private, accessible to members in good standing"
    assert not ModelLogEntry.objects.filter(action__contains="restriction").exists()


def test_publisher_makes_the_page_public_again(publisher, page):
    PageViewRestriction.objects.create(page=page, restriction_type=MEMBERS)
    assert 'value="members"' in publisher.get(dialog_of(page)).json()["html"]
    assert publisher.post(dialog_of(page), {"restriction_type": "none"}).json()["is_public"]
    assert not page.get_view_restrictions().exists()


@pytest.mark.parametrize("kind", ["login", "password", "anything"])
def test_dialog_takes_no_other_kind(publisher, page, kind):
    answer = publisher.post(dialog_of(page), {"restriction_type": kind, "password": "x"})
    assert answer.json()["step"] == "set_privacy"
    assert not page.get_view_restrictions().exists()


def test_editor_who_may_not_publish_changes_no_privacy(client, page):
    client.force_login(make_editor("Editors"))
    client.post(dialog_of(page), {"restriction_type": "members"})
    assert not page.get_view_restrictions().exists()


def test_page_below_says_where_its_privacy_comes_from(publisher, page):
    PageViewRestriction.objects.create(page=page, restriction_type=MEMBERS)
    below = page.add_child(instance=StandardPage(title="Below", slug="below", locale=page.locale))
    html = publisher.get(dialog_of(below)).json()["html"]
    assert "Privacy is inherited" in html
    assert page.title in html


def test_superuser_chooses_members_for_a_collection(admin_client):
    collection = Collection.get_first_root_node().add_child(name="Minutes")
    address = reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])
    answer = admin_client.post(address, {"restriction_type": "members"})
    assert answer.json()["step"] == "set_privacy_done"
    assert CollectionViewRestriction.objects.get(collection=collection).restriction_type == MEMBERS


@pytest.mark.parametrize("model", [HomePage, VoteIndexPage, MemberVotePage, ResultsPage])
def test_pages_that_votes_rely_on_cannot_be_private(model):
    assert choices(PageViewRestrictionForm(private_page_options=model.private_page_options)) == ["none"]


@pytest.mark.parametrize("model", [PageViewRestriction, CollectionViewRestriction])
@pytest.mark.parametrize("reader", [MEMBER, NO_MEMBER])
def test_kind_lets_members_pass(rf, model, reader):
    request = rf.get("/")
    request._member_reader = reader
    assert model(restriction_type=MEMBERS).accept_request(request) is reader.is_member


@pytest.mark.parametrize("model", [PageViewRestriction, CollectionViewRestriction])
def test_kind_that_nobody_knows_lets_nobody_pass(rf, model):
    request = rf.get("/")
    request._member_reader = MEMBER
    assert model(restriction_type="mistyped").accept_request(request) is False


def test_groups_decide_as_before(rf, page):
    row = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    row.groups.add(Group.objects.get(name="Editors"))
    request = rf.get("/")
    for user, passes in ((make_editor("Editors"), True), (make_editor("Publishers"), False)):
        request.user = user
        assert row.accept_request(request) is passes


def test_roll_is_asked_once_for_a_request(rf, settings):
    asked = []
    settings.MEMBER_READER = f"{__name__}.read"
    globals()["read"] = lambda request: asked.append(request) or MEMBER
    request = rf.get("/")
    request.user = AnonymousUser()
    assert reader_of(request) is reader_of(request) is MEMBER
    assert len(asked) == 1
