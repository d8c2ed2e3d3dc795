"""A membership that moves to another login."""

import secrets
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client

from members.domain.claims import claim_of
from members.domain.deciding import accept_claim
from members.domain.errors import FrozenDuringVote, LoginHasMember, MemberHasLogin
from members.domain.relinking import move_login
from members.models import MemberChange, MemberEmail, MembershipClaim
from tests.factories.members import make_association, make_member, make_user
from tests.factories.voting import choice, contest, make_survey, make_vote
from tests.members.claims.steps import BACKEND, ask, join, link_path, signed_in, subjects
from voting.models import State, VoterRollEntry

pytestmark = pytest.mark.django_db
ROLL = "ana@example.org"
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def key_dir(settings, tmp_path):
    settings.VOTING_KEY_DIR = tmp_path / "keys"


@pytest.fixture
def ana():
    """A member with two addresses and a login by Google that the office knows an address of."""
    login = make_user(email="ana@login.example.org")
    make_association(login, provider="google-oauth2", uid="1")
    member = make_member(email=ROLL, user=login)
    MemberEmail.objects.create(member=member, address="ana@work.example.org", is_primary=False)
    return member


def _vote(member, *, survey=False, state=State.OPEN):
    if survey:
        vote = make_survey()
    else:
        vote = make_vote(contest(choice("Yes", key="y"), choice("No", key="n")), state=state)
    VoterRollEntry.objects.create(member_vote=vote, voter_ref=str(member.ref), salt=secrets.token_bytes(16))
    return vote


def _ask_to_move():
    client, user = signed_in()
    ask(client, address=ROLL)
    return client, user


def test_link_to_the_roll_moves_the_membership_and_says_what_is_lost(ana):
    old = ana.user
    client, user = _ask_to_move()
    page = client.get(link_path()).content.decode()
    assert "google" in page and "loses the membership" in page
    join(client)
    ana.refresh_from_db()
    assert ana.user == user
    change = MemberChange.objects.get()
    assert (change.source, change.actor, change.changes) == (
        "link",
        None,
        {"login": [f"#{old.pk}", f"#{user.pk}"]},
    )


def test_every_address_that_is_known_hears_of_a_move(ana):
    client, _user = _ask_to_move()
    join(client)
    for address in (ROLL, "ana@work.example.org", "ana@login.example.org"):
        assert len([subject for subject in subjects(address) if "has moved" in subject]) == 1
    assert "Before: google" in mail.outbox[-1].body
    assert "Now: facebook" in mail.outbox[-1].body


def test_sessions_of_both_logins_end(ana):
    old = Client()
    old.force_login(ana.user, backend=BACKEND)
    client, user = _ask_to_move()
    elsewhere, _ = signed_in(user)
    join(client)
    for browser in (old, elsewhere):
        assert browser.get("/en/account/").status_code == 302
    assert client.get("/en/account/").status_code == 200


def test_membership_stays_while_a_vote_is_open(ana):
    _vote(ana)
    first = ana.user
    client, user = _ask_to_move()
    assert "A vote is open" in join(client).content.decode()
    ana.refresh_from_db()
    assert ana.user == first
    assert claim_of(user).state == MembershipClaim.State.PENDING
    with pytest.raises(FrozenDuringVote):
        accept_claim(claim=claim_of(user), member=ana, by=make_user(), at=AT, replace=True)


@pytest.mark.parametrize("how", ["survey", "closed", "another's"])
def test_nothing_else_keeps_the_membership_where_it_is(ana, how):
    match how:
        case "survey":
            _vote(ana, survey=True)
        case "closed":
            _vote(ana, state=State.CLOSED)
        case "another's":
            _vote(make_member())
    client, user = _ask_to_move()
    join(client)
    ana.refresh_from_db()
    assert ana.user == user


def test_member_without_login_is_joined_while_a_vote_is_open():
    member = make_member(email=ROLL)
    _vote(member)
    client, user = _ask_to_move()
    join(client)
    member.refresh_from_db()
    assert member.user == user


def test_login_that_came_between_is_not_replaced(ana):
    """The link was sent while another login had the membership."""
    first, between = ana.user, make_user()
    client, user = _ask_to_move()
    move_login(member=ana, user=between, replaces=first, at=AT)
    assert "already has another login" in join(client).content.decode()
    ana.refresh_from_db()
    assert ana.user == between


def test_move_is_refused_where_one_side_is_taken(ana):
    taken = make_user()
    make_member(user=taken)
    with pytest.raises(LoginHasMember):
        move_login(member=ana, user=taken, replaces=ana.user, at=AT)
    with pytest.raises(MemberHasLogin):
        move_login(member=ana, user=make_user(), replaces=make_user(), at=AT)
    assert not mail.outbox


def test_login_switched_off_after_the_link_was_sent_keeps_the_membership(ana):
    first = ana.user
    client, _user = _ask_to_move()
    first.is_active = False
    first.save()
    assert "switched off" in join(client).content.decode()
    ana.refresh_from_db()
    assert ana.user == first


def test_rights_of_staff_stay_with_the_login(ana, client):
    boss = ana.user
    boss.groups.set(make_user(groups=["Operators"]).groups.all())
    browser, user = _ask_to_move()
    join(browser)
    assert not user.groups.exists()
    assert boss.groups.exists()
