"""No name becomes a formula in a spreadsheet, and every name can be read back."""

import csv
import io

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.voting import choice, contest, make_vote, make_voters
from voting.ballot_files.csv_files import written_rows
from voting.domain.canonical import sha256
from voting.domain.manifest import freeze, manifest_of
from voting.models import MemberVote, State

FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What a name may begin with, so that the dangerous cases come up often.
starts = st.text(alphabet="=+-@\t\r\n\0'\",; a", max_size=4)
cells = st.builds(
    str.__add__, starts, st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
)


def as_written(cell):
    """A cell as a person reads it: without the apostrophe that keeps a spreadsheet from calculating."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith((*FORMULA, "\0")) else cell


# The first draw makes the table of all characters.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=5))
def test_any_cell_is_harmless_and_comes_back(rows):
    read = list(csv.reader(io.StringIO(written_rows(rows), newline="")))
    assert not any(cell.startswith(FORMULA) for row in read for cell in row)
    assert [[as_written(cell) for cell in row] for row in read] == rows


HYPERLINK = '=HYPERLINK("https://example.org";"read me")'


@pytest.mark.django_db
def test_names_questions_and_answers_of_the_file_are_harmless(client):
    people = make_voters(5)
    get_user_model().objects.filter(pk=people[0].pk).update(name=HYPERLINK)
    get_user_model().objects.filter(pk=people[1].pk).update(name="@SUM(1+1)*cmd|' /C calc'!A0")
    asked = contest(choice("-1 percent", key="a"), choice("Plus", key="b"), key="q", question="+ or -?")
    vote = make_vote(
        asked, box="roll_call", voters=people, ballots=[{"q": "a"}, {"q": "b"}], state=State.PUBLISHED
    )
    text = freeze({**manifest_of(vote), "names": {"shown_to": "public", "live": False}})
    MemberVote.objects.filter(pk=vote.pk).update(manifest=text, manifest_sha256=sha256(text.encode()))
    response = client.get(reverse("voting:names_file", args=[vote.pk]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    read = list(csv.reader(io.StringIO(response.content.decode(), newline="")))
    assert not any(cell.startswith(FORMULA) for row in read for cell in row)
    assert read[0] == ["Name", "'+ or -?"]
    assert ["'" + HYPERLINK, "'-1 percent"] in read
    assert len(read) == 3
