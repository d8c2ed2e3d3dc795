import pytest

from members.models import Chapter, ChapterMembership, ExternalId, Member, MemberEmail
from members.models.office import MergedRecord
from tests.factories.members import YEAR_2026, make_member, make_tier
from tests.members.importing.making import NOW, bring_in, dry_run, outcomes, problems, roll

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def regular():
    return make_tier(code="regular")


def ana(**fields):
    member = make_member(name="Ana Silva", email="ana@example.org")
    Member.objects.filter(pk=member.pk).update(member_no="1001", **fields)
    return Member.objects.get(pk=member.pk)


@pytest.mark.parametrize(
    "row",
    [
        "1001,,,,",
        "1001,77,ana@example.org,Ana,Silva",
        ",,ANA@Example.org,Ana,Silva",
        ",,ana@example.org,,",
        ",,ana@example.org,Ana Maria,Other",
        ",,ana@example.org,,Silva",
        ",,ana@example.org,ANÁ,",
    ],
)
def test_row_finds_the_member(row):
    member = ana()
    run = dry_run(f"member_no,nationbuilder id,email,first_name,last_name\n{row}\n")
    assert outcomes(run).keys() <= {"changed", "unchanged"}
    assert all(found.member == member for found in run.rows.all())


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("1002,,ana@example.org,Ana,Silva", "On the roll this person has the number 1001."),
        (",,ana@example.org,Zoe,Silva", "whose name is another"),
        (",,ana@example.org,,Moon", "whose name is another"),
        (",,both@example.org,,", "The address is of two members"),
        ("1001,88,,,", "The numbers are of two members"),
        ("1001,99,,,", "has the nationbuilder number 77"),
        ("1001,,zoe@example.org,Ana,Silva", None),
        (
            "1001,,zoe@example.org,Zoe,Moon",
            "The number is of Ana Silva (1001), but the address is of Zoe Moon",
        ),
        ("1001,,zoe@example.org,,", "but the address is of"),
    ],
)
def test_row_that_does_not_go_together_is_ambiguous(row, sentence):
    member = ana()
    zoe = make_member(name="Zoe Moon", email="zoe@example.org")
    ExternalId.objects.create(member=zoe, system="nationbuilder", value="88")
    ExternalId.objects.create(member=member, system="nationbuilder", value="77")
    for each in (member, zoe):
        MemberEmail.objects.create(member=each, address="both@example.org", is_primary=False)
    before = roll()
    run = bring_in(f"member_no,nationbuilder id,email,first_name,last_name\n{row}\n")
    if sentence is None:
        # The name says that the number is right: the two share an address from now on.
        assert outcomes(run) == {"changed": 1}
        return
    assert outcomes(run) == {"ambiguous": 1}
    assert sentence in problems(run)[0][2]
    assert roll() == before


def test_address_alone_is_enough_where_an_option_says_so():
    ana()
    row = "email,first_name\nana@example.org,Zoe\n"
    assert outcomes(dry_run(row)) == {"ambiguous": 1}
    assert outcomes(dry_run(row, address_is_enough=True)) == {"changed": 1}


def test_number_of_a_merged_record_finds_who_stayed():
    member = ana()
    MergedRecord.objects.create(member=member, ref=make_member().ref, member_no="0999", at=NOW)
    run = dry_run("member_no,first_name\n0999,Ana\n")
    assert outcomes(run) == {"unchanged": 1}


def test_two_people_with_numbers_may_share_an_address_and_it_is_listed():
    text = "member_no,first_name,email\n1,Marisol,home@example.org\n2,Lázaro,home@example.org\n"
    run = bring_in(text)
    assert outcomes(run) == {"new": 2}
    assert run.notes == [
        {
            "message": "1 row has an address that is another member's too. It will sign in neither.",
            "rows": [3],
        }
    ]
    assert outcomes(bring_in(text)) == {"unchanged": 2}


def test_two_people_without_numbers_are_not_told_apart_by_guess():
    run = bring_in("first_name,email\nMarisol,home@example.org\nLázaro,home@example.org\n")
    assert outcomes(run) == {"new": 1, "ambiguous": 1}


def test_row_that_is_there_twice_is_listed_and_written_once():
    run = bring_in("member_no,first_name\n1,Ana\n1,Ana\n1,Zoe\n")
    assert outcomes(run) == {"new": 1, "unchanged": 1, "refused": 1}
    assert problems(run) == [
        (3, "", "Row 2 is about the same member."),
        (4, "", "Row 2 is about the same member and says something else: first_name."),
    ]


def test_list_of_payments_has_a_row_for_each_period():
    text = (
        "member_no,tier,starts_on,expires_on\n"
        "1,regular,2024-01-01,2024-12-31\n1,regular,2025-01-01,2025-12-31\n1,regular,2026-01-01,2026-12-31\n"
    )
    assert outcomes(bring_in(text)) == {"new": 1, "changed": 2}
    assert Member.objects.get().memberships.count() == 3
    assert outcomes(bring_in(text)) == {"unchanged": 3}


def test_people_without_an_address_are_listed():
    run = dry_run("member_no,email\n1,\n2,b@example.org\n3,\n")
    assert run.notes[0] == {
        "message": "2 people have no e-mail address and cannot sign in by a link.",
        "rows": [2, 4],
    }


def test_rows_of_different_lots_know_of_each_other(monkeypatch):
    """The file is read some rows at a time; who was named in an earlier lot is known in a later one."""
    monkeypatch.setattr("members.importing.plan._AT_A_TIME", 1)
    text = (
        "member_no,nationbuilder id,email,first_name,tier,starts_on,expires_on\n"
        "1,,ana@example.org,Ana,regular,2026-01-01,2026-12-31\n"
        "1,,ana@example.org,Ana,regular,2027-01-01,2027-12-31\n"
        "1,77,ana@example.org,Ana,,,\n"
        ",,ana@example.org,Zoe,,,\n"
    )
    planned = dry_run(text)
    written = bring_in(text)
    assert outcomes(planned) == outcomes(written) == {"new": 1, "changed": 1, "refused": 1, "ambiguous": 1}
    assert planned.fingerprint == written.fingerprint
    assert Member.objects.get().memberships.count() == 2


def test_members_who_are_not_in_the_list_are_reported():
    here, gone = (make_member(periods=[YEAR_2026]) for _ in range(2))
    lapsed = make_member(periods=[(YEAR_2026[0].replace(year=2020), YEAR_2026[1].replace(year=2020))])
    text = f"member_no\n{here.member_no}\n"
    run = dry_run(text)
    assert outcomes(run) == {"unchanged": 1, "vanished": 1}
    assert [row.member for row in run.rows.all()] == [gone]
    assert outcomes(dry_run(text, whole_list=False)) == {"unchanged": 1}
    assert lapsed.memberships.count() == 1


def test_member_whose_row_is_refused_has_not_vanished():
    member = make_member(periods=[YEAR_2026])
    run = dry_run(f"member_no,language\n{member.member_no},Klingon\n")
    assert outcomes(run) == {"refused": 1}


@pytest.mark.parametrize("number", [5, 40])
def test_number_of_queries_does_not_grow_with_the_rows(number, django_assert_max_num_queries):
    make_tier(code="regular")
    text = "member_no,email,tier,starts_on,expires_on\n" + "".join(
        f"{each},m{each}@example.org,regular,2026-01-01,2026-12-31\n" for each in range(number)
    )
    with django_assert_max_num_queries(60):
        bring_in(text)
    with django_assert_max_num_queries(60):
        bring_in(text.replace("@example.org", "@example.com").replace("-12-31", "-12-30"))


def test_chapter_moves_the_member_and_keeps_the_old_time():
    north = Chapter.objects.create(code="north", name="North Shore")
    south = Chapter.objects.create(code="south", name="South Shore")
    bring_in("member_no,chapter\n1,north\n", on=YEAR_2026[0])
    text = "member_no,chapter\n1,South Shore\n"
    assert outcomes(bring_in(text)) == {"changed": 1}
    assert outcomes(bring_in(text)) == {"unchanged": 1}
    periods = ChapterMembership.objects.order_by("starts_on").values_list("chapter", "starts_on", "ends_on")
    assert [(chapter, str(first), str(last)) for chapter, first, last in periods] == [
        (north.pk, "2026-01-01", "2026-06-02"),
        (south.pk, "2026-06-03", "None"),
    ]
    run = bring_in("member_no,chapter\n1,West\n")
    assert problems(run) == [(2, "chapter", "There is no chapter “West”. Add it, or name it in the mapping.")]


def test_row_that_names_nobody_is_refused():
    run = bring_in("member_no,email,first_name\n,,Ana\n")
    assert problems(run) == [
        (2, "", "The row names nobody: it has no member number, no number elsewhere and no address.")
    ]
    assert not Member.objects.exists()
