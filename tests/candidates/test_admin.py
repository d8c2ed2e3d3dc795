import json

import pytest
from django.test import Client

from candidates.models import Candidacy, Candidate, Endorsement, PublicElection, Race
from tests.candidates.test_endorsing import decide
from tests.factories.candidates import (
    make_candidacy,
    make_candidate_page,
    make_district,
    make_election,
    make_election_page,
    make_race,
    make_race_page,
)
from tests.factories.home import make_editor

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def editor(tree):
    client = Client()
    client.force_login(make_editor("Editors"))
    return client


@pytest.fixture
def publisher(tree):
    client = Client()
    client.force_login(make_editor("Publishers"))
    return client


def create(client, chooser, **data):
    return client.post(f"/admin/{chooser}/create/", data)


def test_editor_adds_a_candidacy_of_a_new_person_from_inside_a_page(editor):
    race = make_race()
    response = create(
        editor,
        "candidacy_chooser",
        name="Ada Okafor",
        family_name="Okafor",
        race=race.pk,
        status="declared",
    )
    candidacy = Candidacy.objects.get()
    assert str(candidacy.candidate) == "Ada Okafor"
    chosen = json.loads(response.content)
    assert (chosen["step"], chosen["result"]["id"]) == ("chosen", str(candidacy.pk))


def test_editor_adds_a_candidacy_of_somebody_who_ran_before(editor):
    person = Candidate.objects.create(name="Ada Okafor", family_name="Okafor")
    create(editor, "candidacy_chooser", candidate=person.pk, race=make_race().pk, status="declared")
    assert Candidacy.objects.get().candidate == person
    assert Candidate.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({}, "Give the name of the new candidate"),
        ({"name": "Ada", "family_name": ""}, "Give the name of the new candidate"),
        ({"name": "Ada", "family_name": "Okafor", "candidate": "existing"}, "not both"),
    ],
)
def test_candidacy_without_one_clear_person_is_refused(editor, data, word):
    person = Candidate.objects.create(name="Ben Tavares", family_name="Tavares")
    if data.get("candidate"):
        data = {**data, "candidate": person.pk}
    response = create(editor, "candidacy_chooser", race=make_race().pk, status="declared", **data)
    assert not Candidacy.objects.exists()
    assert Candidate.objects.count() == 1
    assert word in response.content.decode()


def test_editor_adds_election_and_race_from_inside_a_page(editor):
    create(editor, "public_election_chooser", name="State election", date="2030-11-05", kind="general")
    election = PublicElection.objects.get()
    district = make_district()
    create(
        editor,
        "race_chooser",
        election=election.pk,
        office=district.office.pk,
        district=district.pk,
        seats=1,
        endorse_by="statewide",
    )
    assert Race.objects.get().district == district


def test_race_with_a_district_of_another_office_is_refused_in_the_chooser(editor):
    response = create(
        editor,
        "race_chooser",
        election=make_election().pk,
        office=make_district().office.pk,
        district=make_district().pk,
        seats=1,
        endorse_by="statewide",
    )
    assert "This district belongs to another office." in response.content.decode()
    assert not Race.objects.exists()


@pytest.mark.parametrize("chooser", ["public_election_chooser", "race_chooser", "candidacy_chooser"])
def test_choosers_show_what_is_there(editor, chooser):
    candidacy = make_candidacy()
    response = editor.get(f"/admin/{chooser}/")
    assert response.status_code == 200
    names = {
        "public_election_chooser": candidacy.race.election.name,
        "race_chooser": str(candidacy.race),
        "candidacy_chooser": str(candidacy),
    }
    assert names[chooser] in json.loads(response.content)["html"]


@pytest.mark.parametrize("view", ["public_elections", "races", "candidates", "candidacies"])
def test_editor_lists_and_edits_the_facts(editor, view):
    candidacy = make_candidacy()
    thing = {
        "public_elections": candidacy.race.election,
        "races": candidacy.race,
        "candidates": candidacy.candidate,
        "candidacies": candidacy,
    }[view]
    assert editor.get(f"/admin/{view}/").status_code == 200
    assert editor.get(f"/admin/{view}/new/").status_code == 200
    assert editor.get(f"/admin/{view}/edit/{thing.pk}/").status_code == 200


@pytest.mark.parametrize("view", ["candidacies", "races"])
def test_list_costs_the_same_queries_however_many_rows(editor, django_assert_max_num_queries, view):
    for number in range(3):
        make_candidacy(name=f"Person {number}")
    editor.get(f"/admin/{view}/")
    with django_assert_max_num_queries(30) as few:
        editor.get(f"/admin/{view}/")
    for number in range(3):
        make_candidacy(name=f"Another {number}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        editor.get(f"/admin/{view}/")


@pytest.fixture
def endorsement(tree):
    race_page = make_race_page(make_election_page(tree.pages["elections"]))
    decide(race_page, ["a"], make_candidate_page(race_page))
    return Endorsement.objects.get()


def test_nobody_types_an_endorsement(publisher, endorsement):
    client = Client()
    boss = make_editor("Publishers")
    boss.is_superuser = boss.is_staff = True
    boss.save()
    client.force_login(boss)
    for each in (publisher, client):
        assert each.get("/admin/endorsements/new/").status_code == 302
        assert each.post(f"/admin/endorsements/delete/{endorsement.pk}/").status_code == 302
    assert Endorsement.objects.get() == endorsement


def test_publisher_withdraws_an_endorsement_with_a_reason(publisher, endorsement):
    url = f"/admin/endorsements/edit/{endorsement.pk}/"
    refused = publisher.post(url, {"withdrawn_reason": "  "})
    assert "Say why the endorsement is withdrawn." in refused.content.decode()
    publisher.post(url, {"withdrawn_reason": "The candidate left the race."})
    endorsement.refresh_from_db()
    assert (endorsement.status, endorsement.withdrawn_reason) == ("withdrawn", "The candidate left the race.")
    again = publisher.post(url, {"withdrawn_reason": "Once more."})
    assert "Only an endorsement in force can be withdrawn." in again.content.decode()


def test_publisher_reads_an_endorsement(publisher, endorsement):
    assert publisher.get("/admin/endorsements/").status_code == 200
    html = publisher.get(f"/admin/endorsements/inspect/{endorsement.pk}/").content.decode()
    assert "100.0 %" in html


def test_editor_does_not_see_endorsements_in_the_admin(editor, endorsement):
    assert editor.get(f"/admin/endorsements/edit/{endorsement.pk}/").status_code == 302
