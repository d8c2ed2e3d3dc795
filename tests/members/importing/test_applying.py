from datetime import date

import pytest

from members.importing.errors import RollHasChanged, RunIsOver
from members.importing.running import apply_run, discard_run, plan_run
from members.importing.undoing import undo_run
from members.models import ImportRow, ImportUpload, Member, MemberChange, Membership
from tests.factories.members import make_member, make_tier
from tests.members.importing.making import NOW, TODAY, bring_in, dry_run, outcomes, problems, roll, start

pytestmark = pytest.mark.django_db

LIST = """member_no,first_name,last_name,email,town,tier,starts_on,expires_on
1001,Ana,Silva,ana@example.org,Ayer,regular,2026-01-01,2026-12-31
1002,Ben,Lind,ben@example.org,Groton,regular,2026-02-01,2027-01-31
"""


@pytest.fixture(autouse=True)
def regular():
    return make_tier(code="regular")


def test_list_brings_members_with_everything_it_says():
    run = bring_in(LIST)
    assert outcomes(run) == {"new": 2}
    ana = Member.objects.get(member_no="1001")
    assert (ana.first_name, ana.last_name, ana.town, ana.primary_email) == (
        "Ana",
        "Silva",
        "Ayer",
        "ana@example.org",
    )
    membership = ana.memberships.get()
    assert (membership.starts_on, membership.expires_on) == (date(2026, 1, 1), date(2026, 12, 31))
    assert membership.source == f"import:{run.pk}"
    assert run.state == "applied"
    assert not ImportUpload.objects.exists()


def test_second_run_of_the_same_list_changes_nothing():
    bring_in(LIST)
    before = roll()
    run = bring_in(LIST)
    assert outcomes(run) == {"unchanged": 2}
    assert roll() == before
    assert not MemberChange.objects.exists()


def test_dry_run_writes_nothing_on_the_roll_and_shows_every_field():
    bring_in(LIST)
    before = roll()
    run = start(LIST.replace("Ayer", "Shirley"))
    plan_run(run=run, on=TODAY)
    assert outcomes(run) == {"changed": 1, "unchanged": 1}
    assert run.rows.get().changes == {"town": ["Ayer", "Shirley"]}
    assert roll() == before


def test_applying_keeps_the_history_of_what_changed():
    bring_in(LIST)
    run = bring_in(LIST.replace("Ayer", "Shirley"))
    change = MemberChange.objects.get()
    assert (change.source, change.changes) == (f"import:{run.pk}", {"town": ["Ayer", "Shirley"]})
    assert Member.objects.get(member_no="1001").town == "Shirley"


def test_applying_stops_when_the_roll_is_not_that_of_the_dry_run():
    run = start(LIST)
    plan_run(run=run, on=TODAY)
    make_member(email="ana@example.org", name="Ana Silva")
    before = roll()
    with pytest.raises(RollHasChanged):
        apply_run(run=run, at=NOW, on=TODAY)
    assert roll() == before


def test_run_is_applied_once():
    run = bring_in(LIST)
    with pytest.raises(RunIsOver):
        apply_run(run=run, at=NOW, on=TODAY)


def test_discarding_lets_go_of_file_and_rows():
    run = start(LIST)
    plan_run(run=run, on=TODAY)
    discard_run(run=run, at=NOW)
    assert not ImportUpload.objects.exists()
    assert not ImportRow.objects.exists()
    assert run.counts == {"new": 2}
    with pytest.raises(RunIsOver):
        plan_run(run=run, on=TODAY)


def test_renewal_is_another_row():
    bring_in(LIST)
    run = bring_in(LIST.replace("2026-01-01,2026-12-31", "2026-01-01,2027-12-31"))
    assert outcomes(run) == {"changed": 1, "unchanged": 1}
    periods = Membership.objects.filter(member__member_no="1001").order_by("starts_on")
    assert list(periods.values_list("starts_on", "expires_on")) == [
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 12, 31)),
    ]


def test_contradiction_is_reported_and_changes_nothing():
    bring_in(LIST)
    before = roll()
    run = bring_in(LIST.replace("2026-01-01,2026-12-31", "2026-01-01,2026-10-31"))
    assert outcomes(run) == {"refused": 1, "unchanged": 1}
    assert problems(run) == [
        (2, "expires_on", "On the roll this membership goes from 2026-01-01 to 2026-12-31.")
    ]
    assert roll() == before


def test_member_without_number_gets_one_of_ours():
    bring_in("email\nana@example.org\nben@example.org\n")
    assert list(Member.objects.order_by("pk").values_list("member_no", flat=True)) == ["R-1", "R-2"]
    bring_in("email\ncy@example.org\n")
    assert Member.objects.filter(member_no="R-3").exists()


def test_number_of_ours_gives_way_to_one_of_the_organization():
    bring_in("email,first_name\nana@example.org,Ana\n")
    bring_in("member_no,email,first_name\n1001,ana@example.org,Ana\n")
    assert Member.objects.get().member_no == "1001"


def test_undo_restores_the_roll():
    bring_in(LIST)
    before = roll()
    run = bring_in(
        LIST.replace("Ayer", "Shirley").replace("2026-12-31", "2027-12-31")
        + "1003,Cy,Moon,cy@example.org,Ashby,regular,2026-03-01,2027-02-28\n"
    )
    assert roll() != before
    undone = undo_run(run=run, at=NOW)
    assert (undone.removed, undone.restored, undone.kept) == (1, 1, [])
    assert roll() == before


def test_nothing_is_deleted_when_somebody_is_gone_from_the_list():
    bring_in(LIST)
    before = roll()
    run = dry_run(LIST[: LIST.index("1002")])
    assert outcomes(run) == {"unchanged": 1, "vanished": 1}
    assert run.rows.get(outcome="vanished").member.member_no == "1002"
    assert roll() == before
