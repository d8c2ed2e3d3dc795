from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from tests.factories.voting import CLOSES, NOW, make_user, make_vote, make_vote_page
from tests.voting.views.pages import desk_url
from voting.domain.certifying import appoint_tellers
from voting.models import MemberVote, MemberVotePage, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(sign_in):
    return sign_in(get_user_model().objects.create_superuser("boss@example.org", name="Boss"))


def announced():
    return make_vote(state=State.ANNOUNCED, opens_at=NOW + timedelta(days=1), closes_at=CLOSES)


def test_form_lists_installed_boxes_and_electorates(editor):
    page = make_vote_page()
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Secret: the site separates names from votes" in html
    assert "People on a list" in html


def test_form_names_the_electorate_of_imported_surveys_only_where_it_stands(editor):
    page = make_vote_page()
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Imported from older software" not in html
    MemberVotePage.objects.filter(pk=page.pk).update(electorate="imported")
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert '<option value="imported" selected>Imported from older software</option>' in html


def test_form_keeps_a_plugin_that_is_gone(editor):
    page = make_vote_page()
    MemberVotePage.objects.filter(pk=page.pk).update(box="gone")
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert '<option value="gone" selected>No longer installed</option>' in html


def test_editor_links_to_the_desk(editor):
    vote = make_vote()
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[vote.page_id])).content.decode()
    assert desk_url(vote) in html


def test_menu_leads_tellers_to_the_desk(sign_in):
    html = sign_in(make_user(groups=["Tellers"])).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("voting:desk") in html
    html = sign_in(make_user(groups=["Editors"])).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("voting:desk") not in html


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_page_of_an_announced_vote_stays(editor, action):
    vote = announced()
    response = editor.post(reverse(f"wagtailadmin_pages:{action}", args=[vote.page_id]), follow=True)
    assert "is the page of a member vote: it stays." in response.content.decode()
    assert MemberVotePage.objects.get(pk=vote.page_id).live


def test_page_above_an_announced_vote_stays(editor):
    vote = announced()
    editor.post(reverse("wagtailadmin_pages:delete", args=[vote.page.get_parent().pk]))
    assert MemberVotePage.objects.filter(pk=vote.page_id).exists()


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_bulk_actions_leave_announced_votes_alone(editor, action):
    vote = announced()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    editor.post(f"{url}?id={vote.page_id}&next=/admin/", follow=True)
    assert MemberVotePage.objects.get(pk=vote.page_id).live


def test_draft_that_nobody_was_told_about_can_be_deleted(editor):
    page = make_vote_page()
    editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not MemberVotePage.objects.filter(pk=page.pk).exists()
    assert not MemberVote.objects.exists()


def test_draft_with_a_log_keeps_its_page(editor):
    page = make_vote_page()
    vote = MemberVote.objects.get(page=page)
    appoint_tellers(member_vote=vote, tellers=[make_user(), make_user()], actor=make_user(), at=NOW)
    editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert MemberVotePage.objects.filter(pk=page.pk).exists()


def test_asking_to_delete_a_draft_drops_nothing_yet(editor):
    page = make_vote_page()
    assert editor.get(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 200
    assert MemberVote.objects.filter(page=page).exists()
