from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from voting.plugins.secret.roles import (
    NoSuchRole,
    can_look_into_the_box,
    can_make_itself_mighty,
    restricting_statements,
)

INTRODUCTION = """\
-- What the role of the web process may do. It drops sealed ballots into the box and cannot look into it.
-- To be run by the owner of the tables, in the database of the site. It can be run again at any time."""


class Command(BaseCommand):
    help = (
        "Gives the database role of the web process what the site needs, and takes from it every right to "
        "read, change or remove sealed ballots. PostgreSQL only. Run it as the owner of the tables; it can "
        "be run again at any time."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--role", default="", help="the role in DATABASE_URL (default: the setting VOTING_WEB_ROLE)"
        )
        parser.add_argument("--print", action="store_true", dest="only_print", help="only show the SQL")

    def handle(self, *, role, only_print, **options):
        role = role or getattr(settings, "VOTING_WEB_ROLE", "")
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles. On SQLite, guard the file of the database.")
        if not role:
            raise CommandError("Say which role the web process uses: --role NAME")
        try:
            statements = list(restricting_statements(role))
        except NoSuchRole:
            raise CommandError(
                f"There is no role {role!r}. Make it first: CREATE ROLE {role} LOGIN PASSWORD '...';"
            ) from None
        if only_print:
            self.stdout.write(
                "\n".join([INTRODUCTION, "BEGIN;", *(f"{each};" for each in statements), "COMMIT;"])
            )
            return
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            self._check(role)
        self.stdout.write(f"The role {role} can drop ballots into the box and cannot look into it.")

    def _check(self, role):
        if rights := [*can_look_into_the_box(role), *can_make_itself_mighty(role)]:
            raise CommandError(
                f"Nothing was changed: {role} would still have {', '.join(rights)}. Take a role that owns "
                "nothing, is no superuser and is a member of no other role."
            )
