"""The roll of an open vote: two tellers change it, everybody reads that, nobody reads whom it was about."""

import json
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from tests.factories.voting import cast, make_survey, make_user, make_vote, make_voters
from tests.sample_plugin.electorate import Listed
from tests.voting.views.pages import desk_url, text_of
from voting.domain.certifying import agree_to, ask_for
from voting.domain.errors import (
    AlreadyOnRoll,
    ChangeWaits,
    NotATeller,
    NotEligible,
    NotOnRoll,
    ReasonMissing,
    ReasonNamesPerson,
    RequestGone,
    SameTeller,
    TooFewVoters,
    TookPart,
    UnknownPerson,
    WrongState,
)
from voting.domain.lifecycle import close_vote
from voting.domain.log import first_broken_line
from voting.domain.roll import roll_root
from voting.domain.roll_changes import (
    ADD,
    STRIKE,
    agree_to_roll_change,
    ask_for_roll_change,
    decline_roll_change,
    waiting_roll_change,
)
from voting.models import State

pytestmark = pytest.mark.django_db


def ref_of(user):
    return Listed().ref_for(user=user)


def ask(vote, kind, ref, *, number=0, reason="An error in the books.", at=None):
    return ask_for_roll_change(
        member_vote=vote,
        kind=kind,
        voter_ref=ref,
        teller=vote.tellers.order_by("pk")[number],
        reason=reason,
        at=at or vote.opens_at,
    )


def agree(vote, request, *, number=1):
    return agree_to_roll_change(
        member_vote=vote,
        request_id=request.pk,
        teller=vote.tellers.order_by("pk")[number],
        at=vote.opens_at,
    )


def change(vote, kind, ref):
    return agree(vote, ask(vote, kind, ref))


def payload(vote, kind):
    return vote.log.get(kind=kind).payload


def test_a_person_who_is_added_votes_and_the_log_has_the_new_roll():
    vote, late = make_vote(voters=6), make_user("late")
    with pytest.raises(NotEligible):
        cast(vote, late, {"race": "a"})
    change(vote, ADD, ref_of(late))
    assert cast(vote, late, {"race": "a"}).stored
    assert payload(vote, "roll_added") == {
        "roll": {"size": 7, "root": roll_root(vote).hex()},
        "reason": "An error in the books.",
    }
    assert payload(vote, "roll_added")["roll"]["root"] != payload(vote, "opened")["roll"]["root"]
    assert first_broken_line(vote) is None
    closed = close_vote(member_vote=vote, at=vote.closes_at)
    assert closed.state == State.CLOSED


def test_a_person_who_is_struck_off_cannot_vote():
    people = make_voters(7)
    vote = make_vote(voters=people)
    change(vote, STRIKE, ref_of(people[0]))
    with pytest.raises(NotEligible):
        cast(vote, people[0], {"race": "a"})
    assert payload(vote, "roll_struck")["roll"] == {"size": 6, "root": roll_root(vote).hex()}


def test_nothing_that_is_kept_names_the_person():
    people = make_voters(7)
    vote = make_vote(voters=people)
    change(vote, STRIKE, ref_of(people[0]))
    assert not vote.two_person_requests.exists()
    lines = json.dumps([[line.actor, line.payload] for line in vote.log.all()])
    assert ref_of(people[0]) not in lines
    assert str(people[0]) not in lines


def test_a_reason_that_names_the_person_is_refused():
    vote, late = make_vote(), make_user("late")
    with pytest.raises(ReasonNamesPerson):
        ask(vote, ADD, ref_of(late), reason=f"The dues of {str(late).upper()} came late.")
    assert not vote.log.filter(kind="roll_add_asked").exists()


def test_somebody_who_voted_stays_on_the_roll_and_asking_does_not_tell_who_did():
    people = make_voters(7)
    vote = make_vote(voters=people, ballots=[{"race": "a"}])
    request = ask(vote, STRIKE, ref_of(people[0]))
    with pytest.raises(TookPart):
        agree(vote, request)
    assert vote.roll.count() == 7
    assert not vote.log.filter(kind="roll_struck").exists()


def test_who_is_unknown_or_there_already_is_refused():
    people = make_voters(6)
    vote = make_vote(voters=people)
    with pytest.raises(AlreadyOnRoll):
        ask(vote, ADD, ref_of(people[0]))
    with pytest.raises(UnknownPerson):
        ask(vote, ADD, "listed:nobody@example.org")
    with pytest.raises(NotOnRoll):
        ask(vote, STRIKE, ref_of(make_user()))
    assert vote.log.count() == 2


def test_a_roll_never_becomes_smaller_than_the_box_allows():
    people = make_voters(5)
    vote = make_vote(voters=people)
    with pytest.raises(TooFewVoters):
        change(vote, STRIKE, ref_of(people[0]))
    assert vote.roll.count() == 5


def test_it_takes_two_tellers_of_this_vote():
    vote, late = make_vote(), make_user("late")
    stranger = make_user(groups=["Tellers"])
    request = ask(vote, ADD, ref_of(late))
    with pytest.raises(SameTeller):
        agree(vote, request, number=0)
    facts = {"member_vote": vote, "teller": stranger}
    with pytest.raises(NotATeller):
        agree_to_roll_change(**facts, request_id=request.pk, at=vote.opens_at)
    with pytest.raises(NotATeller):
        decline_roll_change(**facts, request_id=request.pk)
    assert vote.roll.count() == 5


def test_nobody_agrees_to_something_else_than_was_read():
    vote, one, other = make_vote(), make_user("one"), make_user("other")
    read = ask(vote, ADD, ref_of(one))
    with pytest.raises(ChangeWaits):
        ask(vote, ADD, ref_of(other), number=1)
    decline_roll_change(member_vote=vote, request_id=read.pk, teller=vote.tellers.first())
    ask(vote, ADD, ref_of(other))
    with pytest.raises(RequestGone):
        agree(vote, read)
    assert vote.roll.count() == 5


def test_a_reason_is_needed():
    vote = make_vote()
    with pytest.raises(ReasonMissing):
        ask(vote, ADD, ref_of(make_user()), reason="  ")


@pytest.mark.parametrize("state", [State.ANNOUNCED, State.CLOSED, State.COUNTED])
def test_the_roll_changes_only_while_people_vote(state):
    vote = make_vote(state=state)
    with pytest.raises(WrongState):
        ask(vote, ADD, ref_of(make_user()))


def test_a_survey_has_nobody_to_change_its_roll():
    survey, teller = make_survey(state=State.OPEN), make_user(groups=["Tellers"])
    survey.tellers.add(teller)
    with pytest.raises(WrongState):
        ask(survey, ADD, ref_of(make_user()))


def test_what_was_never_agreed_to_is_forgotten_at_the_close():
    vote = make_vote()
    ask(vote, ADD, ref_of(make_user()))
    close_vote(member_vote=vote, at=vote.closes_at)
    assert not vote.two_person_requests.exists()


def test_what_was_never_agreed_to_is_forgotten_when_the_vote_is_void():
    vote = make_vote()
    one, two = vote.tellers.all()
    ask(vote, ADD, ref_of(make_user()))
    ask_for(member_vote=vote, kind="void", teller=one, reason="It must be.", at=vote.opens_at)
    agree_to(member_vote=vote, kind="void", teller=two, at=vote.opens_at)
    assert not vote.two_person_requests.filter(kind__in=(ADD, STRIKE)).exists()


# --- days, not minutes ---


def test_while_people_vote_the_log_has_days_and_no_minutes():
    vote = make_vote()
    change(vote, ADD, ref_of(make_user()))
    ask_for(
        member_vote=vote, kind="close_early", teller=vote.tellers.first(), reason="A fire.", at=vote.opens_at
    )
    zone = ZoneInfo("America/New_York")
    for kind in ("roll_add_asked", "roll_added", "close_early_asked"):
        at = vote.log.get(kind=kind).at.astimezone(zone)
        assert (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)
        assert at.date() == vote.opens_at.astimezone(zone).date()
    assert vote.log.get(kind="opened").at == vote.opened_at


def test_the_page_of_the_log_shows_no_minute_where_none_was_kept(client):
    vote = make_vote()
    change(vote, ADD, ref_of(make_user()))
    html = client.get(reverse("voting:log", args=[vote.pk])).content.decode()
    line = html[html.index("Two tellers added a person") - 200 : html.index("Two tellers added a person")]
    assert "<time" not in line
    assert html.count("<time") == 2


# --- the desk ---


def page_url(vote):
    return reverse("voting:change_roll", args=[vote.pk])


def test_two_tellers_add_a_person_at_the_desk(sign_in):
    vote, late = make_vote(), make_user("late")
    one, two = (sign_in(teller) for teller in vote.tellers.order_by("pk"))
    assert page_url(vote) in one.get(desk_url(vote)).content.decode()
    found = one.post(page_url(vote), {"do": "find", "text": "late@"})
    assert found.status_code == 200
    assert "Add Late (late@example.org) to the roll" in text_of(found)
    asked = one.post(
        page_url(vote), {"do": "ask", "person": f"roll_add:{ref_of(late)}", "reason": "Paid in time."}
    )
    assert asked.status_code == 302
    assert "Agree" not in text_of(one.get(page_url(vote)))
    page = two.get(page_url(vote))
    assert "Add Late to the roll" in text_of(page)
    assert "The reason given: Paid in time." in text_of(page)
    answer = two.post(page_url(vote), {"do": "agree", "request": waiting_roll_change(vote).pk}, follow=True)
    assert "The roll is changed." in text_of(answer)
    assert vote.roll.filter(voter_ref=ref_of(late)).exists()


def test_a_teller_who_does_not_agree_leaves_the_roll_as_it_is(sign_in):
    people = make_voters(6)
    vote = make_vote(voters=people)
    ask(vote, STRIKE, ref_of(people[0]))
    two = sign_in(vote.tellers.order_by("pk")[1])
    two.post(page_url(vote), {"do": "decline", "request": waiting_roll_change(vote).pk})
    assert waiting_roll_change(vote) is None
    assert vote.roll.count() == 6


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"do": "find", "text": ""}, "Write whom you look for."),
        ({"do": "ask", "person": "roll_add:nobody", "reason": "So."}, "Search for the person again."),
        ({"do": "ask", "person": "void:nobody", "reason": "So."}, "Search for the person again."),
        ({"do": "agree", "request": "0"}, "This request is settled"),
        ({"do": "agree", "request": "²"}, "This request is settled"),
        ({"do": "jump"}, "did not understand"),
    ],
)
def test_the_desk_says_what_is_wrong(sign_in, data, words):
    vote = make_vote()
    answer = sign_in(vote.tellers.first()).post(page_url(vote), data)
    assert answer.status_code == 409
    assert words in text_of(answer)


def test_nobody_found_is_said(sign_in):
    vote = make_vote()
    answer = sign_in(vote.tellers.first()).post(page_url(vote), {"do": "find", "text": "nobody of this name"})
    assert "Nobody was found." in text_of(answer)


def test_a_closed_vote_sends_tellers_back_to_the_desk(sign_in):
    vote = make_vote(state=State.CLOSED)
    answer = sign_in(vote.tellers.first()).get(page_url(vote), follow=True)
    assert "only while the vote is open" in text_of(answer)
