from datetime import UTC, datetime
from fractions import Fraction
from math import ceil, floor

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from voting.wording import (
    left_text,
    list_text,
    moment_text,
    number_text,
    plain_percent,
    share_text,
    threshold_text,
    votes_text,
)


@st.composite
def shares(draw):
    base = draw(st.integers(1, 6000))
    return Fraction(draw(st.integers(0, base)), base)


thresholds = st.one_of(
    st.sampled_from(
        [
            Fraction(60, 100),
            Fraction(2, 3),
            Fraction(1, 2),
            Fraction(3, 5),
            Fraction(6667, 10000),
            Fraction(1),
        ]
    ),
    st.fractions(min_value=Fraction(1, 10_000), max_value=1, max_denominator=10_000),
)


@given(share=shares(), threshold=thresholds)
def test_shown_share_stays_on_its_side_of_the_threshold(share, threshold):
    shown = Fraction(plain_percent(share, threshold)) / 100
    if share < threshold:
        assert shown < threshold
    elif share > threshold:
        assert shown > threshold


@given(share=shares(), threshold=thresholds)
def test_shown_share_is_within_a_tenth_of_a_percent(share, threshold):
    assert abs(Fraction(plain_percent(share, threshold)) / 100 - share) < Fraction(1, 1000)


@given(base=st.integers(1, 6000), threshold=thresholds)
def test_one_ballot_below_and_above_the_line_are_never_shown_on_it(base, threshold):
    below = ceil(threshold * base) - 1
    above = floor(threshold * base) + 1
    assert Fraction(plain_percent(Fraction(below, base), threshold)) / 100 < threshold
    if above <= base:
        assert Fraction(plain_percent(Fraction(above, base), threshold)) / 100 > threshold


@given(share=shares())
def test_nothing_and_everything_are_shown_only_when_true(share):
    shown = plain_percent(share)
    assert (shown == "0.0") == (share == 0)
    assert (shown == "100.0") == (share == 1)


@pytest.mark.parametrize(
    ("votes", "base", "shown"),
    [(60, 100, "60.0 %"), (59, 99, "59.6 %"), (3, 5, "60.0 %"), (1499, 2500, "59.9 %"), (1, 1, "100.0 %")],
)
def test_share_text_of_known_counts(votes, base, shown):
    assert share_text(Fraction(votes, base), Fraction(60, 100)) == shown


def test_share_text_follows_the_language():
    with translation.override("de"):
        assert share_text(Fraction(596, 1000)).startswith("59,6")


def test_spanish_numbers_are_those_of_the_united_states():
    with translation.override("es"):
        assert share_text(Fraction(596, 1000)).startswith("59.6")
        assert number_text(12_345) == "12,345"


def test_spanish_moment_names_day_hour_and_zone():
    moment = datetime(2022, 12, 10, 1, 0, tzinfo=UTC)
    with translation.override("es"):
        text = moment_text(moment).replace("\u00a0", " ")
    assert text == "viernes 9 de diciembre de 2022, 8 p. m., hora del este"


def test_threshold_that_is_no_whole_percentage_stays_a_fraction():
    assert threshold_text(Fraction(2, 3)) == "2/3"
    assert threshold_text(Fraction(60, 100)) == "60 %"


def test_moment_names_day_hour_and_zone(settings):
    moment = datetime(2022, 12, 10, 1, 0, tzinfo=UTC)
    assert moment_text(moment) == "Friday, December 9, 2022, 8 pm Eastern"


def test_moment_between_hours_shows_minutes():
    assert (
        moment_text(datetime(2022, 12, 9, 14, 30, tzinfo=UTC)) == "Friday, December 9, 2022, 9:30 am Eastern"
    )


def test_time_left_is_empty_once_it_has_passed():
    closes = datetime(2026, 12, 9, 12, tzinfo=UTC)
    assert left_text(closes, at=closes) == ""
    assert "3" in left_text(closes, at=datetime(2026, 12, 6, 12, tzinfo=UTC))


def test_names_are_joined_as_people_say_them():
    assert list_text(["Ada", "Ben", "Cora"]) == "Ada, Ben and Cora"
    assert list_text(["Ada"]) == "Ada"


@pytest.mark.parametrize(
    ("votes", "line", "text"),
    [
        (Fraction(1204), None, "1,204"),
        (Fraction(605, 2), None, "302.50"),
        (Fraction(416999, 1000), None, "417.00"),
        (Fraction(416999, 1000), Fraction(417), "416.99"),
        (Fraction(417001, 1000), Fraction(417), "417.01"),
        (Fraction(1, 100000), None, "0.01"),
        (Fraction(0), None, "0"),
    ],
)
def test_parts_of_votes_are_hundredths_that_stay_on_their_side_of_the_line(votes, line, text):
    assert votes_text(votes, line) == text
