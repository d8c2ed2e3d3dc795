"""A vote whose web process and whose timer have two different roles in the database."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.voting import make_user, make_vote_page, make_voters
from voting.api import ballot_boxes
from voting.domain.lifecycle import run_due
from voting.domain.log import first_broken_line
from voting.models import MemberVote
from voting.plugins.secret import tables

VOTERS = 6


def prepare() -> dict:
    """What editors and the office did before: a page, voters, tellers, an operator."""
    now = timezone.now()
    people = make_voters(VOTERS)
    page = make_vote_page(opens_at=now + timedelta(hours=1), closes_at=now + timedelta(days=2))
    operator = make_user("operator", groups=["Operators"])
    tellers = [make_user(f"teller{number}", groups=["Tellers"]) for number in "12"]
    return {
        "vote": str(page.member_vote.pk),
        "people": [person.pk for person in people],
        "operator": operator.pk,
        "tellers": [teller.pk for teller in tellers],
    }


def at_the_desk(*, vote: str, acts: list[list]) -> list[int]:
    """Presses buttons of the desk one after another: (user, the fields sent); gives the statuses."""
    return [
        _signed_in(user).post(reverse("voting:desk_vote", args=[vote]), fields).status_code
        for user, fields in acts
    ]


def see(*, user: int, vote: str) -> int:
    return _signed_in(user).get(reverse("voting:desk_vote", args=[vote])).status_code


def cast_on_the_web(*, vote: str, people: list[int]) -> list[str]:
    address = reverse("voting:ballot", args=[vote])
    chosen = {"race": "a", "step": "2", "go": "cast"}
    return [_signed_in(person).post(address, chosen).headers.get("Location", "") for person in people]


def do_what_is_due(*, vote: str, hours: float) -> list[str]:
    return [done for _vote, done in run_due(at=timezone.now() + timedelta(hours=hours))]


def facts(*, vote: str) -> dict:
    member_vote = MemberVote.objects.get(pk=vote)
    return {
        "state": member_vote.state,
        "stored": tables.count(vote),
        "table": tables.exists(vote),
        "log": list(member_vote.log.order_by("number").values_list("kind", flat=True)),
        "broken_line": first_broken_line(member_vote),
        "opened": member_vote.log.get(kind="opened").payload,
        "findings": [finding.code for finding in ballot_boxes.get("secret").findings() if finding.blocks],
    }


def try_everything(*, vote: str) -> dict[str, str]:
    """What the database answers this process when it wants more than to cast."""
    places = {"whole": tables.PARENT, "partition": tables.table_of(vote)}
    statements = {
        "SELECT": 'SELECT count(*) FROM "{0}"',
        "SELECT id": 'SELECT id FROM "{0}" LIMIT 1',
        "UPDATE": 'UPDATE "{0}" SET sealed = sealed',
        "DELETE": 'DELETE FROM "{0}"',
        "TRUNCATE": 'TRUNCATE "{0}"',
        "DROP": 'DROP TABLE "{0}"',
        "TRIGGERS": 'ALTER TABLE "{0}" DISABLE TRIGGER USER',
        "COPY": 'COPY "{0}" TO STDOUT',
        # The first half alone is no more than a warning.
        "GRANT": 'GRANT SELECT ON "{0}" TO CURRENT_USER; SELECT id FROM "{0}"',
        "RETURNING": "INSERT INTO \"{0}\" SELECT '', '00000000-0000-0000-0000-000000000000', '' RETURNING id",
    }
    answers = {
        f"{name} {place}": _answer(statement.format(table))
        for name, statement in statements.items()
        for place, table in places.items()
    }
    answers["INSERT partition"] = _answer(f"INSERT INTO \"{places['partition']}\" VALUES ('', '{vote}', '')")
    answers["a table of its own"] = _answer("CREATE TABLE mine (id int)")
    answers["opened ballots"] = _answer("DELETE FROM voting_secret_openedballot")
    answers["the log"] = _answer("UPDATE voting_auditevent SET kind = 'x'")
    answers["the owner"] = _answer("SET ROLE postgres")
    return answers


def _answer(statement: str) -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return error.__cause__.diag.sqlstate if error.__cause__ else str(error)
    return "done"


def _signed_in(user: int) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=user), "members.roles.RolesBackend")
    return client
