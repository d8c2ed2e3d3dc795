"""Asking for one's place on the roll, by somebody who signed in."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from members.domain.claims import claim_of, find_claim_by_link, look_up_claim
from members.domain.deciding import claims_waiting
from members.domain.errors import LinkNotValid
from members.models import MemberEmail, MembershipClaim
from tests.factories.members import make_association, make_member, make_user
from tests.members.claims.steps import ask, join, link_path, link_paths, signed_in, subjects

pytestmark = pytest.mark.django_db
ROLL = "ana@example.org"
State = MembershipClaim.State


def test_link_to_the_roll_joins_the_login_that_asked():
    ana = make_member(email=ROLL)
    client, user = signed_in()
    ask(client, address="ANA@example.org")
    assert mail.outbox[0].to == ["ANA@example.org"]
    page = join(client).content.decode()
    ana.refresh_from_db()
    assert ana.user == user
    assert "We know you now" in page
    claim = claim_of(user)
    assert (claim.state, claim.member, claim.decided_by) == (State.VERIFIED, ana, None)


def test_member_number_alone_sends_the_link_to_the_primary_address():
    ana = make_member(email=ROLL)
    client, user = signed_in()
    ask(client, number=ana.member_no.lower())
    assert mail.outbox[0].to == [ROLL]
    join(client)
    ana.refresh_from_db()
    assert ana.user == user


@pytest.mark.parametrize(
    "address",
    [
        "nobody@example.org",
        "ana+x@example.org",
        "a.na@example.org",
        "ana@exаmple.org",  # a Cyrillic letter in the domain
        "ana@example.org.evil.example",
        "both@example.org",
    ],
)
def test_what_is_not_one_members_address_waits_for_the_office(address):
    make_member(email=ROLL)
    make_member(email="both@example.org")
    make_member(email="both@example.org")
    client, user = signed_in()
    ask(client, address=address)
    assert not mail.outbox
    assert claim_of(user).state == State.PENDING


def test_number_of_a_member_without_an_address_waits_for_the_office():
    member = make_member()
    client, user = signed_in()
    ask(client, number=member.member_no)
    claim = claim_of(user)
    assert (claim.link_hash, claim.link_expires_at) == ("", None)
    assert claim in claims_waiting(at=timezone.now())


def test_number_of_one_and_address_of_another_member_wait_for_the_office():
    make_member(email=ROLL)
    other = make_member(email="ben@example.org")
    client, user = signed_in()
    ask(client, address=ROLL, number=other.member_no)
    assert not mail.outbox
    assert claim_of(user).state == State.PENDING


def test_link_opened_in_another_browser_of_the_same_login_joins_nobody():
    ana = make_member(email=ROLL)
    client, user = signed_in()
    ask(client, address=ROLL)
    elsewhere, _ = signed_in(user)
    assert "in the browser where you asked" in join(elsewhere).content.decode()
    ana.refresh_from_db()
    assert ana.user is None
    join(client)
    ana.refresh_from_db()
    assert ana.user == user


def test_link_opened_by_another_login_or_a_visitor_joins_nobody():
    """A stranger asks with the member's address, and the member opens the mail."""
    ana = make_member(email=ROLL)
    stranger, _ = signed_in()
    ask(stranger, address=ROLL)
    for victim in (signed_in()[0], Client()):
        assert "not in this browser" in victim.get(link_path()).content.decode()
        join(victim)
        ana.refresh_from_db()
        assert ana.user is None


def test_session_of_the_claim_does_not_help_another_login():
    ana = make_member(email=ROLL)
    client, _user = signed_in()
    ask(client, address=ROLL)
    secret = client.session["claim_secret"]
    other, _ = signed_in()
    session = other.session
    session["claim_secret"] = secret
    session.save()
    join(other)
    ana.refresh_from_db()
    assert ana.user is None


def test_owner_of_the_address_says_no():
    ana = make_member(email=ROLL)
    stranger, user = signed_in()
    ask(stranger, address=ROLL)
    path = link_path()
    Client().post(path, {"answer": "not_me"})
    assert claim_of(user).state == State.REJECTED
    join(stranger, path)
    ana.refresh_from_db()
    assert ana.user is None
    assert "says that it is not you" in stranger.get("/en/account/").content.decode()


def test_link_works_once_and_looking_uses_nothing_up():
    make_member(email=ROLL)
    client, user = signed_in()
    ask(client, address=ROLL)
    path = link_path()
    assert client.get(path).status_code == 200
    join(client)
    with pytest.raises(LinkNotValid):
        find_claim_by_link(token=path.split("/")[-2], at=timezone.now())


@pytest.mark.parametrize(("minutes", "works"), [(29, True), (30, False)])
def test_link_is_good_for_half_an_hour_and_stored_as_a_hash(minutes, works):
    make_member(email=ROLL)
    client, user = signed_in()
    ask(client, address=ROLL)
    token = link_path().split("/")[-2]
    assert len(token) == 22
    assert token not in str(MembershipClaim.objects.values().get())
    at = claim_of(user).link_expires_at + timedelta(minutes=minutes - 30)
    if works:
        assert find_claim_by_link(token=token, at=at)
    else:
        with pytest.raises(LinkNotValid):
            find_claim_by_link(token=token, at=at)


def test_joining_begins_the_session_anew():
    make_member(email=ROLL)
    client, user = signed_in()
    session = client.session
    session["before"] = "x"
    session.save()
    ask(client, address=ROLL)
    before = client.session.session_key
    join(client)
    assert client.session.session_key != before
    assert "before" not in client.session
    assert client.session["_auth_user_id"] == str(user.pk)
    assert not client.session.exists(before)


def test_first_of_two_claims_wins_and_the_second_is_told():
    ana = make_member(email=ROLL)
    (first, winner), (second, loser) = signed_in(), signed_in()
    for client in (first, second):
        ask(client, address=ROLL)
    one, two = link_paths()
    join(first, one)
    page = join(second, two).content.decode()
    assert "already has another login" in page
    ana.refresh_from_db()
    assert ana.user == winner
    assert claim_of(loser).state == State.PENDING


def test_given_anew_the_first_link_is_worth_nothing():
    make_member(email=ROLL)
    ben = make_member(email="ben@example.org")
    client, user = signed_in()
    ask(client, address=ROLL)
    ask(client, address="ben@example.org")
    first, second = link_paths()
    assert "used up or too old" in join(client, first).content.decode()
    join(client, second)
    ben.refresh_from_db()
    assert ben.user == user
    assert MembershipClaim.objects.count() == 1


def test_withdrawn_claim_is_forgotten_with_its_link():
    make_member(email=ROLL)
    client, user = signed_in()
    ask(client, address=ROLL)
    client.post("/en/account/claim/withdraw/")
    assert claim_of(user) is None
    assert "used up or too old" in join(client).content.decode()


def test_claim_that_was_changed_meanwhile_is_not_looked_up():
    make_member(email=ROLL)
    client, user = signed_in()
    ask(client, address="nobody@example.org")
    old = claim_of(user).made_at
    ask(client, address=ROLL)
    mail.outbox.clear()
    look_up_claim(claim_id=claim_of(user).pk, made_at=old, at=timezone.now())
    assert not mail.outbox


def test_member_has_nothing_to_claim():
    client, user = signed_in()
    make_member(email=ROLL, user=user)
    assert client.get("/en/account/claim/").status_code == 302
    ask(client, address="other@example.org")
    assert not MembershipClaim.objects.exists()


def test_visitor_is_led_to_sign_in():
    response = Client().post("/en/account/claim/", {"address": ROLL})
    assert response["Location"].startswith("/en/sign-in/")


def test_joined_by_another_way_settles_the_claim():
    make_member(email=ROLL)
    client, user = signed_in()
    ask(client, address="nobody@example.org")
    client.post("/en/sign-in/link/", {"address": ROLL})
    path = mail.outbox[0].body.partition("http://localhost:8000")[2].split()[0]
    client.post(path, {"join": "yes"})
    assert claim_of(user).state == State.VERIFIED


def test_login_that_was_switched_off_is_not_gone_around():
    make_member(email=ROLL, user=make_user(is_active=False))
    client, user = signed_in()
    ask(client, address=ROLL)
    assert not mail.outbox
    assert claim_of(user).state == State.PENDING


def test_mail_and_page_are_in_the_language_of_the_claim():
    make_member(email=ROLL)
    client, _user = signed_in()
    ask(client, address=ROLL, language="es")
    assert link_path().startswith("/es/")


def test_primary_address_hears_of_a_login_that_is_joined():
    ana = make_member(email=ROLL, language="es")
    MemberEmail.objects.create(member=ana, address="ana@work.example.org", is_primary=False)
    client, user = signed_in()
    ask(client, address="ana@work.example.org")
    join(client)
    assert len(subjects(ROLL)) == 1
    assert "facebook" in mail.outbox[-1].body
    assert "/es/account/" in mail.outbox[-1].body


def test_mail_names_nobody_but_the_way_in():
    make_member(email=ROLL)
    user = make_user(name="Mallory Stranger")
    make_association(user, provider="facebook", uid="1")
    client, _ = signed_in(user)
    ask(client, address=ROLL, name="Mallory")
    assert "Mallory" not in mail.outbox[0].body
