from datetime import date

import pytest
from django.core.exceptions import ValidationError

from candidates.models import Candidate, PublicElection, Race
from tests.factories.candidates import (
    make_candidacy,
    make_district,
    make_election,
    make_office,
    make_race,
)

pytestmark = pytest.mark.django_db


def problems(thing) -> set[str]:
    with pytest.raises(ValidationError) as refusal:
        thing.full_clean()
    return set(refusal.value.message_dict)


def test_race_takes_a_district_of_its_office():
    race = Race(election=make_election(), office=make_office(), district=make_district())
    assert problems(race) == {"district"}
    race.office = race.district.office
    race.full_clean()


def test_race_for_a_district_office_needs_the_district():
    assert problems(Race(election=make_election(), office=make_office())) == {"district"}


def test_race_for_a_statewide_office_has_no_district():
    office = make_office(is_statewide=True)
    Race(election=make_election(), office=office).full_clean()
    assert problems(Race(election=make_election(), office=office, district=make_district())) == {"district"}


def test_race_takes_a_district_that_exists_on_election_day():
    district = make_district(valid_to=date(2030, 12, 31))
    election = make_election(date=date(2032, 11, 2))
    assert problems(Race(election=election, office=district.office, district=district)) == {"district"}


@pytest.mark.parametrize("is_statewide", [True, False])
def test_same_race_twice_is_refused(is_statewide):
    office = make_office(is_statewide=is_statewide)
    district = None if is_statewide else make_district(office)
    race = make_race(office=office, district=district)
    again = Race(election=race.election, office=office, district=district)
    assert problems(again) == {"__all__"}
    again.party = "Democratic"
    again.full_clean()


def test_election_with_registration_after_it_is_refused():
    election = PublicElection(
        name="State", date=date(2026, 11, 3), kind="general", registration_deadline=date(2026, 11, 4)
    )
    assert problems(election) == {"registration_deadline"}


def test_same_person_twice_in_a_race_is_refused():
    first = make_candidacy()
    again = type(first)(candidate=first.candidate, race=first.race)
    assert problems(again) == {"__all__"}


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ada Okafor", "AO"),
        ("Inês Pereira-Gough", "IP"),
        ("Ploy", "P"),
        ("Willem van der Berg", "WB"),
        ("Ángel Ñúñez", "ÁÑ"),
    ],
)
def test_initials_are_those_of_the_first_and_the_last_name(name, initials):
    assert Candidate(name=name).initials == initials
