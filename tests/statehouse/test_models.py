from datetime import date

import pytest
from django.core.exceptions import ValidationError

from statehouse.domain.offices import OFFICES, load_offices
from statehouse.models import District, Office
from tests.factories.candidates import make_district, make_office

pytestmark = pytest.mark.django_db


def test_offices_are_loaded_once_and_an_edited_one_stays():
    assert load_offices() == len(OFFICES)
    Office.objects.filter(code="mayor").update(name="Mayor of a city")
    assert load_offices() == 0
    assert Office.objects.get(code="mayor").name == "Mayor of a city"


def test_district_of_a_statewide_office_is_refused():
    district = District(
        office=make_office(is_statewide=True), name="North", slug="north", valid_from=date(2022, 1, 1)
    )
    with pytest.raises(ValidationError) as refusal:
        district.full_clean()
    assert set(refusal.value.message_dict) == {"office"}


def test_district_that_ends_before_it_starts_is_refused():
    district = make_district(valid_from=date(2022, 1, 1), valid_to=date(2021, 1, 1))
    with pytest.raises(ValidationError) as refusal:
        district.full_clean()
    assert set(refusal.value.message_dict) == {"valid_to"}


@pytest.mark.parametrize(
    ("day", "exists"),
    [
        (date(2021, 12, 31), False),
        (date(2022, 1, 1), True),
        (date(2031, 12, 31), True),
        (date(2032, 1, 1), False),
    ],
)
def test_district_is_valid_between_its_days(day, exists):
    make_district(valid_from=date(2022, 1, 1), valid_to=date(2031, 12, 31))
    assert District.objects.valid(on=day).exists() is exists
