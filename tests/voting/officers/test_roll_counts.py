"""What tellers see of the roll: numbers and reasons, its fingerprint, and no name."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import Suspension
from tests.factories.members import make_member, make_tier
from tests.factories.voting import make_survey, make_vote, make_voters
from tests.sample_plugin.electorate import Listed
from tests.voting.permissions.people import NOBODY_SPECIAL, is_refused, make_people
from tests.voting.views.pages import desk_url, text_of
from voting.api import electorates
from voting.domain.roll import roll_root
from voting.models import State

pytestmark = pytest.mark.django_db


def counts_url(vote):
    return reverse("voting:roll_counts", args=[vote.pk])


def test_tellers_see_how_many_are_on_the_roll_and_why_others_are_not(sign_in, monkeypatch):
    monkeypatch.setattr(Listed, "left_out", lambda self, *, cutoff: [("not on the list", 1234)])
    people = make_voters(5)
    vote = make_vote(voters=people)
    client = sign_in(vote.tellers.first())
    assert counts_url(vote) in client.get(desk_url(vote)).content.decode()
    words = text_of(client.get(counts_url(vote)))
    assert "people on the roll 5" in words and "not on the list 1,234" in words
    assert roll_root(vote).hex() in words
    assert not [person for person in people if person.name in words]


def test_before_it_opens_the_numbers_are_as_things_stand(sign_in):
    vote = make_vote(voters=6, state=State.ANNOUNCED)
    words = text_of(sign_in(vote.tellers.first()).get(counts_url(vote)))
    assert "On the roll if it were frozen now" in words and "people 6" in words


@pytest.mark.parametrize("role", [*NOBODY_SPECIAL, "other_teller"])
def test_nobody_else_sees_the_numbers(role, sign_in):
    vote = make_vote()
    user = make_people(vote)[role]
    assert is_refused((sign_in(user) if user else Client()).get(counts_url(vote)))


def test_survey_has_no_such_page(sign_in):
    survey = make_survey()
    assert sign_in(make_people(survey)["operator"]).get(counts_url(survey)).status_code == 404


def test_every_member_who_is_left_out_counts_once_under_one_reason():
    today = timezone.localdate()
    before = today - timedelta(days=500)
    make_member(periods=[(before, None)])
    for _number in range(2):
        make_member(periods=[(before, today - timedelta(days=1))])
    make_member()
    make_member(periods=[(before, None)], tier=make_tier(code="friend", counts_for_voting=False))
    suspended = make_member(periods=[(before, None)])
    Suspension.objects.create(member=suspended, starts_on=before)
    assert dict(electorates.get("good_standing").left_out(cutoff=today)) == {
        "dues ran out": 2,
        "no membership recorded": 1,
        "a kind of membership without a vote": 1,
        "suspended": 1,
    }
