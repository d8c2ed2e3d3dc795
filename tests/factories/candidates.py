"""Public elections, their races and candidates, and the pages about them."""

from datetime import date
from itertools import count

from candidates.models import (
    Candidacy,
    Candidate,
    CandidatePage,
    ElectionPage,
    PublicElection,
    Race,
    RacePage,
)
from statehouse.models import District, Office
from tests.factories.home import add_page

_numbers = count(1)


def make_office(**fields):
    number = next(_numbers)
    fields = {"code": f"office_{number}", "name": f"Office {number}", "level": "state", **fields}
    return Office.objects.create(**fields)


def make_district(office=None, **fields):
    number = next(_numbers)
    fields = {
        "name": f"District {number}",
        "slug": f"district-{number}",
        "valid_from": date(2022, 1, 1),
        **fields,
    }
    return District.objects.create(office=office or make_office(), **fields)


def make_election(**fields):
    fields = {"name": f"Election {next(_numbers)}", "date": date(2099, 11, 3), "kind": "general", **fields}
    return PublicElection.objects.create(**fields)


def make_race(election=None, **fields):
    if "district" not in fields:
        fields["district"] = make_district(fields.get("office"))
    fields.setdefault("office", fields["district"].office if fields["district"] else None)
    return Race.objects.create(election=election or make_election(), **fields)


def make_candidacy(race=None, *, name="Ada Okafor", family_name=None, **fields):
    candidate = Candidate.objects.create(name=name, family_name=family_name or name.split()[-1])
    return Candidacy.objects.create(candidate=candidate, race=race or make_race(), **fields)


def make_election_page(index, *, election=None, **fields):
    number = next(_numbers)
    fields = {
        "title": f"Election {number}",
        "slug": f"election-{number}",
        "summary": "Vote on one day.",
        **fields,
    }
    return add_page(index, ElectionPage(election=election or make_election(), **fields))


def make_race_page(election_page, *, race=None, **fields):
    number = next(_numbers)
    fields = {"title": f"Race {number}", "slug": f"race-{number}", "summary": "Two people run.", **fields}
    return add_page(election_page, RacePage(race=race or make_race(election_page.election), **fields))


def make_candidate_page(race_page, *, candidacy=None, name="Ada Okafor", **fields):
    number = next(_numbers)
    candidacy = candidacy or make_candidacy(race_page.race, name=name)
    fields = {
        "title": candidacy.candidate.name,
        "slug": f"candidate-{number}",
        "summary": "Nurse and union steward.",
        **fields,
    }
    return add_page(race_page, CandidatePage(candidacy=candidacy, **fields))
