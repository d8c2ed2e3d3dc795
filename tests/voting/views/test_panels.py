from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import translation
from wagtail.models import Locale, Page

from tests.factories.voting import (
    NOW,
    choice,
    contest,
    make_user,
    make_vote,
    make_voters,
)
from voting.domain.lifecycle import cancel_vote
from voting.models import ResultsPage, State
from voting.panels import panels_about, panels_of_open_votes, panels_of_results, vote_page_urls

pytestmark = pytest.mark.django_db


def make_page(title):
    root = Page.objects.filter(depth=2).first()
    page = root.add_child(instance=Page(title=title))
    page.save_revision().publish()
    return page


@pytest.fixture
def ada(db):
    return make_page("Ada Okafor")


@pytest.fixture
def ben(db):
    return make_page("Ben Li")


@pytest.fixture
def race(db):
    return make_page("Senate race")


def endorsement(ada, ben, race):
    return contest(
        choice("", key="a", page=ada),
        choice("", key="b", page=ben),
        choice("No endorsement", key="ne", kind="no_endorsement"),
        key="race",
        subject=race,
    )


def counted(*contests, votes, key="race"):
    """A published vote: `votes` is the number of ballots for each choice."""
    ballots = [{key: chosen} for chosen, number in votes.items() for _ballot in range(number)]
    return make_vote(*contests, voters=max(len(ballots), 5), ballots=ballots, state=State.PUBLISHED)


def test_candidate_who_was_endorsed_is_told_with_share_and_threshold(ada, ben, race):
    counted(endorsement(ada, ben, race), votes={"a": 6, "b": 3, "ne": 1})
    (panel,) = panels_about(ada)
    assert panel.headline == "Endorsed by members: 60.0 % of 10 ballots (60 % needed)"
    assert (panel.state, panel.outcome_kind, panel.tag_label) == ("published", "endorsed", "Endorsed")
    assert panel.percent_text == "60.0 %"
    assert (panel.bar_percent, panel.threshold_percent) == ("60.0", "60.00")


def test_candidate_of_a_race_that_went_to_another(ada, ben, race):
    counted(endorsement(ada, ben, race), votes={"a": 6, "b": 3, "ne": 1})
    (panel,) = panels_about(ben)
    assert panel.headline == "Members endorsed Ada Okafor in this race."
    assert panel.detail == "Ben Li: 30.0 % of 10 ballots (60 % needed)."
    assert panel.tag_label == "Not endorsed"
    assert panel.outcome_kind != "endorsed"


def test_candidate_below_the_threshold_is_not_endorsed(ada, ben, race):
    counted(endorsement(ada, ben, race), votes={"a": 5, "b": 3, "ne": 1})
    (panel,) = panels_about(ada)
    assert panel.headline == "Members did not endorse: 55.6 % of 9 ballots (60 % needed)"
    assert panel.tag_label == "No endorsement"


def test_members_who_chose_to_endorse_nobody(ada, ben, race):
    counted(endorsement(ada, ben, race), votes={"a": 2, "b": 1, "ne": 7})
    (panel,) = panels_about(ada)
    assert panel.headline == "Members chose to endorse nobody."
    assert panel.outcome_kind == "no_endorsement"


def test_page_of_the_race_tells_who_was_endorsed(ada, ben, race):
    counted(endorsement(ada, ben, race), votes={"a": 6, "b": 3, "ne": 1})
    (panel,) = panels_about(race)
    assert panel.headline == "Members endorse Ada Okafor: 60.0 % of 10 ballots (60 % needed)"


def test_page_of_an_issue_tells_the_answer(race):
    counted(
        contest(key="tax", question="Shall we?", method="yes_no", subject=race),
        votes={"yes": 7, "no": 3},
        key="tax",
    )
    (panel,) = panels_about(race)
    assert panel.headline == "Members say yes: 70.0 % of 10 ballots (60 % needed)"
    assert panel.outcome_kind == "adopted"
    assert panel.question == "Shall we?"


def test_tie_and_missed_quorum_decide_nothing(ada, ben, race):
    half = {"rule": {"threshold_numerator": 1, "threshold_denominator": 2}}
    tied = contest(
        choice("", key="a", page=ada), choice("", key="b", page=ben), key="race", subject=race, **half
    )
    counted(tied, votes={"a": 4, "b": 4})
    (panel,) = panels_about(race)
    assert panel.tag_label == "Tie"
    assert "The vote is a tie between Ada Okafor and Ben Li" in panel.headline
    quorum = contest(
        choice("", key="a", page=ada),
        choice("", key="b", page=ben),
        key="race",
        rule={"quorum_kind": "ballots", "quorum_value": 50},
    )
    counted(quorum, votes={"a": 4})
    newest = [panel for panel in panels_about(ada) if panel.outcome_kind == "quorum"]
    assert newest[0].headline == "Too few members voted, so nothing is decided."
    assert newest[0].percent_text == ""


def test_vote_without_ballots_decides_nothing(ada, ben, race):
    counted(endorsement(ada, ben, race), votes={})
    (panel,) = panels_about(ada)
    assert panel.outcome_kind == "none"
    assert panel.percent_text == ""


@pytest.mark.parametrize("state", [State.CLOSED, State.COUNTED, State.CERTIFIED])
def test_nothing_of_the_count_shows_before_publication(ada, ben, race, state):
    make_vote(endorsement(ada, ben, race), voters=5, ballots=[{"race": "a"}] * 5, state=state)
    (panel,) = panels_about(ada)
    assert panel.state == "closed"
    assert panel.headline == "Closed. The count is being certified."
    assert panel.percent_text == panel.result_url == ""


def test_announced_open_and_canceled_votes(ada, ben, race):
    vote = make_vote(
        endorsement(ada, ben, race),
        state=State.ANNOUNCED,
        opens_at=NOW + timedelta(days=1),
        closes_at=NOW + timedelta(days=6),
    )
    (panel,) = panels_about(ada)
    assert panel.headline.startswith("Members decide this from ")
    cancel_vote(member_vote=vote, at=NOW, reason="Only one candidate is left.", actor=make_user())
    (panel,) = panels_about(ada)
    assert (panel.state, panel.detail) == ("cancelled", "Only one candidate is left.")
    make_vote(endorsement(ada, ben, race), state=State.OPEN)
    panels = {panel.state: panel for panel in panels_about(ada)}
    assert panels["open"].headline.startswith("Open now: closes ")
    assert panels["open"].headline.endswith("Eastern.")


def test_drafts_have_no_panel(ada, ben, race):
    make_vote(endorsement(ada, ben, race), state=State.DRAFT)
    assert panels_about(ada) == []


def test_translation_of_a_page_shows_the_same_panel(ada, ben, race):
    counted(endorsement(ada, ben, race), votes={"a": 6, "b": 3, "ne": 1})
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    translated = Page(title="Ada en español", locale=spanish, translation_key=ada.translation_key)
    Page.objects.filter(depth=1).first().add_child(instance=translated)
    assert len(panels_about(translated)) == 1


def test_home_page_gets_open_votes_and_latest_results(ada, ben, race):
    make_vote(title="Open vote")
    counted(endorsement(ada, ben, race), votes={"a": 6, "b": 3, "ne": 1})
    assert [panel.question for panel in panels_of_open_votes()] == ["Open vote"]
    assert [panel.outcome_kind for panel in panels_of_results(3)] == ["endorsed"]


def render(source, **context):
    return Template("{% load voting_tags %}" + source).render(Context(context))


def test_tags_render_for_everybody_alike(ada, ben, race):
    make_vote(endorsement(ada, ben, race))
    html = render("{% decision_panels page %}", page=ada)
    assert "Open now" in html and "csrf" not in html
    html = render("{% open_votes as votes %}{{ votes|length }}{% latest_results as r %}{{ r|length }}")
    assert html == "10"


def test_panels_cost_few_queries_and_no_more_for_more_votes(ada, ben, race, django_assert_max_num_queries):
    def queries():
        panels_about(ada)
        with django_assert_max_num_queries(4) as captured:
            panels_about(ada)
        return len(captured)

    voters = make_voters(5)
    make_vote(endorsement(ada, ben, race), voters=voters)
    few = queries()
    make_vote(endorsement(ada, ben, race), voters=voters)
    make_vote(endorsement(ada, ben, race), voters=voters, state=State.CLOSED)
    make_vote(endorsement(ada, ben, race), voters=voters, state=State.PUBLISHED, ballots=[{"race": "a"}])
    assert queries() == few


def test_results_page_lists_results_or_says_there_are_none(client, ada, ben, race):
    root = Page.objects.filter(depth=2).first()
    page = root.add_child(instance=ResultsPage(title="What members decided", slug="results"))
    assert "Nothing is decided yet." in client.get(page.url).content.decode()
    counted(endorsement(ada, ben, race), votes={"a": 6, "b": 3, "ne": 1})
    html = client.get(page.url).content.decode()
    assert "Members endorse Ada Okafor" in html


def test_panels_of_a_page_cost_one_query_in_the_language_of_the_votes(
    ada, ben, race, django_assert_num_queries
):
    for _ in range(2):
        counted(endorsement(ada, ben, race), votes={"a": 6, "b": 3, "ne": 1})
    panels_about(ada)
    with translation.override("en"), django_assert_num_queries(1):
        assert [panel.vote_url != "" for panel in panels_about(ada)] == [True, True]


def test_page_asks_once_where_its_votes_stand(ada, ben, race, django_assert_num_queries):
    vote = counted(endorsement(ada, ben, race), votes={"a": 6, "b": 3, "ne": 1})
    spanish = Locale.objects.create(language_code="es")
    vote.page.copy_for_translation(spanish, copy_parents=True).save_revision().publish()
    with translation.override("es"):
        (panel,) = panels_about(ada)
        assert panel.vote_url.startswith("/es/")
        with django_assert_num_queries(0):
            urls = vote_page_urls([vote], shown_on=ada)
    assert urls == {vote.page.translation_key: panel.vote_url}
