import contextlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import dj_database_url
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from django.utils import timezone

from voting.domain.importing import TotalsDiffer, compare_with_imported, import_polls
from voting.domain.old_polls import OldPoll, Refusal, UnusableSource, read_tables, sort_out
from voting.domain.surveying import place_for_surveys

REFUSED, UNUSABLE = 1, 2
SECRECY = (
    "Who voted is kept, as “polls:” and the number of the user. What each of them chose\n"
    "goes into the ballot box without that. The old tables still say it: drop them\n"
    "once you have compared the results.\n"
)


class Command(BaseCommand):
    help = (
        "Turns the polls of django-polls 0.2.1 into surveys that are over. Without --apply it "
        "only says what it would do. Exit status: 0 all is kept, 1 some rows are refused, "
        "2 the source cannot be used."
    )

    def add_arguments(self, parser):
        source = parser.add_mutually_exclusive_group()
        source.add_argument(
            "--database",
            default="default",
            metavar="ALIAS",
            help="The database of the settings that has the old tables (the site's own unless told).",
        )
        source.add_argument(
            "--url", metavar="URL", help="Another one, as in sqlite:///old.db or postgres://user@host/name."
        )
        parser.add_argument("--apply", action="store_true", help="Write, in one transaction.")

    def handle(self, *args, database, url, apply, **options):
        parent = place_for_surveys()
        if parent is None:
            raise CommandError(
                "This site has no page of member votes to put surveys below.", returncode=UNUSABLE
            )
        try:
            with open_source(database=database, url=url) as source:
                tables = read_tables(source)
        except UnusableSource as error:
            raise CommandError(f"The old polls cannot be read: {error}", returncode=UNUSABLE) from None
        polls, refused = sort_out(tables)
        known = compare_with_imported(polls)
        refused += [Refusal("poll", poll.id, "it changed after it was imported") for poll in known.changed]
        if apply:
            try:
                import_polls(polls=known.new, parent=parent, at=timezone.now())
            except TotalsDiffer as error:
                raise CommandError(f"Nothing was written: {error}", returncode=UNUSABLE) from None
        self._report(known.new, "imported" if apply else "would be imported")
        self._report(known.here, "already here")
        for refusal in refused:
            self.stdout.write(f"Refused: {refusal.table} {refusal.id}: {refusal.reason}.")
        kept = known.new + known.here
        votes = sum(len(poll.votes) for poll in kept)
        self.stdout.write(
            f"Polls: {len(kept)} of {len(tables.polls)}. "
            f"Choices: {sum(len(poll.choices) for poll in kept)} of {len(tables.choices)}. "
            f"Votes: {votes} of {len(tables.votes)}.\n{SECRECY}"
        )
        if not apply:
            self.stdout.write("Nothing was written. To write, run this again with --apply.")
        if refused:
            raise CommandError(f"Rows refused and named above: {len(refused)}.", returncode=REFUSED)

    def _report(self, polls: list[OldPoll], what: str) -> None:
        for poll in polls:
            self.stdout.write(
                f"Poll {poll.id} “{poll.question}”: {what}, "
                f"choices: {len(poll.choices)}, votes: {len(poll.votes)}."
            )


@contextlib.contextmanager
def open_source(*, database: str, url: str | None) -> Iterator[BaseDatabaseWrapper]:
    """The database with the old tables. Raises UnusableSource."""
    if not url:
        if database not in connections:
            raise UnusableSource(f"the settings have no database {database!r}")
        yield connections[database]
        return
    try:
        settings = dj_database_url.parse(url)
    except ValueError as error:
        raise UnusableSource(str(error)) from None
    if settings["ENGINE"].endswith("sqlite3"):
        path = Path(settings["NAME"])
        if not path.is_file():
            raise UnusableSource(f"there is no file {path}")
        # Read only: a file that is asked for wrongly is neither made nor changed.
        settings["NAME"] = f"file:{quote(str(path))}?mode=ro"
    source = ConnectionHandler({"default": settings})["default"]
    try:
        yield source
    finally:
        source.close()
