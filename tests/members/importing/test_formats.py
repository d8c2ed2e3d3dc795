import pytest

from members.importing.errors import UnusableFile, UnusableMapping
from members.importing.formats import mapping_for, recognise
from members.importing.mapping import Options, read_option
from members.importing.readers import open_table
from members.importing.record import PersonRecord
from members.importing.rows import RowReader
from members.models import ImportMapping, Member
from tests.factories.members import make_tier
from tests.members.importing.making import bring_in, csv_file, outcomes, problems, xlsx_file

NATIONBUILDER = "\n".join(
    [
        "nationbuilder_id,prefix,first_name,middle_name,last_name,suffix,email,email_opt_in,phone_number,"
        "mobile_number,language,support_level,membership_level_name,membership_started_at,"
        "membership_expires_at,note,tag_list,primary_address1,primary_address2,primary_city,primary_state,"
        "primary_zip",
        "501,Ms,Ana,M,Silva,,ana@example.org,Y,,617-555-0101,en,1,Regular,01/02/2026,01/01/2027,,"
        '"a, b",1 Elm St,Apt 2,Ayer,MA,1432',
        "502,,Ben,,Lind,,ben@example.org,N,978-555-0102,,es,2,,,,,,,,Groton,MA,01450",
    ]
)
ACTION_NETWORK = "\n".join(
    [
        "first_name,last_name,email,zip_code,can2_user_address,can2_user_city,can2_state_abbreviated,"
        "can2_user_tags,can2_subscription_status,can2_phone,uuid",
        "Ana,Silva,ana@example.org,01432,1 Elm St,Ayer,MA,,subscribed,16175550101,9b2c-1",
        "Ben,Lind,ben@example.org,01450,,Groton,MA,,unsubscribed,,9b2c-2",
    ]
)


def records(text, saved=None):
    table = open_table(csv_file(text))
    read = RowReader(table.header, mapping_for(header=table.header, saved=saved))
    return [read(row) for row in table.rows()]


@pytest.mark.parametrize(
    ("text", "slug"),
    [(NATIONBUILDER, "nationbuilder"), (ACTION_NETWORK, "action_network"), ("email,uuid2\n", "plain")],
)
def test_kind_of_list_is_known_by_its_header(text, slug):
    assert recognise(open_table(csv_file(text)).header).slug == slug


def test_nationbuilder_export_is_understood():
    ana, ben = records(NATIONBUILDER)
    assert ana.external_ids == {"nationbuilder": "501"}
    assert ana.emails == ("ana@example.org",)
    assert (ana.first_name, ana.last_name, ana.town, ana.postal_code) == ("Ana", "Silva", "Ayer", "01432")
    assert (ana.street, ana.phone) == ("1 Elm St, Apt 2", "617-555-0101")
    assert (ana.tier, str(ana.starts_on), str(ana.expires_on)) == ("Regular", "2026-01-02", "2027-01-01")
    assert (ana.do_not_contact, ben.do_not_contact) == (None, True)
    assert (ben.tier, ben.starts_on) == (None, None)


def test_action_network_export_is_understood():
    ana, ben = records(ACTION_NETWORK)
    assert ana.external_ids == {"action_network": "9b2c-1"}
    assert (ana.phone, ana.town, ana.postal_code) == ("16175550101", "Ayer", "01432")
    assert (ana.do_not_contact, ben.do_not_contact) == (None, True)


@pytest.mark.django_db
def test_nationbuilder_supporters_stay_off_the_roll():
    make_tier(code="regular")
    run = bring_in(NATIONBUILDER)
    assert outcomes(run) == {"new": 1, "skipped": 1}
    assert Member.objects.get().external_ids.get().value == "501"
    assert outcomes(bring_in(NATIONBUILDER)) == {"unchanged": 1, "skipped": 1}
    assert outcomes(bring_in(NATIONBUILDER, without_membership="add")) == {"new": 1, "unchanged": 1}


@pytest.mark.django_db
def test_spreadsheet_of_our_own_is_understood():
    make_tier(code="regular")
    rows = [
        [
            "Member number",
            "First name",
            "Last name",
            "E-mail",
            "Zip",
            "Membership",
            "Start date",
            "Paid through",
        ],
        [7, "Ana", "=1+1", "ana@example.org", 1432, "REGULAR", "2026-01-01", "12/31/2026"],
    ]
    assert outcomes(bring_in(xlsx_file(*rows))) == {"new": 1}
    member = Member.objects.get()
    assert (member.member_no, member.postal_code, member.last_name) == ("7", "01432", "")
    assert str(member.memberships.get().expires_on) == "2026-12-31"


def test_saved_mapping_reads_the_columns_it_names():
    saved = ImportMapping(
        columns={"id:civicrm": "Contact", "email": "mail", "first_name": "who"},
        options={"dates": "dmy", "chapters": {"North": "n"}},
    )
    (found,) = records("Contact,WHO,Mail,Town\n9,Ana,ana@example.org,Ayer\n", saved)
    assert found == PersonRecord(
        number=2, external_ids={"civicrm": "9"}, emails=("ana@example.org",), first_name="Ana"
    )


@pytest.mark.parametrize(
    ("columns", "options", "sentence"),
    [
        ({"email": "E-mail"}, {}, "The file has no column “E-mail”."),
        ({"shoe_size": "mail"}, {}, "There is no field “shoe_size”."),
        ({"id:No Slug": "mail"}, {}, "There is no field"),
        ({"email": ""}, {}, "has no column"),
        ({}, {"colour": "red"}, "There is no option “colour”."),
        ({}, {"dates": "ymd"}, "is one of: refuse, mdy, dmy"),
        ({}, {"blank_clears": "yes"}, "is true or false"),
        ({}, {"tiers": {"a": 1}}, "names codes by text"),
        ({}, {"default_tier": 5}, "is a code"),
    ],
)
def test_mapping_that_does_not_fit_is_refused(columns, options, sentence):
    with pytest.raises(UnusableMapping, match=sentence):
        mapping_for(header=["mail", "name"], saved=ImportMapping(columns=columns, options=options))


def test_list_that_names_nobody_is_refused():
    with pytest.raises(UnusableFile, match="No column says who"):
        mapping_for(header=["first name", "town"])


def test_column_that_is_there_twice_is_refused_where_it_is_read():
    with pytest.raises(UnusableFile, match="“email” is there twice"):
        mapping_for(header=["email", "town", "Email"])
    assert mapping_for(header=["email", "note", "note"]).columns == {"email": "email"}


def test_option_is_read_as_it_is_typed():
    assert read_option("dates=mdy") == ("dates", "mdy")
    assert read_option("blank_clears=yes") == ("blank_clears", True)
    for text in ("dates", "tiers=x", "colour=red", "blank_clears=perhaps"):
        with pytest.raises(UnusableMapping):
            read_option(text)
    assert Options.from_json(Options(dates="dmy").as_json()) == Options(dates="dmy")


@pytest.mark.django_db
def test_every_cell_that_is_not_understood_is_named():
    make_tier(code="regular")
    run = bring_in(
        "member_no,email,tier,starts_on,expires_on,language,wants e-mail\n"
        "1,nobody,regular,2026-01-01,03/04/2026,Klingon,perhaps\n"
        "2,b@example.org,regular,2026-12-31,2026-01-01,,\n"
        "3,c@example.org,gold,2026-01-01,2026-12-31,,\n"
        "4,d@example.org,regular,2026-01-01,,,\n"
        "5,e@example.org,regular,,2026-12-31,,\n"
        "6,f@example.org,regular,,,,\n"
        "7,g@example.org,,2026-01-01,2026-12-31,,\n"
        "8,h@example.org,regular,2026-01-01,2026-12-31,en,yes,extra\n"
        f"{'9' * 33},i@example.org,regular,2026-01-01,2026-12-31,en,yes\n"
    )
    assert outcomes(run) == {"refused": 9}
    assert [(row, column) for row, column, _message in problems(run)] == [
        (2, "email"), (2, "language"), (2, "wants e-mail"), (2, "expires_on"),
        (3, "expires_on"), (4, "tier"), (5, "expires_on"), (6, "starts_on"), (7, "starts_on"), (8, "tier"),
        (9, ""), (10, "member_no"),
    ]  # fmt: skip
    assert not Member.objects.exists()
