import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.voting import cast, make_user, make_vote, make_voters
from tests.voting.views.pages import ballot_url
from voting.models import State

pytestmark = pytest.mark.django_db


def me(client, *ids):
    response = client.get(reverse("voting:me"), {"votes": ",".join(str(each) for each in ids)})
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content), response


def test_visitor_is_offered_to_sign_in():
    vote = make_vote()
    answer, response = me(Client(), vote.pk)
    assert answer["signed_in"] is False
    assert answer["header_html"] == "" and answer["name"] == ""
    assert "Sign in to vote" in answer["panels"][str(vote.pk)]
    assert not response.cookies


def test_member_who_may_vote_gets_the_button_and_the_count(sign_in):
    ana, *others = make_voters(5)
    vote = make_vote(voters=[ana, *others])
    answer, _response = me(sign_in(ana), vote.pk)
    assert answer["signed_in"] is True and answer["name"] == str(ana)
    assert answer["waiting"] == 1
    assert "(1 ballot waits for you)" in answer["header_html"]
    assert "Vote now" in answer["panels"][str(vote.pk)]
    assert ballot_url(vote) in answer["panels"][str(vote.pk)]


def test_member_who_voted_is_told_so_and_never_how(sign_in):
    ana, *others = make_voters(5)
    vote = make_vote(voters=[ana, *others])
    cast(vote, ana, {"race": "a"})
    answer, _response = me(sign_in(ana), vote.pk)
    assert answer["waiting"] == 0
    assert "You voted" in answer["panels"][str(vote.pk)]
    assert "Ada" not in json.dumps(answer)


def test_somebody_off_the_roll_is_led_to_the_reason(sign_in):
    vote = make_vote()
    answer, _response = me(sign_in(make_user()), vote.pk)
    assert "Why can’t I vote?" in answer["panels"][str(vote.pk)]


def test_panel_of_a_contest_is_found_by_the_vote_its_id_begins_with():
    vote = make_vote()
    answer, _response = me(Client(), f"{vote.pk}-0")
    assert list(answer["panels"]) == [f"{vote.pk}-0"]


def test_panels_that_serve_everybody_are_left_out(sign_in):
    vote = make_vote(state=State.CLOSED)
    answer, _response = me(sign_in(), vote.pk)
    assert answer["panels"] == {}


@pytest.mark.parametrize("ids", ["", "nonsense", "1,2,3", "00000000-0000-0000-0000-000000000000", "," * 500])
def test_strange_ids_are_passed_over(ids):
    response = Client().get(reverse("voting:me"), {"votes": ids})
    assert json.loads(response.content)["panels"] == {}


def test_answer_is_stored_by_nobody(sign_in):
    _answer, response = me(sign_in())
    assert response["Cache-Control"] == "private, no-store"
    _answer, response = me(Client())
    assert response["Cache-Control"] == "private, no-store"


def test_sign_out_form_carries_a_token(sign_in):
    answer, _response = me(sign_in())
    assert reverse("members:sign_out") in answer["header_html"]
    assert "csrfmiddlewaretoken" in answer["header_html"]


def test_queries_do_not_grow_with_the_panels(sign_in, django_assert_max_num_queries):
    voters = make_voters(5)
    client = sign_in(voters[0])

    def queries(votes):
        me(client, *[vote.pk for vote in votes])
        with django_assert_max_num_queries(15) as captured:
            me(client, *[vote.pk for vote in votes])
        return len(captured)

    votes = [make_vote(voters=voters)]
    few = queries(votes)
    votes += [make_vote(voters=voters) for _number in range(3)]
    assert queries(votes) == few
