from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from members.models import MemberEmail, Suspension
from tests.factories.members import YEAR_2026, make_member, make_membership, make_user
from voting.api import electorates

pytestmark = pytest.mark.django_db
JUNE_3 = date(2026, 6, 3)


@pytest.fixture
def electorate():
    return electorates.get("good_standing")


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 6, 20))


def _checks(electorate, user):
    return electorate.checks(user=user, cutoff=JUNE_3)


def test_electorate_is_registered(electorate):
    assert not electorate.is_missing


def test_sentence_names_the_cut_off_in_the_language(electorate):
    assert electorate.sentence(cutoff=JUNE_3) == "Members in good standing on June 3, 2026 may vote."
    with translation.override("es"):
        assert "2026" in electorate.sentence(cutoff=JUNE_3)


def test_voter_refs_are_those_in_good_standing_and_no_user_ids(electorate):
    good = make_member(periods=[YEAR_2026], user=make_user())
    make_member(periods=[(date(2025, 1, 1), date(2025, 12, 31))])
    assert electorate.voter_refs(cutoff=JUNE_3) == [str(good.ref)]


def test_ref_for_knows_members_alone(electorate):
    member = make_member(user=make_user())
    assert electorate.ref_for(user=member.user) == str(member.ref)
    assert electorate.ref_for(user=make_user()) is None
    assert electorate.ref_for(user=AnonymousUser()) is None


def test_checks_of_ana_all_pass(electorate, today):
    ana = make_member(periods=[YEAR_2026], user=make_user())
    assert [check.passed for check in _checks(electorate, ana.user)] == [True, True, True]


def test_checks_tell_ben_when_his_dues_ran_out_and_what_renewing_gives(electorate, today):
    ben = make_member(periods=[(date(2025, 3, 5), date(2026, 3, 4))], user=make_user())
    [known, paid, free] = _checks(electorate, ben.user)
    assert (known.passed, paid.passed, free.passed) == (True, False, True)
    assert paid.detail == (
        "Your dues ran out on March 4, 2026; this vote needs membership on June 3, 2026. "
        "If you renew today, you can take part in votes with a cut-off on June 20, 2026 or later."
    )
    assert paid.passes_from == date(2026, 6, 20)


def test_checks_of_ben_after_renewing_name_the_day_his_new_membership_starts(electorate, today):
    ben = make_member(periods=[(date(2025, 3, 5), date(2026, 3, 4))], user=make_user())
    make_membership(ben, date(2026, 6, 10), date(2027, 6, 9))
    paid = _checks(electorate, ben.user)[1]
    assert paid.passes_from == date(2026, 6, 10)
    assert "renew" not in paid.detail


def test_checks_before_the_cut_off_ask_to_renew_in_time(electorate, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 5, 1))
    ben = make_member(periods=[(date(2025, 3, 5), date(2026, 3, 4))], user=make_user())
    assert _checks(electorate, ben.user)[1].detail.endswith("Renew by June 3, 2026 to vote.")


def test_checks_of_a_newcomer_name_the_first_day(electorate, today):
    member = make_member(periods=[(date(2026, 6, 10), date(2027, 6, 9))], user=make_user())
    paid = _checks(electorate, member.user)[1]
    assert "starts on June 10, 2026" in paid.detail
    assert paid.passes_from == date(2026, 6, 10)


def test_checks_of_a_suspended_member_name_the_day_after(electorate, today):
    member = make_member(periods=[YEAR_2026], user=make_user())
    Suspension.objects.create(member=member, starts_on=date(2026, 6, 1), ends_on=date(2026, 7, 1))
    [_, paid, free] = _checks(electorate, member.user)
    assert paid.passed
    assert (free.passed, free.passes_from) == (False, date(2026, 7, 2))


def test_checks_of_a_login_without_member_say_how_to_be_found(electorate):
    [known] = _checks(electorate, make_user())
    assert not known.passed
    assert "sign-in link" in known.detail


def test_contacts_leave_out_people_without_address(electorate):
    ana = make_member(name="Ana Silveira-Knox", email="ana@example.org", language="es")
    MemberEmail.objects.create(member=ana, address="second@example.org", is_primary=False)
    other = make_member()
    contacts = electorate.contacts(refs=[str(ana.ref), str(other.ref)])
    assert list(contacts) == [str(ana.ref)]
    contact = contacts[str(ana.ref)]
    assert (contact.name, contact.email, contact.language) == ("Ana Silveira-Knox", "ana@example.org", "es")


def test_contacts_take_few_queries_for_many_people(electorate, django_assert_num_queries):
    refs = [str(make_member(email=f"m{number}@example.org").ref) for number in range(6)]
    with django_assert_num_queries(1):
        assert len(electorate.contacts(refs=refs)) == 6
