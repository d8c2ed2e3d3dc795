import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from tests.factories.voting import make_vote
from voting.domain.log import first_broken_line
from voting.models import AuditEvent, State
from voting.schema import unlocked

pytestmark = pytest.mark.django_db


def test_the_log_of_a_whole_vote_holds_together():
    vote = make_vote(state=State.PUBLISHED)
    assert first_broken_line(vote) is None
    kinds = list(vote.log.values_list("kind", flat=True))
    assert kinds == [
        "announced",
        "opened",
        "closed",
        "lot_drawn",
        "counted",
        "recounted",
        "signed",
        "signed",
        "certified",
        "published",
    ]


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete_a_line(verb):
    vote = make_vote(state=State.ANNOUNCED)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        if verb == "update":
            AuditEvent.objects.filter(member_vote=vote).update(kind="other")
        else:
            AuditEvent.objects.filter(member_vote=vote).delete()


@pytest.mark.parametrize(
    "change", [{"kind": "other"}, {"payload": {"participated": 9}}, {"actor": "user:1"}, {"number": 30}]
)
def test_a_changed_line_shows(change):
    vote = make_vote(state=State.CLOSED)
    with transaction.atomic(), unlocked(AuditEvent._meta.db_table):
        AuditEvent.objects.filter(member_vote=vote, kind="opened").update(**change)
    assert first_broken_line(vote) == 2


def test_a_missing_line_shows():
    vote = make_vote(state=State.CLOSED)
    with transaction.atomic(), unlocked(AuditEvent._meta.db_table):
        AuditEvent.objects.filter(member_vote=vote, kind="opened").delete()
    assert first_broken_line(vote) == 2


def test_no_single_cast_is_in_the_log():
    vote = make_vote(ballots=[{"race": "a"}] * 3)
    assert vote.log.count() == 2
