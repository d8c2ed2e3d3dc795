"""Two records become one, and nothing is lost on the way."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from members.domain.errors import (
    LoginFrozen,
    OwnRecord,
    PlaceInVote,
    PlacesInVote,
    RecordGone,
    SameRecord,
    UnknownChoice,
)
from members.domain.merging import merge_members, plan_merge
from members.models import (
    Chapter,
    ChapterMembership,
    ExternalId,
    ImportRow,
    ImportRun,
    Member,
    MemberChange,
    MemberEmail,
    Suspension,
    User,
)
from tests.factories.members import YEAR_2026, make_member, make_user
from tests.factories.voting import make_vote
from voting.api import electorates
from voting.domain.casting import cast_ballot
from voting.domain.personal_data import voting_data_of
from voting.domain.standing import voter_statuses
from voting.models import Appeal, Erasure, MemberVote, State, VoterRollEntry

pytestmark = pytest.mark.django_db
NOW = timezone.now()
YEAR_2025 = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture
def keep():
    member = make_member(name="Ana Silveira", email="ana@example.org", periods=[YEAR_2026])
    Member.objects.filter(pk=member.pk).update(town="Lowell")
    return Member.objects.get(pk=member.pk)


@pytest.fixture
def absorb():
    member = make_member(name="Anna Silveira", email="anna@example.net", periods=[YEAR_2025])
    Member.objects.filter(pk=member.pk).update(
        street="12 Elm Street", postal_code="01852", phone="617 555 0100", do_not_contact=True
    )
    return Member.objects.get(pk=member.pk)


def _merge(keep, absorb, by, **choices):
    return merge_members(keep=keep, absorb=absorb, by=by, at=NOW, **choices)


def _vote(*members, state=State.OPEN):
    """A vote that has these members, and nobody else of the members' roll, on its own."""
    vote = make_vote(state=state)
    for member in members:
        VoterRollEntry.objects.create(member_vote=vote, voter_ref=str(member.ref), salt=b"s" * 16)
    return vote


def test_merge_leaves_one_record_with_everything(keep, absorb, operator):
    chapter = Chapter.objects.create(code="boston", name="Boston")
    ChapterMembership.objects.create(member=absorb, chapter=chapter, starts_on=date(2025, 1, 1))
    ExternalId.objects.create(member=absorb, system="nationbuilder", value="4711")
    Suspension.objects.create(member=absorb, starts_on=date(2025, 5, 1), reason="Fees")
    MemberEmail.objects.create(member=absorb, address="ANA@example.org", is_primary=False)
    MemberChange.objects.create(member=absorb, at=NOW, source="office", changes={"town": ["", "Lynn"]})
    run = ImportRun.objects.create(format="csv", started_at=NOW)
    ImportRow.objects.create(run=run, number=2, outcome="new", member=absorb)
    number = absorb.member_no

    merged = _merge(keep, absorb, operator)

    assert [member.pk for member in Member.objects.all()] == [keep.pk]
    assert {row.starts_on for row in merged.memberships.all()} == {YEAR_2025[0], YEAR_2026[0]}
    assert merged.suspensions.get().reason == "Fees"
    assert merged.chapter_memberships.get().chapter == chapter
    assert merged.external_ids.get().value == "4711"
    # The import can no longer be undone for a record that is gone.
    assert ImportRow.objects.get(run=run).member is None
    assert merged.merged_records.get().member_no == number
    assert {change.source for change in merged.changes.all()} == {"office", "merge"}
    assert [(email.address, email.is_primary) for email in merged.emails.all()] == [
        ("ana@example.org", True),
        ("anna@example.net", False),
    ]


def test_merge_fills_empty_fields_and_keeps_the_others(keep, absorb, operator):
    merged = _merge(keep, absorb, operator)
    assert merged.first_name == "Ana"
    assert merged.phone == "617 555 0100"
    # An address is one thing: half of each would be nobody's.
    assert (merged.street, merged.town) == ("", "Lowell")


def test_merge_takes_what_was_chosen(keep, absorb, operator):
    number = absorb.member_no
    merged = _merge(keep, absorb, operator, take=["name", "address", "member_no"])
    assert merged.first_name == "Anna"
    assert (merged.street, merged.postal_code, merged.town) == ("12 Elm Street", "01852", "")
    assert merged.member_no == number


def test_merge_keeps_the_wish_not_to_be_contacted(keep, absorb, operator):
    assert _merge(keep, absorb, operator).do_not_contact


def test_merge_refuses_an_unknown_choice(keep, absorb, operator):
    with pytest.raises(UnknownChoice):
        _merge(keep, absorb, operator, take=["is_demo"])


def test_merge_is_in_the_history_with_what_changed(keep, absorb, operator):
    number = absorb.member_no
    change = _merge(keep, absorb, operator).changes.get(source="merge")
    assert change.actor == operator
    assert change.changes["merged"] == ["", number]
    assert change.changes["phone"] == ["", "617 555 0100"]


def test_plan_changes_nothing(keep, absorb, operator):
    plan = plan_merge(keep=keep, absorb=absorb, by=operator, at=NOW)
    assert not plan.obstacles
    assert plan.emails == ["anna@example.net"]
    assert Member.objects.count() == 2


def test_suspension_is_not_lifted_by_merging(keep, absorb, operator):
    today = timezone.localdate()
    Suspension.objects.create(member=absorb, starts_on=today - timedelta(1))
    merged = _merge(keep, absorb, operator)
    assert not Member.objects.in_good_standing(on=today).filter(pk=merged.pk).exists()


def test_record_does_not_merge_with_itself(keep, operator):
    with pytest.raises(SameRecord):
        _merge(keep, keep, operator)


@pytest.mark.parametrize("side", ["keep", "absorb"])
def test_nobody_merges_the_own_record(keep, absorb, operator, side):
    Member.objects.filter(pk={"keep": keep, "absorb": absorb}[side].pk).update(user=operator)
    with pytest.raises(OwnRecord):
        _merge(keep, absorb, operator)


# --- logins -------------------------------------------------------------------------------------


def test_only_login_goes_over(keep, absorb, operator):
    user = make_user()
    Member.objects.filter(pk=absorb.pk).update(user=user)
    assert _merge(keep, absorb, operator).user == user


@pytest.mark.parametrize("login", ["keep", "absorb"])
def test_one_of_two_logins_stays_and_the_other_belongs_to_no_member(keep, absorb, operator, login):
    users = {"keep": make_user(), "absorb": make_user()}
    Member.objects.filter(pk=keep.pk).update(user=users["keep"])
    Member.objects.filter(pk=absorb.pk).update(user=users["absorb"])
    assert _merge(keep, absorb, operator, login=login).user == users.pop(login)
    [left] = users.values()
    left.refresh_from_db()
    assert not hasattr(left, "member")


# --- votes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.COUNTED, State.CERTIFIED])
def test_record_on_the_roll_of_a_vote_that_is_not_over_does_not_go(keep, absorb, operator, state):
    _vote(absorb, state=state)
    with pytest.raises(PlaceInVote):
        _merge(keep, absorb, operator)
    # The other way round she keeps her place.
    merged = _merge(absorb, keep, operator)
    assert VoterRollEntry.objects.filter(voter_ref=str(merged.ref)).count() == 1


def test_two_records_on_one_roll_are_not_merged_so_nobody_has_two_ballots(keep, absorb, operator):
    _vote(keep, absorb)
    for one, other in ((keep, absorb), (absorb, keep)):
        with pytest.raises(PlacesInVote):
            _merge(one, other, operator)
    assert Member.objects.count() == 2


def test_record_that_stays_keeps_its_place_and_its_ballot(keep, absorb, operator):
    vote = _vote(keep)
    cast_ballot(member_vote_id=vote.pk, voter_ref=str(keep.ref), selections={"race": "a"})
    merged = _merge(keep, absorb, operator)
    assert vote.participations.filter(voter_ref=str(merged.ref)).count() == 1


def test_merged_record_is_once_on_the_roll_of_a_vote_that_opens_later(keep, absorb, operator):
    refs = electorates.get("good_standing").voter_refs(cutoff=date(2026, 6, 1))
    assert refs == [str(keep.ref)]
    merged = _merge(keep, absorb, operator)
    for day in (date(2025, 6, 1), date(2026, 6, 1)):
        assert electorates.get("good_standing").voter_refs(cutoff=day) == [str(merged.ref)]


def test_past_vote_names_the_member_behind_a_merged_record(keep, absorb, operator):
    vote = _vote(absorb, state=State.PUBLISHED)
    old = str(absorb.ref)
    merged = _merge(keep, absorb, operator)
    assert electorates.get("good_standing").names(refs=[old]) == {old: merged.name}
    # Her place in it is not erased: she is still there.
    assert vote.roll.filter(voter_ref=old).exists()
    assert not Erasure.objects.exists()


def test_erasing_the_member_erases_the_merged_record_too(keep, absorb, operator):
    _vote(absorb, state=State.PUBLISHED)
    old = str(absorb.ref)
    _merge(keep, absorb, operator).delete()
    assert list(Erasure.objects.values_list("voter_ref", flat=True)) == [old]


def test_merged_record_does_not_go_while_a_vote_knows_what_it_absorbed(keep, absorb, operator):
    third = make_member(name="A Silveira")
    vote = _vote(absorb, state=State.PUBLISHED)
    merged = _merge(keep, absorb, operator)
    type(vote).objects.filter(pk=vote.pk).update(state=State.CERTIFIED)
    with pytest.raises(PlaceInVote):
        _merge(third, merged, operator)


def test_login_does_not_change_while_a_vote_is_open_to_the_member(keep, absorb, operator):
    _vote(keep)
    Member.objects.filter(pk=absorb.pk).update(user=make_user())
    with pytest.raises(LoginFrozen):
        _merge(keep, absorb, operator)


def test_own_login_stays_while_a_vote_is_open(keep, absorb, operator):
    _vote(keep)
    mine = make_user()
    Member.objects.filter(pk=keep.pk).update(user=mine)
    Member.objects.filter(pk=absorb.pk).update(user=make_user())
    assert _merge(keep, absorb, operator).user == mine


def test_concurrent_merge_finds_the_record_gone(keep, absorb, operator):
    _merge(keep, absorb, operator)
    with pytest.raises(RecordGone):
        _merge(keep, absorb, operator)


# --- who hears of it ----------------------------------------------------------------------------


def test_addresses_of_both_records_hear_of_the_merge(
    keep, absorb, operator, mailoutbox, django_capture_on_commit_callbacks
):
    Member.objects.filter(pk=absorb.pk).update(user=make_user())
    with django_capture_on_commit_callbacks(execute=True):
        _merge(keep, absorb, operator)
    told = {(mail.to[0], mail.subject.partition(" of ")[0]) for mail in mailoutbox}
    assert ("ana@example.org", "The addresses") in told
    assert ("anna@example.net", "The addresses") in told
    assert any("new sign-in" in mail.subject and mail.to == ["ana@example.org"] for mail in mailoutbox)


def test_record_with_an_appeal_in_a_vote_that_is_open_does_not_go(keep, absorb, operator):
    vote = _vote()
    Appeal.objects.create(member_vote=vote, voter_ref=str(absorb.ref), text="Me", made_on=date(2026, 6, 1))
    with pytest.raises(PlaceInVote):
        _merge(keep, absorb, operator)


def test_past_votes_of_a_merged_record_are_in_the_data_of_the_member(keep, absorb, operator):
    vote = _vote(absorb)
    MemberVote.objects.filter(pk=vote.pk).update(electorate="good_standing")
    cast_ballot(member_vote_id=vote.pk, voter_ref=str(absorb.ref), selections={"race": "a"})
    MemberVote.objects.filter(pk=vote.pk).update(state=State.PUBLISHED)
    vote.refresh_from_db()
    user = make_user()
    Member.objects.filter(pk=keep.pk).update(user=user)
    old = str(absorb.ref)
    _merge(keep, absorb, operator)
    user = User.objects.get(pk=user.pk)
    [entry] = voting_data_of(user=user)["votes"]
    assert (entry["references"], entry["took_part"]) == ([old], True)
    assert voter_statuses(member_votes=[vote], user=user)[vote.pk].kind == "voted"
