"""Whatever a list says: twice is once, undone is as before, and text is text."""

import csv
import io

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from members.importing import values
from members.importing.undoing import undo_run
from members.models import Chapter, Member
from tests.factories.members import make_tier
from tests.members.importing.making import NOW, bring_in, dry_run, roll

pytestmark = pytest.mark.django_db

TITLES = (
    "member_no", "nationbuilder_id", "email", "first_name", "last_name", "town", "language", "chapter",
    "tier", "starts_on", "expires_on", "canceled",
)  # fmt: skip
_few = st.sampled_from
_rows = st.tuples(
    _few(["", "1", "2", "3"]),
    _few(["", "", "11", "12"]),
    _few(["", "a@example.org", "A@example.org", "b@example.org", "a@example.org;c@example.org", "nobody"]),
    _few(["", "Ana", "Ben", "Anna Maria"]),
    _few(["", "Silva", "Lind"]),
    _few(["", "Ayer", "Groton"]),
    _few(["", "en", "es"]),
    _few(["", "north", "south", "north; south"]),
    _few(["", "regular", "friend"]),
    _few(["", "2026-01-01", "2026-06-01", "2027-01-01"]),
    _few(["", "2026-12-31", "2027-12-31"]),
    _few(["", "", "", "2026-08-01"]),
)
_lists = st.lists(_rows, min_size=1, max_size=5)
_options = st.fixed_dictionaries(
    {
        "addresses": _few(["add", "replace"]),
        "blank_clears": st.booleans(),
        "without_membership": _few(["skip", "add"]),
        "empty_last_day": _few(["refuse", "tier_period", "no_end"]),
        "whole_list": st.just(False),
    }
)
_calm = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def catalog():
    for code in ("regular", "friend"):
        make_tier(code=code)
    for code in ("north", "south"):
        Chapter.objects.create(code=code, name=code.title())


def text_of(rows, titles=TITLES):
    text = io.StringIO()
    csv.writer(text).writerows([titles, *rows])
    return text.getvalue()


class Undone(Exception):
    pass


@_calm
@given(first=_lists, second=_lists, options=_options)
def test_list_twice_is_once_and_undone_is_as_before(first, second, options):
    with pytest.raises(Undone), transaction.atomic():
        bring_in(text_of(first), **options)
        before = roll()
        planned = dry_run(text_of(second), **options)
        assert roll() == before
        run = bring_in(text_of(second), **options)
        assert (run.counts, run.fingerprint) == (planned.counts, planned.fingerprint)
        after = roll()
        again = bring_in(text_of(second), **options)
        assert "new" not in again.counts
        assert "changed" not in again.counts
        assert roll() == after
        assert undo_run(run=run, at=NOW).kept == []
        assert roll() == before
        raise Undone


@_calm
@given(st.text(max_size=40), st.text(max_size=40))
@example("", "0\x000")
def test_text_of_a_cell_is_stored_as_text(name, street):
    with pytest.raises(Undone), transaction.atomic():
        run = bring_in(text_of([("1", name, street)], ("member_no", "last_name", "street")))
        assert run.counts == {"new": 1}
        member = Member.objects.get()
        assert (member.last_name, member.street) == (values.text(name), values.text(street))
        raise Undone
