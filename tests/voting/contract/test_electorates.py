"""What every registered electorate must do: name people by a steady reference, and say why not."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories.members import make_member
from tests.factories.voting import make_user, make_voters
from voting.api import Check, Contact, electorates

pytestmark = pytest.mark.django_db

CUTOFF = date(2026, 11, 1)


@pytest.fixture(params=[electorate.slug for electorate in electorates])
def electorate(request):
    return electorates.get(request.param)


@pytest.fixture
def people():
    """Members who paid or did not, people on the sample's list, and some known to nobody."""
    paid, late, never = make_user("paid"), make_user("late"), make_user("never")
    make_member(user=paid, email=paid.email, periods=[(date(2026, 1, 1), date(2026, 12, 31))])
    make_member(user=late, email=late.email, periods=[(date(2024, 1, 1), date(2024, 12, 31))])
    make_member(user=never, email=never.email)
    return [*make_voters(3), paid, late, never, make_user("stranger")]


def test_electorate_says_in_a_sentence_who_may_vote(electorate):
    assert str(electorate.sentence(cutoff=CUTOFF)).endswith(".")


def test_references_are_short_unique_text(electorate, people):
    refs = list(electorate.voter_refs(cutoff=CUTOFF))
    # One that editors cannot choose is there for rolls that exist already.
    assert refs or not electorate.is_offered
    assert all(isinstance(ref, str) and 0 < len(ref) <= 64 for ref in refs)
    assert len(set(refs)) == len(refs)
    assert sorted(electorate.voter_refs(cutoff=CUTOFF)) == sorted(refs)


def test_reference_is_no_user_id(electorate, people):
    for person in people:
        assert electorate.ref_for(user=person) != str(person.pk)


def test_nobody_signed_in_has_no_reference(electorate):
    assert electorate.ref_for(user=AnonymousUser()) is None


def test_reference_stays_the_same(electorate, people):
    first = [electorate.ref_for(user=person) for person in people]
    assert [electorate.ref_for(user=person) for person in people] == first
    known = [ref for ref in first if ref is not None]
    assert len(set(known)) == len(known)


def test_checks_say_for_each_rule_whether_it_is_met(electorate, people):
    for person in people:
        checks = electorate.checks(user=person, cutoff=CUTOFF)
        assert checks and all(isinstance(check, Check) for check in checks)
        for check in checks:
            assert str(check.rule).endswith(".") and type(check.passed) is bool
            assert not check.detail or str(check.detail).endswith((".", "!"))


def test_whoever_passes_every_check_is_on_the_roll(electorate, people):
    refs = set(electorate.voter_refs(cutoff=CUTOFF))
    for person in people:
        passes = all(check.passed for check in electorate.checks(user=person, cutoff=CUTOFF))
        assert (electorate.ref_for(user=person) in refs) == passes


def test_contacts_and_names_are_of_those_asked_for(electorate, people):
    refs = list(electorate.voter_refs(cutoff=CUTOFF))
    contacts, names = electorate.contacts(refs=refs), electorate.names(refs=refs)
    assert set(contacts) <= set(refs) and set(names) <= set(refs)
    assert all(isinstance(contact, Contact) and "@" in contact.email for contact in contacts.values())
    assert all(isinstance(name, str) and name for name in names.values())
    assert electorate.contacts(refs=[]) == {} and electorate.names(refs=[]) == {}


def test_members_are_at_least_those_on_the_roll(electorate, people):
    for cutoff in (CUTOFF, CUTOFF - timedelta(days=400)):
        members = electorate.members(cutoff=cutoff)
        assert members is None or members >= len(list(electorate.voter_refs(cutoff=cutoff)))


def test_people_are_found_under_a_reference_that_names_them(electorate, people):
    found = electorate.find(text="example.org", limit=50) + electorate.find(text="paid@example.org", limit=50)
    names = electorate.names(refs=[ref for ref, _name, _detail in found])
    for ref, name, detail in found:
        assert isinstance(ref, str) and 0 < len(ref) <= 64
        assert name and names[ref] == name
        assert isinstance(str(detail), str)
    assert found or not electorate.is_offered


def test_no_more_people_are_found_than_asked_for(electorate, people):
    assert len(electorate.find(text="paid@example.org", limit=1)) <= 1
    assert electorate.find(text="nobody of this name", limit=5) == []
