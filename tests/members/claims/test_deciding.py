"""The office's queue of claims."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Site

from members.domain.claims import claim_of
from members.domain.deciding import accept_claim, candidates_for, reject_claim
from members.domain.errors import ClaimDecided, MemberHasLogin, OwnClaim
from members.models import MembershipClaim, MembershipSettings
from tests.factories.members import make_association, make_member, make_user
from tests.members.claims.steps import BACKEND, ask, signed_in, subjects

pytestmark = pytest.mark.django_db
QUEUE = "/admin/membership-claims/"
State = MembershipClaim.State


@pytest.fixture
def operator(client):
    user = make_user(name="Olive Operator", groups=["Operators"])
    client.force_login(user, backend=BACKEND)
    return user


def _waiting(name="Rosa New", **given):
    claimant, user = signed_in()
    ask(claimant, name=name, **(given or {"address": "new@example.org"}))
    return claimant, user, claim_of(user)


def _decide(client, claim, decision, **data):
    return client.post(f"{QUEUE}{claim.pk}/", {"decision": decision, **data})


def test_queue_shows_who_waits_longest_first_with_a_constant_number_of_queries(
    client, operator, django_assert_max_num_queries
):
    _waiting("Rosa First")
    client.get(QUEUE)
    with django_assert_max_num_queries(20) as queries:
        client.get(QUEUE)
    of_one_claim = len(queries)
    for number in range(5):
        _waiting(f"Late {number}", address=f"l{number}@example.org")
    with django_assert_max_num_queries(of_one_claim):
        page = client.get(QUEUE).content.decode()
    assert page.index("Rosa First") < page.index("Late 0") < page.index("Late 4")


def test_claim_with_a_link_under_way_is_left_alone_until_the_link_is_too_old(client, operator):
    make_member(email="ana@example.org")
    _claimant, _user, claim = _waiting("Ana Linked", address="ana@example.org")
    assert "Ana Linked" not in client.get(QUEUE).content.decode()
    assert "Ana Linked" in client.get(QUEUE, {"show": "link"}).content.decode()
    MembershipClaim.objects.filter(pk=claim.pk).update(link_expires_at=timezone.now() - timedelta(minutes=1))
    assert "Ana Linked" in client.get(QUEUE).content.decode()


@pytest.mark.parametrize("word", ["rosa", "new@example.org", "77"])
def test_queue_is_searched(client, operator, word):
    _waiting(address="new@example.org", number="M-777")
    _waiting("Somebody Else", address="other@example.org")
    page = client.get(QUEUE, {"q": word}).content.decode()
    assert "Rosa New" in page
    assert "Somebody Else" not in page


def test_claim_shows_candidates_by_number_address_and_name(client, operator):
    numbered = make_member(name="Zoe Number")
    shared = [make_member(name=f"Pat {n}", email="both@example.org") for n in ("One", "Two")]
    named = make_member(name="Rosa New-Hart", email="rosa@example.org")
    _claimant, _user, claim = _waiting(address="both@example.org", number=numbered.member_no)
    assert [member.pk for member in candidates_for(claim)] == [
        numbered.pk,
        *sorted(member.pk for member in shared),
        named.pk,
    ]
    page = client.get(f"{QUEUE}{claim.pk}/").content.decode()
    assert "Zoe Number" in page and "rosa@example.org" in page


def test_accepted_claim_joins_and_both_sides_are_told(client, operator):
    rosa = make_member(name="Rosa Hart", email="old@example.org", language="es")
    claimant, user, claim = _waiting()
    response = _decide(client, claim, "accept", member_no=rosa.member_no, reason="I called her.")
    assert response["Location"] == QUEUE
    rosa.refresh_from_db()
    claim.refresh_from_db()
    assert rosa.user == user
    assert (claim.state, claim.member, claim.decided_by) == (State.VERIFIED, rosa, operator)
    assert len(subjects("old@example.org")) == 1
    # A session from before must not gain a membership.
    assert claimant.get("/en/account/").status_code == 302
    claimant.force_login(user, backend=BACKEND)
    page = claimant.get("/en/account/").content.decode()
    assert "Our office found you on the roll" in page
    assert "I called her." in page
    assert "Olive" not in page


def test_candidate_is_chosen_by_hand(client, operator):
    rosa = make_member(name="Rosa New", email="old@example.org")
    _claimant, user, claim = _waiting()
    _decide(client, claim, "accept", member=rosa.pk)
    rosa.refresh_from_db()
    assert rosa.user == user


def test_refused_claim_needs_a_reason_which_the_person_reads(client, operator):
    claimant, _user, claim = _waiting()
    assert "Write a reason" in _decide(client, claim, "reject", reason="  ").content.decode()
    _decide(client, claim, "reject", reason="Nobody by that name has joined.")
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by) == (State.REJECTED, operator)
    assert "Nobody by that name has joined." in claimant.get("/es/account/").content.decode()
    # Nobody vouched for the address that was given.
    assert not mail.outbox


def test_refusal_goes_to_an_address_that_we_know_to_be_the_logins(operator):
    noor = make_user(email="noor@example.org")
    claimant, _ = signed_in(noor)
    ask(claimant, number="M-0", language="es")
    reject_claim(claim=claim_of(noor), by=operator, reason="No.", at=timezone.now())
    assert len(subjects("noor@example.org")) == 1
    assert "/es/account/claim/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a member"),
        ({"member_no": "M-nobody"}, "No member has this number"),
        ({"member": "999999"}, "Select a valid choice"),
    ],
)
def test_acceptance_needs_a_member(client, operator, data, words):
    make_member(name="Rosa New")
    _claimant, _user, claim = _waiting()
    assert words in _decide(client, claim, "accept", **data).content.decode()
    claim.refresh_from_db()
    assert claim.state == State.PENDING


def test_member_with_a_login_keeps_it_unless_the_office_says_otherwise(client, operator):
    first = make_user()
    make_association(first, provider="google-oauth2", uid="1")
    rosa = make_member(name="Rosa New", email="old@example.org", user=first)
    _claimant, user, claim = _waiting()
    page = _decide(client, claim, "accept", member=rosa.pk).content.decode()
    assert "already has another login" in page
    rosa.refresh_from_db()
    assert rosa.user == first
    _decide(client, claim, "accept", member=rosa.pk, replace="on")
    rosa.refresh_from_db()
    assert rosa.user == user


def test_nobody_decides_her_own_claim(client, operator):
    rosa = make_member()
    ask(client, number="M-0")
    claim = claim_of(operator)
    with pytest.raises(OwnClaim):
        accept_claim(claim=claim, member=rosa, by=operator, at=timezone.now())
    assert "your own claim" in _decide(client, claim, "reject", reason="x").content.decode()


def test_claim_is_decided_once(operator):
    rosa, other = make_member(), make_member()
    _claimant, _user, claim = _waiting()
    accept_claim(claim=claim, member=rosa, by=operator, at=timezone.now())
    with pytest.raises(ClaimDecided):
        accept_claim(claim=claim, member=other, by=operator, at=timezone.now())
    with pytest.raises(ClaimDecided):
        reject_claim(claim=claim, by=operator, reason="x", at=timezone.now())


def test_two_claims_on_one_member_are_not_both_accepted(operator):
    rosa = make_member()
    (_, first, one), (_, _second, two) = _waiting(), _waiting()
    accept_claim(claim=one, member=rosa, by=operator, at=timezone.now())
    with pytest.raises(MemberHasLogin):
        accept_claim(claim=two, member=rosa, by=operator, at=timezone.now())
    rosa.refresh_from_db()
    two.refresh_from_db()
    assert (rosa.user, two.state) == (first, State.PENDING)


@pytest.mark.parametrize("groups", [["Editors", "Publishers"], ["Tellers"]])
def test_claims_are_refused_to_whoever_may_not_decide_them(client, groups, caplog):
    _claimant, _user, claim = _waiting()
    client.force_login(make_user(groups=groups), backend=BACKEND)
    for path in (QUEUE, f"{QUEUE}results/", f"{QUEUE}{claim.pk}/"):
        response = client.get(path)
        assert response.status_code == 403
        assert b"new@example.org" not in response.content
    assert _decide(client, claim, "reject", reason="x").status_code == 403
    claim.refresh_from_db()
    assert claim.state == State.PENDING
    assert caplog.text.count("refused: login") == 4
    assert "membership-claims" not in client.get("/admin/").content.decode()


def test_operator_finds_the_queue_in_the_menu(client, operator):
    assert "membership-claims" in client.get("/admin/").content.decode()


def test_visitor_and_member_are_led_to_sign_in(client):
    member, _user = signed_in()
    for browser in (client, member):
        response = browser.get(QUEUE)
        assert response.status_code in (302, 403)


def test_office_hears_once_an_hour_that_somebody_waits():
    office = MembershipSettings.for_site(Site.objects.get(is_default_site=True))
    office.office_email = "office@example.org"
    office.save()
    make_member(email="ana@example.org")
    _waiting(address="ana@example.org")
    assert not subjects("office@example.org")
    for number in range(2):
        _waiting(address=f"new{number}@example.org")
    assert len(subjects("office@example.org")) == 1
    body = mail.outbox[-1].body
    assert "/admin/membership-claims/" in body
    assert "new0" not in body and "Rosa" not in body
