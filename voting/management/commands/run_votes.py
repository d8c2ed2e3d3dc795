import logging
import time

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from voting.api import hearing_progress
from voting.domain.clock import database_clock
from voting.domain.lifecycle import run_due
from voting.management.progress_bar import ProgressBar

logger = logging.getLogger("voting")


class Command(BaseCommand):
    help = (
        "Opens, closes and counts the votes that are due, and destroys keys whose time is over. "
        "Safe to run twice and after downtime."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--watch",
            type=int,
            metavar="SECONDS",
            nargs="?",
            const=10,
            help="Go on, looking again after so many seconds (10 unless told).",
        )

    def handle(self, *args, watch, **options):
        if not watch:
            self._run()
            return
        while True:
            self._run_through_trouble()
            time.sleep(watch)
            close_old_connections()

    def _run_through_trouble(self):
        """A database that restarts, or is busy for long, must not stop the votes for good."""
        try:
            self._run()
        except (InterfaceError, OperationalError):
            logger.exception("The votes were not looked at: the database did not answer")
            connection.close()

    def _run(self):
        with hearing_progress(ProgressBar(self.stdout, "Opening ballots")):
            for vote, done in run_due(at=database_clock()):
                self.stdout.write(f"{vote.page.title}: {done}")
