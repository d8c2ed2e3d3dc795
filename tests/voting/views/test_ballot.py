import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from members.models import Session
from tests.factories.sealed import sealed_ballots
from tests.factories.voting import (
    CLOSES,
    NOW,
    cast,
    choice,
    contest,
    make_user,
    make_vote,
    make_voters,
    race_contest,
)
from tests.voting.views.pages import ballot_url, hidden_fields, main_of, press, text_of
from voting.api import counting_methods
from voting.domain.errors import TryAgain
from voting.models import MemberVote, Participation, State
from voting.plugins.roll_call.models import OpenBallot

pytestmark = pytest.mark.django_db


def yes_no_contest(**kwargs):
    return contest(key="tax", question="Do we support the tax?", method="yes_no", **kwargs)


@pytest.fixture
def voters(db):
    return make_voters(5)


@pytest.fixture
def vote(voters):
    return make_vote(race_contest(), yes_no_contest(), voters=voters)


@pytest.fixture
def client(sign_in, voters):
    return sign_in(voters[0])


# --- screens ----------------------------------------------------------------------------------


def test_first_screen_asks_the_first_contest_with_rule_and_promise(client, vote):
    response = client.get(ballot_url(vote))
    words = text_of(response)
    assert "Whom do we endorse?" in words and "Do we support the tax?" not in words
    assert "A choice needs at least 60 % of the ballots that choose something here." in words
    assert "The site separates your name from your vote and destroys the link." in words
    assert words.count("Your choice") == 3
    assert main_of(response).index("Ben") < main_of(response).index("No endorsement")


def test_no_endorsement_is_set_apart_even_when_written_first(sign_in, voters):
    vote = make_vote(
        contest(
            choice("No endorsement", key="ne", kind="no_endorsement"),
            choice("Ada", key="a"),
            choice("Ben", key="b"),
            key="race",
        ),
        voters=voters,
    )
    main = main_of(sign_in(voters[0]).get(ballot_url(vote)))
    assert main.index("choice--apart") > main.index('value="b"')


def test_next_carries_the_choice_in_hidden_fields_only(client, vote):
    url = ballot_url(vote)
    response = press(client, url, client.get(url), "next", race="a")
    assert response.status_code == 200
    assert "Do we support the tax?" in text_of(response)
    assert hidden_fields(response)["race"] == ["a"]


def test_next_without_a_choice_asks_to_choose_or_skip(client, vote):
    url = ballot_url(vote)
    response = press(client, url, client.get(url), "next")
    words = text_of(response)
    assert "Choose first. If you do not want to choose, skip this contest." in words
    assert "nothing you chose is lost" in words
    assert "Whom do we endorse?" in words


def test_skip_forgets_the_choice_and_shows_skipped_in_the_review(client, vote):
    url = ballot_url(vote)
    second = press(client, url, client.get(url), "skip", race="a")
    assert "race" not in hidden_fields(second)
    review = press(client, url, second, "next", tax="yes")
    assert "Skipped" in text_of(review)
    assert hidden_fields(review) == {"step": ["3"], "tax": ["yes"]}


def test_going_back_keeps_what_was_chosen(client, vote):
    url = ballot_url(vote)
    second = press(client, url, client.get(url), "next", race="b")
    first = press(client, url, second, "back", tax="no")
    assert 'value="b" checked' in main_of(first)
    assert hidden_fields(first)["tax"] == ["no"]


def test_review_says_what_is_final_before_the_button(client, vote):
    url = ballot_url(vote)
    review = press(client, url, press(client, url, client.get(url), "next", race="a"), "next", tax="yes")
    main = main_of(review)
    assert main.index("Once you cast this ballot, you cannot change it.") < main.index("Cast my ballot")
    assert "Ada" in main and "Yes" in main


def test_change_leads_to_one_contest_and_back_to_the_review(client, vote):
    url = ballot_url(vote)
    review = press(client, url, press(client, url, client.get(url), "next", race="a"), "next", tax="yes")
    first = press(client, url, review, "change:1")
    assert "Back to my review" in text_of(first)
    again = press(client, url, first, "next", race="b")
    assert "Check your ballot" in text_of(again)
    assert hidden_fields(again)["race"] == ["b"]
    assert hidden_fields(again)["tax"] == ["yes"]


def test_another_language_keeps_the_choices(client, vote):
    Locale.objects.get_or_create(language_code="es")
    url = ballot_url(vote)
    second = press(client, url, client.get(url), "next", race="a")
    address = url.replace("/en/", "/es/")
    assert f'formaction="{address}" lang="es">Español</button>' in main_of(second)
    spanish = press(client, address, second, "stay", tax="no")
    assert hidden_fields(spanish)["race"] == ["a"]
    assert 'value="no" checked' in main_of(spanish)


@pytest.mark.parametrize("step", ["0", "99", "-1", "x", "", "9" * 5000, "١"])
def test_strange_step_numbers_show_the_first_contest(client, vote, step):
    response = client.post(ballot_url(vote), {"step": step, "go": "stay"})
    assert response.status_code == 200
    assert "Whom do we endorse?" in text_of(response)


def test_read_more_opens_in_place_and_links_to_a_new_tab(sign_in, voters):
    vote = make_vote(state=State.DRAFT)
    page = vote.page
    page.search_description = "Everything about Ada."
    page.save_revision().publish()
    race = contest(choice("Ada Okafor", key="a", page=page), choice("Ben", key="b"), key="race")
    main = main_of(sign_in(voters[0]).get(ballot_url(make_vote(race, voters=voters))))
    assert "<details" in main and "Everything about Ada." in main
    assert 'target="_blank"' in main
    assert ">AO<" in main


# --- casting ------------------------------------------------------------------------------------


def cast_through_screens(client, vote, **chosen):
    url = ballot_url(vote)
    response = client.get(url)
    for number in range(len(vote.contests.all())):
        key = vote.contests.all()[number].key
        button = "next" if key in chosen else "skip"
        response = press(client, url, response, button, **({key: chosen[key]} if key in chosen else {}))
    return press(client, url, response, "cast")


def test_whole_ballot_is_stored_once_and_answered_by_a_redirect(client, vote):
    response = cast_through_screens(client, vote, race="a", tax="yes")
    assert response.status_code == 302
    assert response.url == reverse("voting:ballot_done", args=[vote.pk])
    assert Participation.objects.count() == len(sealed_ballots()) == 1
    done = client.get(response.url)
    assert "Your ballot is cast" in text_of(done)


def test_done_page_shows_nothing_of_the_choice(client, vote):
    done = client.get(cast_through_screens(client, vote, race="a", tax="yes").url)
    assert "Ada" not in text_of(done) and "Yes" not in main_of(done)


def test_done_page_before_voting_leads_to_the_ballot(client, vote):
    response = client.get(reverse("voting:ballot_done", args=[vote.pk]))
    assert response.url == ballot_url(vote)


def test_second_cast_says_that_the_first_ballot_counts(client, vote):
    url = ballot_url(vote)
    cast_through_screens(client, vote, race="a", tax="yes")
    response = client.post(url, {"race": "b", "tax": "no", "go": "cast", "step": "3"}, follow=True)
    words = text_of(response)
    assert "You voted already. Your first ballot counts." in words
    assert "This page does not show how you voted." in words
    assert len(sealed_ballots()) == 1


def test_second_visit_says_voted_and_never_how(client, vote, voters):
    cast(vote, voters[0], {"race": "a", "tax": "yes"})
    response = client.get(ballot_url(vote))
    assert "You voted" in text_of(response)
    assert "Ada" not in text_of(response)
    assert "<form" not in main_of(response)


def test_late_ballot_is_refused_and_not_stored(client, vote):
    MemberVote.objects.filter(pk=vote.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    response = client.post(ballot_url(vote), {"race": "a", "tax": "yes", "go": "cast"})
    assert response.status_code == 409
    assert "This vote is closed. Your ballot was not stored." in text_of(response)
    assert not Participation.objects.exists()


def test_turning_a_page_after_closing_says_that_nothing_was_stored(client, vote):
    MemberVote.objects.filter(pk=vote.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    response = client.post(ballot_url(vote), {"race": "a", "step": "1", "go": "next"})
    assert "Your ballot was not stored." in text_of(response)


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"race": "somebody-else", "tax": "yes"}, "This is not a choice of this contest."),
        ({"race": ["a", "b"], "tax": "yes"}, "Choose only one."),
        ({"race": "a", "tax": "a"}, "This is not a choice of this contest."),
        ({"race": "a' OR 1=1 --", "tax": "yes"}, "This is not a choice of this contest."),
    ],
)
def test_wrong_choice_is_told_and_not_stored(client, vote, chosen, sentence):
    response = client.post(ballot_url(vote), {**chosen, "go": "cast", "step": "3"})
    assert sentence in text_of(response)
    assert not Participation.objects.exists()


def test_fields_of_other_votes_are_ignored(client, vote):
    response = client.post(
        ballot_url(vote), {"race": "a", "tax": "yes", "other": "x", "go": "cast", "step": "3"}
    )
    assert response.status_code == 302
    assert len(sealed_ballots()) == 1


def test_signed_out_cast_says_that_nothing_was_stored(vote):
    response = Client().post(ballot_url(vote), {"race": "a", "tax": "yes", "go": "cast"})
    assert response.status_code == 403
    assert "Your ballot was not stored." in text_of(response)
    assert "Sign in and vote" in text_of(response)
    assert 'value="a"' not in response.content.decode()


def test_form_without_its_token_is_refused(sign_in, voters, vote):
    client = sign_in(voters[0], enforce_csrf_checks=True)
    response = client.post(ballot_url(vote), {"race": "a", "tax": "yes", "go": "cast"})
    assert response.status_code == 403
    assert "we did nothing with it" in text_of(response)
    assert not Participation.objects.exists()


def test_empty_ballot_is_pointed_out_before_it_is_cast(client, vote):
    url = ballot_url(vote)
    review = press(client, url, press(client, url, client.get(url), "skip"), "skip")
    assert "You skipped every contest." in text_of(review)
    assert press(client, url, review, "cast").status_code == 302


def test_busy_database_loses_nothing(client, vote, monkeypatch):
    def busy(**kwargs):
        raise TryAgain

    monkeypatch.setattr("voting.views.ballot.cast_ballot", busy)
    response = client.post(ballot_url(vote), {"race": "a", "tax": "yes", "go": "cast", "step": "3"})
    assert "Nothing was stored: please cast your ballot again." in text_of(response)
    assert hidden_fields(response)["race"] == ["a"]


# --- who is looking, and when -------------------------------------------------------------------


def test_visitor_is_sent_to_sign_in_and_back(vote):
    response = Client().get(ballot_url(vote))
    assert response.status_code == 302
    assert response.url == f"{reverse('members:sign_in')}?next={ballot_url(vote)}"


def test_somebody_off_the_roll_is_told_each_rule(sign_in, vote):
    words = text_of(sign_in().get(ballot_url(vote)))
    assert "Why you cannot vote here" in words
    assert "You are not." in words
    assert "People on the list may vote." in words


def test_somebody_listed_after_the_opening_learns_that_the_roll_was_fixed(sign_in, vote):
    late = make_voters(1)[0]
    assert "The roll was fixed when the vote opened" in text_of(sign_in(late).get(ballot_url(vote)))


def test_announced_vote_tells_when_it_opens(sign_in, voters):
    vote = make_vote(state=State.ANNOUNCED, voters=voters, opens_at=NOW + timedelta(days=2), closes_at=CLOSES)
    words = text_of(sign_in(voters[0]).get(ballot_url(vote)))
    assert "This vote is not open yet. It opens " in words
    assert "As things stand, you may vote." in words


@pytest.mark.parametrize("state", [State.CLOSED, State.COUNTED, State.CERTIFIED])
def test_closed_vote_says_so(sign_in, voters, state):
    vote = make_vote(state=state, voters=voters)
    assert "This vote is closed." in text_of(sign_in(voters[0]).get(ballot_url(vote)))


def test_draft_has_no_ballot(client):
    assert client.get(ballot_url(make_vote(state=State.DRAFT))).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_vote_whose_plugin_is_gone_says_that_it_cannot_go_on(client, vote, monkeypatch, method):
    monkeypatch.delitem(counting_methods._plugins, "single_choice")
    data = {"race": "a", "tax": "yes", "go": "cast"} if method == "post" else {}
    response = getattr(client, method)(ballot_url(vote), data)
    assert response.status_code == 409
    assert "This vote cannot go on just now. Nothing was stored." in text_of(response)
    assert not Participation.objects.exists()


def test_words_in_another_language_are_marked_as_such(client, vote):
    main = main_of(client.get(ballot_url(vote).replace("/en/", "/es/")))
    assert '<legend class="ballot__question" lang="en"' in main


# --- roll call ----------------------------------------------------------------------------------


@pytest.fixture
def roll_call(voters):
    return make_vote(race_contest(), voters=voters, box="roll_call")


def test_roll_call_ballot_says_that_names_are_shown(client, roll_call):
    assert "Your vote is shown with your name." in text_of(client.get(ballot_url(roll_call)))


def test_roll_call_shows_ones_own_vote_and_lets_it_change(client, roll_call, voters):
    cast(roll_call, voters[0], {"race": "a"})
    cast(roll_call, voters[1], {"race": "b"})
    url = ballot_url(roll_call)
    first = client.get(url)
    assert "You may change your vote until the vote closes." in text_of(first)
    assert 'value="a" checked' in main_of(first)
    assert 'value="b" checked' not in main_of(first)
    review = press(client, url, first, "next", race="ne")
    assert "Only your last ballot counts." in text_of(review)
    assert press(client, url, review, "cast").status_code == 302
    assert OpenBallot.objects.filter(vote_id=roll_call.pk).count() == 3
    assert 'value="ne" checked' in main_of(client.get(url))


# --- where a choice must never be ---------------------------------------------------------------


def test_no_choice_in_addresses_sessions_cookies_or_logs(client, vote, caplog):
    caplog.set_level(logging.DEBUG)
    url = ballot_url(vote)
    seen = []
    response = client.get(url)
    for button, chosen in (("next", {"race": "a-needle"}), ("next", {"race": "a"}), ("next", {"tax": "yes"})):
        response = press(client, url, response, button, **chosen)
        seen.append(response)
    seen.append(press(client, url, response, "cast"))
    seen.append(client.get(seen[-1].url))
    for answer in seen:
        assert "needle" not in answer.get("Location", "")
        assert not any(
            "race" in morsel.value or "needle" in morsel.value for morsel in answer.cookies.values()
        )
    for session in Session.objects.all():
        assert "race" not in str(session.get_decoded()) and "needle" not in str(session.get_decoded())
    assert "needle" not in caplog.text and "'race'" not in caplog.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_ballot_answers_are_stored_by_nobody(client, vote, method):
    response = getattr(client, method)(ballot_url(vote))
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"


def test_an_error_report_hides_what_was_chosen(client, vote, monkeypatch, caplog, mailoutbox, settings):
    settings.ADMINS = [("Admin", "admin@example.org")]
    client.raise_request_exception = False

    def broken(**kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("voting.views.ballot.cast_ballot", broken)
    response = client.post(ballot_url(vote), {"race": "a", "tax": "yes", "note": "needle", "go": "cast"})
    assert response.status_code == 500
    reports = "".join(str(mail.body) + str(mail.alternatives) for mail in mailoutbox)
    assert "needle" not in reports + caplog.text + response.content.decode()


def test_ballot_of_many_contests_costs_as_many_queries_as_of_one(
    sign_in, voters, django_assert_max_num_queries
):
    def queries(number):
        contests = [
            contest(choice("Ada", key="a"), choice("Ben", key="b"), key=f"race-{index}")
            for index in range(number)
        ]
        vote = make_vote(*contests, voters=voters, title=f"Vote of {number}")
        client = sign_in(voters[0])
        client.get(ballot_url(vote))
        with django_assert_max_num_queries(40) as captured:
            client.get(ballot_url(vote))
        return len(captured)

    assert queries(8) == queries(1)


def test_somebody_nobody_knows_cannot_cast(vote, sign_in):
    response = sign_in(make_user()).post(
        ballot_url(vote), {"race": "a", "tax": "yes", "go": "cast", "step": "3"}
    )
    assert response.status_code == 409
    assert "You are not on the roll of this vote. Nothing was stored." in text_of(response)
