"""Taking one's data along, and deleting the login: what goes, what stays, and that nobody votes twice."""

import json

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from members.domain.errors import SignedLoginStays, StaffLoginStays
from members.domain.joining import join_login
from members.domain.leaving import delete_login
from members.models import Member, SignInLink, Suspension, User
from members.tasks import send_sign_in_link
from tests.factories.members import make_association, make_member, make_membership, make_user
from tests.factories.voting import make_vote, race_contest
from tests.support.fingerprints import ROOT
from tests.voting.erasing.test_erasing import tables_that_hold
from voting.domain.appeals import make_appeal
from voting.domain.casting import cast_ballot
from voting.domain.lifecycle import open_vote
from voting.models import Appeal, MemberVote, Participation, State

pytestmark = pytest.mark.django_db

KEYS = {
    "": {"format", "made_at", "about", "login", "linked_sign_ins", "devices", "claims", "member", "votes"},
    "login": {"name", "email", "first_sign_in", "last_sign_in", "roles"},
    "member": {
        "member_number",
        "reference",
        "first_name",
        "last_name",
        "name_to_show",
        "street",
        "postal_code",
        "town",
        "phone",
        "language",
        "do_not_contact",
        "standing",
        "email_addresses",
        "numbers_elsewhere",
        "chapters",
        "memberships",
        "suspensions",
        "mails_wanted",
        "corrections",
        "history",
    },
}


@pytest.fixture
def key_dir(settings, tmp_path):
    settings.VOTING_KEY_DIR = tmp_path / "keys"


@pytest.fixture
def vote(key_dir, today):
    """An open vote of members in good standing, Ana (see below) among them."""
    others = [make_member(periods=[(today.replace(year=today.year - 1), None)]) for _number in range(5)]
    vote = make_vote(race_contest(), state=State.ANNOUNCED)
    MemberVote.objects.filter(pk=vote.pk).update(electorate="good_standing")
    vote.refresh_from_db()
    assert others
    return vote


def opened(vote):
    return open_vote(member_vote=vote, at=vote.opens_at)


def cast(vote, member):
    return cast_ballot(
        member_vote_id=vote.pk,
        voter_ref=str(member.ref),
        selections={"race": "a"},
        clock=lambda: vote.opens_at,
    )


# --- the file -----------------------------------------------------------------------------------


def data_of(client):
    response = client.get("/en/account/data.json")
    assert response["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert response["Cache-Control"] == "private, no-store"
    return json.loads(response.content)


def test_file_has_the_documented_keys_and_the_days_of_suspensions_alone(sign_in, ana, today):
    make_association(ana.user, provider="facebook", uid="fb-123")
    Suspension.objects.create(member=ana, starts_on=today, reason="A private note of the office.")
    data = data_of(sign_in(ana.user))
    assert data["format"] == "member-data/1"
    assert {key: set(data[key] if key else data) for key in KEYS} == KEYS
    assert set(data["about"]) == {*KEYS[""], "not_here"} - {"format", "made_at", "about"}
    assert data["member"]["suspensions"] == [{"starts_on": today.isoformat(), "ends_on": None}]
    assert data["linked_sign_ins"][0]["number"] == "fb-123"
    assert "private note" not in json.dumps(data)


def test_every_key_of_the_file_is_in_the_documentation():
    text = (ROOT / "docs" / "personal-data.md").read_text()
    assert not [key for keys in KEYS.values() for key in keys if f"`{key}`" not in text]


def test_file_is_about_one_person_alone(sign_in, ana):
    make_member(name="Ben Other", email="ben@example.org")
    text = json.dumps(data_of(sign_in(ana.user)))
    assert "Ben" not in text and "ben@" not in text
    stranger = data_of(sign_in(make_user(name="Nobody Known")))
    assert stranger["member"] is None and stranger["votes"] == []
    assert Client().get("/en/account/data.json").status_code == 302


def test_sealed_ballot_is_in_no_file_and_the_vote_is(sign_in, ana, vote, today):
    make_membership(ana, today.replace(year=today.year - 1), None)
    cast(opened(vote), ana)
    [entry] = data_of(sign_in(ana.user))["votes"]
    assert entry["took_part"] is True and "ballots" not in entry


def test_file_costs_the_same_queries_for_every_history(sign_in, ana, today, django_assert_max_num_queries):
    client = sign_in(ana.user)

    def queries():
        client.get("/en/account/data.json")
        with django_assert_max_num_queries(40) as captured:
            client.get("/en/account/data.json")
        return len(captured)

    make_membership(ana, today, today)
    few = queries()
    for _time in range(4):
        make_membership(ana, today, today)
        Suspension.objects.create(member=ana, starts_on=today)
    assert queries() == few


# --- deleting the login -------------------------------------------------------------------------


def test_deleting_needs_the_word(sign_in, ana):
    client = sign_in(ana.user)
    assert client.post("/en/account/delete/", {"word": "yes"}).status_code == 200
    assert User.objects.filter(pk=ana.user_id).exists()
    assert client.post("/en/account/delete/", {"word": " Delete "})["Location"] == "/en/sign-in/"
    assert not User.objects.filter(pk=ana.user_id).exists()
    assert client.get("/en/account/").status_code == 302


def test_member_stays_on_the_roll_and_is_told(ana):
    delete_login(user=ana.user, at=timezone.now())
    ana = Member.objects.get(pk=ana.pk)
    assert ana.user is None and ana.memberships.count() == 1 and ana.emails.count() == 1
    assert mail.outbox[-1].to == ["ana@example.org"] and "You are still a member." in mail.outbox[-1].body


def test_whoever_deletes_the_login_in_an_open_vote_and_comes_back_cannot_vote_twice(ana, vote, today):
    make_membership(ana, today.replace(year=today.year - 1), None)
    vote = opened(vote)
    assert cast(vote, ana).stored
    delete_login(user=ana.user, at=timezone.now())
    again = make_user(name="Ana again")
    join_login(member=Member.objects.get(pk=ana.pk), user=again, at=timezone.now())
    back = Member.objects.get(user=again)
    assert vote.electorate_plugin.ref_for(user=again) == str(ana.ref)
    assert not cast(vote, back).stored
    assert Participation.objects.filter(member_vote=vote).count() == 1


def test_nothing_of_a_login_is_left_anywhere():
    address, uid = "leaving-soon@example.net", "provider-number-9876543"
    user = make_user(email=address, name="Lea Leaving")
    make_association(user, uid=uid)
    client = Client()
    client.force_login(user, backend="members.roles.RolesBackend")
    send_sign_in_link.enqueue(address, "en", "/")
    assert SignInLink.objects.exists()
    # What the queue of background work keeps of a task that is done.
    DBTaskResult.objects.create(
        task_path="members.tasks.send_sign_in_link",
        args_kwargs={"args": [address, "en", "/"], "kwargs": {}},
        status="SUCCESSFUL",
        backend_name="default",
    )
    ModelLogEntry.objects.log_action(instance=user, action="wagtail.edit")
    assert tables_that_hold(address)
    assert client.post("/en/account/delete/", {"word": "delete"}).status_code == 302
    connection.check_constraints()
    for text in (address, uid, "Lea Leaving"):
        assert tables_that_hold(text) == []


def test_what_a_member_wrote_goes_and_the_log_of_the_vote_stays(ana, vote, today):
    ana.memberships.all().delete()
    vote = opened(vote)
    make_appeal(member_vote=vote, voter_ref=str(ana.ref), text="I paid.", at=timezone.now())
    delete_login(user=User.objects.get(pk=ana.user_id), at=timezone.now())
    assert not Appeal.objects.exists()
    assert [line.payload for line in vote.log.filter(kind="appeal_settled")] == [{"how": "withdrawn"}]


def test_whoever_works_here_keeps_the_login(sign_in, office):
    with pytest.raises(StaffLoginStays):
        delete_login(user=office, at=timezone.now())


def test_whoever_signed_a_count_keeps_the_login(key_dir):
    vote = make_vote(ballots=[{"race": "a"}], state=State.CERTIFIED)
    teller = vote.tellers.first()
    teller.groups.clear()
    with pytest.raises(SignedLoginStays):
        delete_login(user=teller, at=timezone.now())
    assert User.objects.filter(pk=teller.pk).exists()
