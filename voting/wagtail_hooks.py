"""Where votes meet the editor: the desk, new surveys, and pages of announced votes that stay."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from voting.domain.discarding import discard_drafts, votes_that_keep_their_page
from voting.models import MemberVote, MemberVotePage
from voting.new_survey import NewSurveyView, page_for_surveys


class DeskMenuItem(MenuItem):
    """Shown to those who run votes."""

    def is_shown(self, request):
        return may_see_desk(request.user)


def may_see_desk(user) -> bool:
    return user.has_perm("voting.run_membervote") or user.has_perm("voting.operate_membervote")


@hooks.register("register_admin_menu_item")
def desk_menu_item():
    return DeskMenuItem(
        gettext_lazy("Teller desk"),
        reverse("voting:desk"),
        name="teller-desk",
        icon_name="tick-inverse",
        order=350,
    )


class SurveyMenuItem(MenuItem):
    """Shown to those who may publish a survey."""

    def is_shown(self, request):
        return page_for_surveys(request.user) is not None


@hooks.register("register_admin_urls")
def survey_urls():
    return [path("surveys/new/", NewSurveyView.as_view(), name="voting_new_survey")]


@hooks.register("register_admin_menu_item")
def survey_menu_item():
    return SurveyMenuItem(
        gettext_lazy("New survey"),
        reverse("voting_new_survey"),
        name="new-survey",
        icon_name="list-ul",
        order=340,
    )


@hooks.register("register_page_header_buttons")
def desk_button(page, user, view_name, next_url=None):
    if not isinstance(page, MemberVotePage) or not may_see_desk(user):
        return
    vote = MemberVote.objects.filter(page__translation_key=page.translation_key).first()
    if vote is not None:
        yield Button(
            gettext_lazy("Teller desk"),
            reverse("voting:desk_vote", args=[vote.pk]),
            icon_name="tick-inverse",
            priority=60,
        )


def _announced_below(page: Page):
    """Votes that were announced, of this page and of all below it, in any language."""
    keys = MemberVotePage.objects.descendant_of(page, inclusive=True).values("translation_key")
    return MemberVote.objects.announced().filter(page__translation_key__in=keys)


def _refusal(request, pages, votes_below):
    found = [vote for page in pages for vote in votes_below(page)]
    if not found:
        return None
    messages.error(
        request,
        _("“%(title)s” is the page of a member vote: it stays. The vote can be called off at the desk.")
        % {"title": found[0].page.title},
    )
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


@hooks.register("before_delete_page")
def keep_page_of_vote(request, page):
    refusal = _refusal(request, [page], votes_that_keep_their_page)
    if refusal is None and request.method == "POST":
        discard_drafts(page=page)
    return refusal


@hooks.register("before_unpublish_page")
def keep_page_of_vote_live(request, page):
    return _refusal(request, [page], _announced_below)


@hooks.register("before_bulk_action")
def keep_pages_of_votes(request, action_type, objects, action_class_instance):
    if not objects or not isinstance(objects[0], Page):
        return None
    if action_type == "unpublish":
        return _refusal(request, objects, _announced_below)
    if action_type == "delete":
        refusal = _refusal(request, objects, votes_that_keep_their_page)
        if refusal is None:
            for page in objects:
                discard_drafts(page=page)
        return refusal
    return None
