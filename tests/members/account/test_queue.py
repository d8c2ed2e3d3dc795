"""The office's queue of corrections: who sees it, what it shows, and both answers."""

import pytest
from django.test import Client
from django.utils import timezone

from members.domain.corrections import ask_for_correction
from members.models import Correction
from tests.factories.members import make_member, make_user
from tests.voting.views.pages import text_of

pytestmark = pytest.mark.django_db

QUEUE = "/admin/member-corrections/"


@pytest.fixture
def waiting():
    return ask_for_correction(
        member=make_member(name="Ana Silveira-Knox", email="ana@example.org"),
        kind="name",
        wanted={"first_name": "Anna", "last_name": "Silveira"},
        note="I married.",
        at=timezone.now(),
    )


def test_office_sees_who_waits_and_changes_the_roll(sign_in, office, waiting):
    client = sign_in(office)
    assert "Ana Silveira-Knox" in text_of(client.get(QUEUE))
    words = text_of(client.get(f"{QUEUE}{waiting.pk}/"))
    assert "I married." in words and "Anna" in words
    assert client.post(f"{QUEUE}{waiting.pk}/", {"decision": "accept", "answer": ""}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == Correction.State.ACCEPTED and waiting.decided_by == office
    assert "Ana" not in text_of(client.get(QUEUE))
    assert "Anna Silveira" in text_of(client.get(f"{QUEUE}?show=accepted"))


def test_office_says_no_with_a_reason(sign_in, office, waiting):
    client = sign_in(office)
    answer = client.post(f"{QUEUE}{waiting.pk}/", {"decision": "decline", "answer": ""})
    assert "Give a reason." in text_of(answer)
    client.post(f"{QUEUE}{waiting.pk}/", {"decision": "decline", "answer": "Send a paper."})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.answer) == (Correction.State.DECLINED, "Send a paper.")


def test_address_that_is_not_proved_is_not_the_offices_business(sign_in, office, waiting):
    Correction.objects.filter(pk=waiting.pk).update(state=Correction.State.UNPROVED)
    client = sign_in(office)
    assert "Ana" not in text_of(client.get(f"{QUEUE}?show=all"))
    # Where nothing is found, the site tries the address in the language of the reader.
    assert client.get(f"{QUEUE}{waiting.pk}/").status_code in (302, 404)


@pytest.mark.parametrize("groups", [["Editors"], ["Publishers"], ["Tellers"], []])
def test_nobody_else_sees_corrections(groups, sign_in, waiting):
    client = sign_in(make_user(groups=groups)) if groups else Client()
    for answer in (
        client.get(QUEUE),
        client.get(f"{QUEUE}results/"),
        client.get(f"{QUEUE}{waiting.pk}/"),
        client.post(f"{QUEUE}{waiting.pk}/", {"decision": "accept"}),
    ):
        assert answer.status_code in (302, 403)
        assert b"Silveira" not in answer.content
    waiting.refresh_from_db()
    assert waiting.state == Correction.State.OPEN
