from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.importing.periods import NOTHING, Contradiction, Period, Settled, end_on, settle

JAN_1, DEC_31 = date(2026, 1, 1), date(2026, 12, 31)
NEXT_JAN_1, NEXT_DEC_31 = date(2027, 1, 1), date(2027, 12, 31)
JUNE_1 = date(2026, 6, 1)
YEAR = Period(1, JAN_1, DEC_31, pk=1)
NEXT_YEAR = Period(1, NEXT_JAN_1, NEXT_DEC_31, pk=2)


@pytest.mark.parametrize(
    ("known", "said", "settled"),
    [
        ([], Period(1, JAN_1, DEC_31), Settled(add=Period(1, JAN_1, DEC_31))),
        ([YEAR], Period(1, JAN_1, DEC_31), NOTHING),
        ([YEAR], Period(1, NEXT_JAN_1, NEXT_DEC_31), Settled(add=Period(1, NEXT_JAN_1, NEXT_DEC_31))),
        # The list goes on from the first day: what is added is the renewal.
        ([YEAR], Period(1, JAN_1, NEXT_DEC_31), Settled(add=Period(1, NEXT_JAN_1, NEXT_DEC_31))),
        ([YEAR], Period(2, JAN_1, NEXT_DEC_31), Settled(add=Period(2, NEXT_JAN_1, NEXT_DEC_31))),
        ([YEAR], Period(1, JAN_1, None), Settled(add=Period(1, NEXT_JAN_1, None))),
        ([YEAR, NEXT_YEAR], Period(1, JAN_1, NEXT_DEC_31), NOTHING),
        # An older list: the end it knows is on the roll.
        ([YEAR, NEXT_YEAR], Period(1, JAN_1, DEC_31), NOTHING),
        # Paid early.
        ([YEAR], Period(1, JUNE_1, NEXT_DEC_31), Settled(add=Period(1, JUNE_1, NEXT_DEC_31))),
        # Another time before.
        ([NEXT_YEAR], Period(1, JAN_1, DEC_31), Settled(add=Period(1, JAN_1, DEC_31))),
        ([YEAR], Period(1, JAN_1, DEC_31, JUNE_1), Settled(cancel=((YEAR, JUNE_1),))),
        ([replace(YEAR, canceled=JUNE_1)], Period(1, JAN_1, DEC_31, JUNE_1), NOTHING),
        ([], Period(1, JAN_1, DEC_31, JAN_1), NOTHING),
    ],
)
def test_settling_adds_and_ends_and_never_overwrites(known, said, settled):
    assert settle(known, said) == settled


@pytest.mark.parametrize(
    ("known", "said", "sentence"),
    [
        ([YEAR], Period(1, JAN_1, JUNE_1), "goes from 2026-01-01 to 2026-12-31"),
        ([YEAR], Period(2, JAN_1, DEC_31), "is of another kind"),
        ([YEAR], Period(1, date(2025, 6, 1), DEC_31), "goes from 2026-01-01"),
        ([YEAR], Period(1, JUNE_1, date(2026, 7, 1)), "goes from 2026-01-01"),
        ([replace(YEAR, last=None)], Period(1, JAN_1, DEC_31), "to …"),
        ([replace(YEAR, canceled=JUNE_1)], Period(1, JAN_1, DEC_31), "was canceled on 2026-06-01"),
        ([replace(YEAR, canceled=JUNE_1)], Period(1, JAN_1, NEXT_DEC_31), "was canceled on 2026-06-01"),
        ([replace(YEAR, canceled=JAN_1)], Period(1, JAN_1, NEXT_DEC_31), "was canceled on 2026-01-01"),
    ],
)
def test_contradiction_is_said_and_settles_nothing(known, said, sentence):
    with pytest.raises(Contradiction, match=sentence):
        settle(known, said)


def test_ending_cancels_what_runs_and_what_is_to_come():
    over = Period(1, date(2025, 1, 1), date(2025, 12, 31), pk=3)
    assert end_on([over, YEAR, NEXT_YEAR], JUNE_1).cancel == ((YEAR, JUNE_1), (NEXT_YEAR, NEXT_JAN_1))


_days = st.dates(JAN_1, date(2026, 1, 12))
_periods = st.builds(
    lambda tier, first, length, canceled: Period(
        tier, first, None if length is None else first + timedelta(length), canceled
    ),
    st.integers(1, 2),
    _days,
    st.none() | st.integers(0, 8),
    st.none() | _days,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_periods, max_size=4), _periods)
def test_what_is_settled_is_settled(known, said):
    known = [replace(row, pk=number) for number, row in enumerate(known)]
    try:
        settled = settle(known, said)
    except Contradiction:
        return
    ends = dict(settled.cancel)
    assert all(row.canceled is None for row in ends)
    after = [replace(row, canceled=ends.get(row, row.canceled)) for row in known]
    if settled.add:
        assert settled.add.last is None or settled.add.first <= settled.add.last
        after.append(settled.add)
    assert settle(after, said) == NOTHING
