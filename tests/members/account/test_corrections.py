"""Correcting the roll: what a member changes at once, and what the office decides and answers."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Site

from members.domain.corrections import GOOD_FOR, ask_for_correction, prove_address, withdraw_correction
from members.domain.deciding_corrections import accept_correction, decline_correction
from members.domain.errors import (
    AddressLinkNotValid,
    AddressLinkOfAnother,
    AddressOfAnother,
    AnswerMissing,
    CorrectionChangesNothing,
    CorrectionEmpty,
    CorrectionSettled,
    CorrectionWaits,
    OwnCorrection,
)
from members.domain.own_data import change_own_data
from members.models import Chapter, ChapterMembership, Correction, Member, MemberEmail, MembershipSettings
from members.retention import empty_corrections, remove_unproved_corrections
from members.tasks import send_address_link
from tests.factories.members import make_member, make_user
from tests.voting.views.pages import text_of

pytestmark = pytest.mark.django_db

NAME = {"first_name": "Anna", "last_name": "Silveira"}


def ask(member, kind="name", wanted=None, *, note=""):
    return ask_for_correction(
        member=member, kind=kind, wanted=NAME if wanted is None else wanted, note=note, at=timezone.now()
    )


def ask_for_address(member, address="new@example.org", *, old="keep"):
    correction = ask(member, "address", {"address": address, "old_address": old})
    send_address_link.enqueue(correction.pk)
    return re.search(r"/account/address/([\w-]+)/", mail.outbox[-1].body)[1]


def accept(correction, office, *, answer=""):
    return accept_correction(correction_id=correction.pk, actor=office, answer=answer, at=timezone.now())


def newest(member):
    return member.corrections.order_by("pk").last()


def addresses(member):
    return [(email.address, email.is_primary) for email in MemberEmail.objects.filter(member=member)]


# --- at once ------------------------------------------------------------------------------------


def test_member_changes_the_own_data_and_the_history_has_it(sign_in, ana):
    data = {"display_name": "Ana K", "phone": "617 555 0100", "town": "Gardner", "language": "en"}
    assert sign_in(ana.user).post("/en/account/data/", data).status_code == 302
    ana.refresh_from_db()
    assert (ana.display_name, ana.phone, ana.town) == ("Ana K", "617 555 0100", "Gardner")
    change = ana.changes.get()
    assert (change.source, change.actor) == ("correction", ana.user)
    assert change.changes["town"] == ["", "Gardner"]


def test_nothing_but_the_own_fields_changes(ana):
    wanted = {"last_name": "Rich", "member_no": "M-0", "user": None, "town": "Gardner"}
    assert change_own_data(member=ana, wanted=wanted, actor=ana.user, at=timezone.now())
    ana.refresh_from_db()
    assert ana.last_name == "Silveira-Knox" and ana.user_id and ana.town == "Gardner"
    assert not change_own_data(member=ana, wanted={"town": "Gardner"}, actor=ana.user, at=timezone.now())


# --- by the office ------------------------------------------------------------------------------


def test_name_is_changed_once_the_office_says_so_and_the_member_is_told(ana, office):
    correction = ask(ana)
    ana.refresh_from_db()
    assert ana.first_name == "Ana"
    accept(correction, office, answer="Thank you.")
    ana.refresh_from_db()
    assert (ana.first_name, ana.last_name) == ("Anna", "Silveira")
    assert ana.changes.get().changes == {
        "first_name": ["Ana", "Anna"],
        "last_name": ["Silveira-Knox", "Silveira"],
    }
    assert mail.outbox[-1].to == ["ana@example.org"] and "Thank you." in mail.outbox[-1].body


def test_office_says_no_with_a_reason_that_the_member_reads(sign_in, ana, office):
    correction = ask(ana)
    with pytest.raises(AnswerMissing):
        decline_correction(correction_id=correction.pk, actor=office, answer=" ", at=timezone.now())
    decline_correction(
        correction_id=correction.pk, actor=office, answer="Show us a paper.", at=timezone.now()
    )
    ana.refresh_from_db()
    assert ana.first_name == "Ana" and not ana.changes.exists()
    assert "Show us a paper." in mail.outbox[-1].body
    words = text_of(sign_in(ana.user).get("/en/account/"))
    assert "Declined" in words and "Show us a paper." in words


def test_answer_is_given_once_and_never_to_oneself(ana, office):
    ana.user, office_member = office, ana
    Member.objects.filter(pk=ana.pk).update(user=office)
    correction = ask(office_member)
    with pytest.raises(OwnCorrection):
        accept(correction, office)
    other = make_user(groups=["Operators"])
    accept(correction, other)
    with pytest.raises(CorrectionSettled):
        accept(correction, other)


def test_chapter_ends_and_another_one_begins(ana, office, today):
    for code in ("west", "east"):
        Chapter.objects.create(code=code, name=code.title())
    ChapterMembership.objects.create(
        member=ana, chapter=Chapter.objects.get(code="west"), starts_on=today - timedelta(days=90)
    )
    accept(ask(ana, "chapter", {"chapter": "east"}), office)
    periods = [(row.chapter.code, row.ends_on) for row in ChapterMembership.objects.filter(member=ana)]
    assert periods == [("east", None), ("west", today - timedelta(days=1))]
    accept(ask(ana, "chapter", {"chapter": ""}), office)
    assert not ChapterMembership.objects.filter(member=ana, ends_on=None).exists()


def test_one_request_of_a_kind_waits_and_can_be_taken_back(ana):
    correction = ask(ana)
    with pytest.raises(CorrectionWaits):
        ask(ana)
    ask(ana, "other", {}, note="Dues are missing.")
    withdraw_correction(member=ana, correction_id=correction.pk, at=timezone.now())
    with pytest.raises(CorrectionSettled):
        withdraw_correction(member=ana, correction_id=correction.pk, at=timezone.now())
    assert ask(ana)


def test_request_of_somebody_else_cannot_be_taken_back(sign_in, ana):
    correction = ask(make_member())
    sign_in(ana.user).post(f"/en/account/corrections/{correction.pk}/withdraw/")
    correction.refresh_from_db()
    assert correction.state == Correction.State.OPEN


def test_a_correction_says_something_new(ana):
    with pytest.raises(CorrectionChangesNothing):
        ask(ana, wanted={"first_name": "Ana", "last_name": "Silveira-Knox"})
    with pytest.raises(CorrectionChangesNothing):
        ask(ana, "address", {"address": "ANA@example.org", "old_address": "keep"})
    with pytest.raises(CorrectionEmpty):
        ask(ana, "other", {}, note="  ")
    with pytest.raises(CorrectionEmpty):
        ask(ana, wanted={"first_name": "", "last_name": ""})


def test_office_hears_of_a_correction_where_it_gave_an_address(sign_in, ana):
    client = sign_in(ana.user)
    settings = MembershipSettings.for_site(Site.objects.get(is_default_site=True))
    settings.office_email = "desk@example.org"
    settings.save()
    assert client.post("/en/account/corrections/name/", {**NAME, "note": "Private."}).status_code == 302
    assert mail.outbox[-1].to == ["desk@example.org"]
    assert "Private." not in mail.outbox[-1].body and "Ana" not in mail.outbox[-1].body


def test_old_requests_and_links_that_nobody_opened_are_forgotten(sign_in, ana, office):
    accept(ask(ana), office)
    ask_for_address(ana)
    waiting = ask(ana, "other", {}, note="Dues are missing.")
    later = timezone.now() + timedelta(seconds=1)
    assert empty_corrections(timezone.now() - timedelta(days=1)) == 0
    assert (empty_corrections(later), remove_unproved_corrections(later)) == (1, 1)
    assert [row for row in Correction.objects.all() if row.wanted or row.note] == [waiting]
    assert "Legal name" in text_of(sign_in(ana.user).get("/en/account/"))


# --- addresses ----------------------------------------------------------------------------------


def test_address_is_proved_decided_and_every_old_one_is_told(sign_in, ana, office):
    client = sign_in(ana.user)
    data = {"address": "new@example.org", "old_address": "keep"}
    client.post("/en/account/corrections/address/", data)
    assert mail.outbox[-1].to == ["new@example.org"]
    token = re.search(r"/account/address/([\w-]+)/", mail.outbox[-1].body)[1]
    # Looking uses nothing up, and the office sees nothing yet.
    assert "new@example.org" in text_of(client.get(f"/en/account/address/{token}/"))
    assert newest(ana).state == Correction.State.UNPROVED
    client.post(f"/en/account/address/{token}/")
    assert newest(ana).state == Correction.State.OPEN
    assert mail.outbox[-1].to == ["ana@example.org"] and "new@example.org" in mail.outbox[-1].body
    assert addresses(ana) == [("ana@example.org", True)]
    accept(newest(ana), office)
    assert addresses(ana) == [("new@example.org", True), ("ana@example.org", False)]
    assert {tuple(each.to) for each in mail.outbox[-2:]} == {("new@example.org",), ("ana@example.org",)}
    assert ana.changes.get().changes == {"emails": ["ana@example.org", "new@example.org, ana@example.org"]}


def test_old_address_goes_where_the_member_asked_for_it(ana, office):
    prove_address(token=ask_for_address(ana, old="remove"), user=ana.user, at=timezone.now())
    accept(newest(ana), office)
    assert addresses(ana) == [("new@example.org", True)]
    assert any(each.to == ["ana@example.org"] for each in mail.outbox[-2:])


def test_link_works_once_for_the_login_that_asked_and_not_for_long(ana):
    token, stranger = ask_for_address(ana), make_user()
    with pytest.raises(AddressLinkOfAnother):
        prove_address(token=token, user=stranger, at=timezone.now())
    with pytest.raises(AddressLinkNotValid):
        prove_address(token=token, user=ana.user, at=timezone.now() + GOOD_FOR)
    with pytest.raises(AddressLinkNotValid):
        prove_address(token="x" * 22, user=ana.user, at=timezone.now())
    prove_address(token=token, user=ana.user, at=timezone.now())
    with pytest.raises(AddressLinkNotValid):
        prove_address(token=token, user=ana.user, at=timezone.now())
    assert token not in str(Correction.objects.values_list())


def test_address_of_another_member_is_not_taken(ana, office):
    make_member(email="new@example.org")
    prove_address(token=ask_for_address(ana), user=ana.user, at=timezone.now())
    with pytest.raises(AddressOfAnother):
        accept(newest(ana), office)
    assert addresses(ana) == [("ana@example.org", True)] and newest(ana).state == Correction.State.OPEN


def test_links_to_new_addresses_are_limited(sign_in, ana):
    client = sign_in(ana.user)
    for number in range(6):
        data = {"address": f"new{number}@example.org", "old_address": "keep"}
        answer = client.post("/en/account/corrections/address/", data)
        if correction := newest(ana):
            Correction.objects.filter(pk=correction.pk).update(state=Correction.State.WITHDRAWN)
    assert answer.status_code == 429
    assert len(mail.outbox) == 5
