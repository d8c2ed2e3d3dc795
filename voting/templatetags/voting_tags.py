"""Member votes on pages. Nothing here depends on who is looking: pages are cached for everybody."""

from django import template

from voting.domain.sealing_module import SEALING_MODULE, fingerprint, integrity
from voting.models import MemberVote, State
from voting.panels import (
    panels_about,
    panels_of_answers,
    panels_of_open_votes,
    panels_of_results,
    panels_of_votes,
)
from voting.survey import survey_of
from voting.vote_page import vote_page
from voting.wording import day_text

register = template.Library()

_LATEST = 3


@register.inclusion_tag("voting/parts/decision_panels.html")
def decision_panels(page):
    """What members decide, or have decided, about this page, as its subject or as a choice."""
    return {"panels": panels_about(page)}


@register.simple_tag
def open_votes():
    """Panels of the votes that are open or announced."""
    return panels_of_open_votes()


@register.simple_tag
def latest_results(limit=_LATEST):
    """Panels of what was decided last."""
    return panels_of_results(limit)


@register.simple_tag
def all_results():
    """Panels of everything that was decided, newest first."""
    return panels_of_results()


@register.simple_tag
def answered_surveys(limit=_LATEST):
    """Panels of the surveys that are over, newest first."""
    return panels_of_answers(limit)


@register.simple_tag
def survey_in_page(page):
    """The survey of a member vote page, as voting.survey.Survey; None while there is nothing to answer."""
    return survey_of(page)


@register.simple_tag
def votes_being_counted():
    """Panels of the votes that are closed and not yet published."""
    counting = (State.CLOSED, State.COUNTED, State.CERTIFIED)
    votes = MemberVote.objects.filter(state__in=counting).select_related("page__locale")
    return panels_of_votes(votes.order_by("-closes_at"))


@register.simple_tag
def votes_that_are_off():
    """Panels of the votes that were canceled or declared void."""
    votes = MemberVote.objects.filter(state__in=(State.CANCELLED, State.VOID)).select_related("page__locale")
    return panels_of_votes(votes.order_by("-closes_at"))


@register.simple_tag
def vote_of(page):
    """The vote of a member vote page, as voting.vote_page.VotePage."""
    return vote_page(page)


@register.simple_tag
def day_in_words(day):
    return day_text(day)


@register.simple_tag(name="integrity")
def integrity_of(name):
    """The `integrity` of a script or style of ours, by its name among the static files."""
    return integrity(name)


@register.simple_tag
def sealing_module():
    """The script that seals ballots in browsers: its name, and its SHA-256 in hex."""
    return {"name": SEALING_MODULE, "fingerprint": fingerprint()}
