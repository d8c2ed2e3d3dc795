"""Who opens a document for members, and who sees the private page at work in the editor."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, PageViewRestriction

from core.models import SiteDocument
from home.domain.collections import INTERNAL, members_documents
from tests.members.member_only.conftest import TOKEN

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def minutes(tree, document) -> SiteDocument:
    """In the collection that every site has for it."""
    document.collection = members_documents()
    document.save()
    return document


@pytest.mark.parametrize(
    ("groups", "status"),
    [(["Editors"], 200), (["Publishers"], 200), (["Tellers"], 403), (["Operators"], 403), ([], 403)],
)
def test_document_is_opened_by_those_who_keep_it(sign_in, minutes, groups, status):
    answer = sign_in(is_member=False, groups=groups).get(minutes.url)
    assert answer.status_code == status
    assert answer["Cache-Control"] == "private, no-store"
    assert (TOKEN.encode() in answer.getvalue()) is (status == 200)


def test_right_on_another_collection_opens_nothing(sign_in, minutes):
    GroupCollectionPermission.objects.filter(collection=minutes.collection).delete()
    assert Collection.objects.filter(group_permissions__group__name="Editors").exists()
    assert sign_in(is_member=False, groups=["Editors"]).get(minutes.url).status_code == 403


@pytest.mark.parametrize(("required", "status"), [("off", 200), ("required", 302)])
def test_paper_of_staff_asks_for_the_second_factor(sign_in, minutes, settings, required, status):
    settings.STAFF_SECOND_FACTOR = required
    minutes.collection = Collection.objects.get(name=INTERNAL)
    minutes.save()
    answer = sign_in(is_member=False, groups=["Tellers"]).get(minutes.url)
    assert answer.status_code == status
    assert status == 200 or "/second-factor/" in answer["Location"]


def test_page_for_a_group_without_rights_asks_for_no_second_factor(sign_in, page, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    PageViewRestriction.objects.all().delete()
    row = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    row.groups.add(Group.objects.create(name="Choir"))
    assert sign_in(is_member=False, groups=["Choir"]).get(page.url).status_code == 200


def test_document_leads_its_keeper_to_the_second_factor(sign_in, minutes, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    answer = sign_in(is_member=False, groups=["Editors"]).get(minutes.url)
    assert answer.status_code == 302
    assert "/second-factor/" in answer["Location"]


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("ben", 403), ("stranger", 403)])
def test_document_is_opened_by_members_in_good_standing(request, minutes, who, status):
    answer = request.getfixturevalue(who).get(minutes.url)
    assert answer.status_code == status
    assert answer["Cache-Control"] == "private, no-store"


def test_visitor_is_led_to_the_document_by_way_of_signing_in(client, minutes):
    answer = client.get(minutes.url)
    assert answer.status_code == 403
    assert f"/sign-in/?next={minutes.url}" in answer.content.decode()
    assert TOKEN not in answer.content.decode()


@pytest.mark.parametrize("view", ["edit", "view_draft", "preview_on_edit", "history"])
def test_editor_works_on_a_private_page(sign_in, page, view):
    address = reverse(f"wagtailadmin_pages:{view}", args=[page.pk])
    answer = sign_in(is_member=False, groups=["Editors", "Publishers"]).get(address, follow=True)
    assert answer.status_code == 200
    assert "The rest of this page is for members" not in answer.content.decode()


def test_preview_shows_an_editor_everything(sign_in, page):
    editor = sign_in(is_member=False, groups=["Editors", "Publishers"])
    assert TOKEN in editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()


def test_members_reach_no_page_in_the_editor(ana, page):
    for view in ("edit", "view_draft", "history", "set_privacy"):
        answer = ana.get(reverse(f"wagtailadmin_pages:{view}", args=[page.pk]))
        assert answer.status_code == 302
        assert TOKEN not in answer.content.decode()
