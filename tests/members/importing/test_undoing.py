from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from members.domain.history import record_change
from members.importing.errors import RunNotApplied
from members.importing.undoing import undo_run
from members.models import (
    Chapter,
    Member,
    MemberChange,
    MemberEmail,
    Membership,
    MembershipClaim,
    Suspension,
)
from tests.factories.members import make_member, make_tier, make_user
from tests.factories.voting import make_vote
from tests.members.importing.making import NOW, bring_in, roll, start
from voting.models import VoterRollEntry

pytestmark = pytest.mark.django_db

FIRST = (
    "member_no,nationbuilder id,first_name,email,town,chapter,tier,starts_on,expires_on\n"
    "1,11,Ana,ana@example.org,Ayer,north,regular,2026-01-01,2026-12-31\n"
)
SECOND = (
    "member_no,civicrm_id,first_name,email,town,chapter,tier,starts_on,expires_on,canceled\n"
    "1,21,Anna,anna@example.org,Groton,south,regular,2026-01-01,2027-12-31,2026-08-01\n"
)


@pytest.fixture(autouse=True)
def catalog():
    make_tier(code="regular")
    for code in ("north", "south"):
        Chapter.objects.create(code=code, name=code.title())


def test_undo_gives_back_everything_that_a_row_changed():
    bring_in(FIRST, on=date(2026, 1, 1))
    before = roll()
    run = bring_in(SECOND, addresses="replace")
    assert roll() != before
    undone = undo_run(run=run, at=NOW)
    assert (undone.restored, undone.kept) == (1, [])
    assert roll() == before
    assert [change.source for change in MemberChange.objects.order_by("pk")] == [
        f"import:{run.pk}",
        f"undo:{run.pk}",
    ]


def test_undo_takes_a_new_member_away_whole():
    before = roll()
    run = bring_in(FIRST)
    assert undo_run(run=run, at=NOW).removed == 1
    assert roll() == before
    run.refresh_from_db()
    assert (run.state, run.rows.get().member) == ("undone", None)


def test_undo_takes_away_the_rows_of_one_member_in_their_order():
    before = roll()
    run = bring_in(
        "member_no,tier,starts_on,expires_on,canceled\n"
        "1,regular,2025-01-01,2025-12-31,\n1,regular,2026-01-01,2026-12-31,\n1,,,,2026-05-01\n"
    )
    assert Membership.objects.filter(cancelled_on=date(2026, 5, 1)).count() == 1
    undone = undo_run(run=run, at=NOW)
    assert (undone.removed, undone.restored, undone.kept) == (1, 2, [])
    assert roll() == before


def sign_in(member):
    Member.objects.filter(pk=member.pk).update(user=make_user())


def rename(member):
    Member.objects.filter(pk=member.pk).update(town="Elsewhere")


def renew(member):
    Membership.objects.create(
        member=member, tier=make_tier(), starts_on=date(2028, 1, 1), expires_on=None, source="office"
    )


def cancel(member):
    Membership.objects.filter(member=member).update(cancelled_on=date(2026, 7, 1))


def add_address(member):
    MemberEmail.objects.create(member=member, address="more@example.org", is_primary=False)


def suspend(member):
    Suspension.objects.create(member=member, starts_on=date(2026, 7, 1))


def claim(member):
    MembershipClaim.objects.create(member=member, user=make_user(), made_at=NOW)


def correct(member):
    record_change(member=member, at=NOW, actor=None, source="correction", changes={"town": ("a", "b")})


def edit(member):
    ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Member),
        object_id=member.pk,
        label="x",
        action="wagtail.edit",
        timestamp=NOW,
    )


def vote(member):
    VoterRollEntry.objects.create(member_vote=make_vote(), voter_ref=str(member.ref), salt=b"0" * 16)


@pytest.mark.parametrize(
    "happen", [sign_in, rename, renew, cancel, add_address, suspend, claim, correct, edit, vote]
)
def test_new_member_to_whom_something_happened_stays_and_the_row_says_why(happen):
    run = bring_in(FIRST)
    happen(Member.objects.get())
    before = roll()
    undone = undo_run(run=run, at=NOW)
    assert (undone.removed, len(undone.kept)) == (0, 1)
    assert roll() == before
    assert run.rows.get().problems[0]["message"] == undone.kept[0][2]


@pytest.mark.parametrize("happen", [rename, cancel])
def test_changed_member_who_was_changed_again_stays(happen):
    bring_in(FIRST)
    run = bring_in(SECOND)
    happen(Member.objects.get())
    before = roll()
    assert undo_run(run=run, at=NOW).kept == [(2, "1", "The member was changed since.")]
    assert roll() == before


def test_imports_are_undone_the_last_one_first():
    before = roll()
    first, second = bring_in(FIRST), bring_in(SECOND)
    assert "later import" in undo_run(run=first, at=NOW).kept[0][2]
    first.refresh_from_db()
    first.state = "applied"
    first.save()
    assert undo_run(run=second, at=NOW).kept == []
    assert undo_run(run=first, at=NOW).kept == []
    assert roll() == before


def test_undo_of_what_was_not_applied_is_refused():
    run = start(FIRST)
    with pytest.raises(RunNotApplied):
        undo_run(run=run, at=NOW)
    run = bring_in(FIRST)
    undo_run(run=run, at=NOW)
    with pytest.raises(RunNotApplied):
        undo_run(run=run, at=NOW)


def test_undo_leaves_everybody_else_alone():
    other = make_member(email="other@example.org")
    before = roll()
    run = bring_in(FIRST)
    undo_run(run=run, at=NOW)
    assert roll() == before
    assert Member.objects.get() == other


@pytest.mark.parametrize("number", [3, 30])
def test_number_of_queries_of_an_undo_does_not_grow(number, django_assert_max_num_queries):
    text = "member_no,email\n" + "".join(f"{each},m{each}@example.org\n" for each in range(number))
    run = bring_in(text)
    with django_assert_max_num_queries(70):
        undo_run(run=run, at=NOW)
