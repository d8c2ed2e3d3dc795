from fractions import Fraction

import pytest
from django.utils import timezone

from candidates.domain.endorsing import record_endorsements_of_vote, withdraw_endorsement
from candidates.models import Endorsement
from tests.factories.candidates import make_candidate_page, make_election_page, make_race, make_race_page
from tests.factories.home import in_every_language
from tests.factories.voting import choice, contest, make_vote
from voting.models import State
from voting.signals import result_published

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def race_page(tree):
    return make_race_page(make_election_page(tree.pages["elections"]))


def decide(race_page, ballots, *candidates, **fields):
    """A published vote; `ballots` name the keys a, b … of the candidates in order, or ne."""
    choices = [choice("", key=key, page=page) for key, page in zip("abcdef", candidates, strict=False)]
    question = contest(
        *choices,
        choice("No endorsement", key="ne", kind="no_endorsement"),
        key="race",
        subject=race_page,
    )
    return make_vote(
        question,
        state=State.PUBLISHED,
        voters=max(5, len(ballots)),
        ballots=[{"race": key} for key in ballots],
        box="roll_call",
        **fields,
    )


def test_published_result_records_the_endorsement_with_its_exact_share(race_page):
    ada, ben = (make_candidate_page(race_page, name=name) for name in ("Ada Okafor", "Ben Tavares"))
    vote = decide(race_page, ["a", "a", "b"], ada, ben)
    endorsement = Endorsement.objects.get()
    assert endorsement.candidacy == ada.candidacy
    assert endorsement.share == Fraction(2, 3)
    assert endorsement.ballots_counted == 3
    assert endorsement.member_vote == vote
    assert endorsement.decided_on == timezone.localdate(vote.closed_at)
    assert (endorsement.body, endorsement.status) == ("statewide", "active")


@pytest.mark.parametrize("ballots", [["a", "b"], ["ne", "ne", "a"], []])
def test_result_without_an_endorsement_records_nothing(race_page, ballots):
    pages = [make_candidate_page(race_page, name=name) for name in ("Ada Okafor", "Ben Tavares")]
    decide(race_page, ballots, *pages)
    assert not Endorsement.objects.exists()


def test_choice_that_is_no_candidate_records_nothing(tree, race_page):
    decide(race_page, ["a"], tree.pages["about"])
    assert not Endorsement.objects.exists()


def test_result_published_twice_records_one_endorsement(race_page):
    vote = decide(race_page, ["a"], make_candidate_page(race_page))
    first = Endorsement.objects.get()
    result_published.send(sender=type(vote), member_vote=vote)
    record_endorsements_of_vote(member_vote=vote)
    assert Endorsement.objects.get() == first


def test_result_published_again_does_not_undo_a_withdrawal(race_page):
    vote = decide(race_page, ["a"], make_candidate_page(race_page))
    withdraw_endorsement(endorsement=Endorsement.objects.get(), reason="The candidate left the race.")
    record_endorsements_of_vote(member_vote=vote)
    endorsement = Endorsement.objects.get()
    assert (endorsement.status, endorsement.withdrawn_reason) == ("withdrawn", "The candidate left the race.")


def test_withdrawn_endorsement_cannot_be_withdrawn_again(race_page):
    decide(race_page, ["a"], make_candidate_page(race_page))
    endorsement = withdraw_endorsement(endorsement=Endorsement.objects.get(), reason="Left.")
    with pytest.raises(ValueError, match="in force"):
        withdraw_endorsement(endorsement=endorsement, reason="Again.")


def test_later_vote_on_the_same_candidacy_replaces_the_earlier_endorsement(race_page):
    page = make_candidate_page(race_page)
    first, second = (decide(race_page, ["a"], page) for _round in range(2))
    status = dict(Endorsement.objects.values_list("member_vote", "status"))
    assert status == {first.pk: "superseded", second.pk: "active"}


def test_race_of_a_chapter_is_endorsed_by_the_chapter(tree):
    election_page = make_election_page(tree.pages["elections"])
    race = make_race(election_page.election, endorse_by="chapter")
    race_page = make_race_page(election_page, race=race)
    decide(race_page, ["a"], make_candidate_page(race_page))
    assert Endorsement.objects.get().body == "chapter"


def test_endorsement_of_a_void_vote_is_not_in_force(race_page):
    vote = decide(race_page, ["a"], make_candidate_page(race_page))
    assert Endorsement.objects.active().exists()
    vote.state = State.VOID
    vote.save()
    assert not Endorsement.objects.active().exists()


def test_candidate_page_shows_the_share_and_leads_to_the_result(client, race_page):
    page = make_candidate_page(race_page, endorsement_statement="<p>She led the safe-staffing drive.</p>")
    html = client.get(page.url).content.decode()
    assert "safe-staffing" not in html
    vote = decide(race_page, ["a", "a", "ne"], page)
    html = client.get(page.url).content.decode()
    assert "The share was 66.7 % of 3 ballots." in html
    assert f'href="{vote.page.url}"' in html
    assert "safe-staffing" in html


def test_candidate_page_gives_the_reason_of_a_withdrawal(client, race_page):
    page = make_candidate_page(race_page, endorsement_statement="<p>She led the drive.</p>")
    decide(race_page, ["a"], page)
    withdraw_endorsement(endorsement=Endorsement.objects.get(), reason="The candidate left the race.")
    html = client.get(page.url).content.decode()
    assert "This endorsement was withdrawn" in html
    assert "The candidate left the race." in html
    assert "She led the drive." not in html


@pytest.mark.parametrize("number", [1, 3])
def test_endorsements_page_costs_the_same_queries_however_many(
    client, tree, race_page, django_assert_num_queries, number
):
    for position in range(number):
        decide(race_page, ["a"], make_candidate_page(race_page, name=f"Person {position}"))
    index = tree.pages["endorsements"]
    in_every_language()
    client.get(index.url)
    with django_assert_num_queries(8):
        response = client.get(index.url)
    html = response.content.decode()
    assert html.count('class="person"') == number
    assert "The share was 100.0 % of 1 ballot." in html


def test_endorsements_page_keeps_chapters_apart(client, tree):
    election_page = make_election_page(tree.pages["elections"], title="State election")
    for endorse_by in ("statewide", "chapter"):
        race = make_race(election_page.election, endorse_by=endorse_by)
        race_page = make_race_page(election_page, race=race)
        decide(race_page, ["a"], make_candidate_page(race_page))
    groups = tree.pages["endorsements"].groups
    assert [(group.title, group.body, len(group.rows)) for group in groups] == [
        ("State election", "statewide", 1),
        ("State election", "chapter", 1),
    ]
    html = client.get(tree.pages["endorsements"].url).content.decode()
    assert "The local chapter endorsed on" in html


def test_empty_endorsements_page_says_so(client, tree):
    assert "Nobody is endorsed" in client.get(tree.pages["endorsements"].url).content.decode()
