"""A survey as it stands in the body of a page: the same for everybody."""

from dataclasses import dataclass, replace

from django.utils.translation import get_language

from voting.models import MemberVote, MemberVotePage, State
from voting.panels import Panel, panel_of_vote, vote_page_urls
from voting.paper import paper_of
from voting.results import Result, result_of


@dataclass(frozen=True)
class Survey:
    """What templates/blocks/survey_block.html shows. `language`: of the words, where not the reader's."""

    panel: Panel
    summary: str
    language: str
    results: tuple[Result, ...] = ()


def survey_of(page: MemberVotePage | None) -> Survey | None:
    """The survey of a page; None before it is announced, and for a vote that decides."""
    if page is None:
        return None
    vote = (
        MemberVote.objects.announced()
        .filter(page__translation_key=page.translation_key)
        .select_related("page__locale")
        .first()
    )
    if vote is None or not vote.is_advisory:
        return None
    paper = paper_of(vote)
    results = ()
    if vote.state in (State.PUBLISHED, State.ARCHIVED):
        tallies = {contest.key: contest.tally for contest in vote.contests.select_related("tally")}
        results = tuple(
            _without_repeating(result_of(tally=tallies[contest.key], contest=contest), title=paper.title)
            for contest in paper.contests
        )
    return Survey(
        panel=panel_of_vote(vote, urls=vote_page_urls([vote])),
        summary=paper.summary,
        language="" if paper.language == get_language() else paper.language,
        results=results,
    )


def _without_repeating(result: Result, *, title: str) -> Result:
    """A survey with one question is named by it: that need not stand there twice."""
    return replace(result, question="") if result.question == title else result
