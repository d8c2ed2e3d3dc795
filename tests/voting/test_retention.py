"""How long what people wrote to tellers is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import retention
from tests.factories.voting import make_vote
from voting.models import Appeal

pytestmark = pytest.mark.django_db


def test_words_of_an_appeal_go_a_year_after_it_is_settled():
    now = timezone.now()
    vote = make_vote()
    for name, days in (("old", 367), ("new", 300), ("open", None)):
        Appeal.objects.create(
            member_vote=vote,
            voter_ref=name,
            text="I paid in time.",
            state="declined" if days else "open",
            answer="Sorry",
            made_on=timezone.localdate(now),
            settled_on=days and timezone.localdate(now) - timedelta(days=days),
        )
    done, failed = retention.clean_up(at=now)
    assert (done["appeal-words"], failed) == (1, [])
    kept = dict(Appeal.objects.values_list("voter_ref", "text"))
    assert kept == {"old": "", "new": "I paid in time.", "open": "I paid in time."}
    assert Appeal.objects.get(voter_ref="old").state == "declined"
