import logging
import time

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from voting.api import hearing_progress
from voting.domain.appeal_settling import forget_old_appeals
from voting.domain.clock import database_clock
from voting.domain.erasing import erase_what_is_due
from voting.domain.invitations import claim_due_mailings, plan_late_invitations, plan_reminders
from voting.domain.lifecycle import run_due
from voting.management.progress_bar import ProgressBar
from voting.tasks import send_mailing

logger = logging.getLogger("voting")


class Command(BaseCommand):
    help = (
        "Opens, closes and counts the votes that are due, and destroys keys whose time is over; "
        "hands the mails of a vote to the background work, erases people who left, and forgets old appeals. "
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
        at = database_clock()
        with hearing_progress(ProgressBar(self.stdout, "Opening ballots")):
            for vote, done in run_due(at=at):
                self.stdout.write(f"{vote.page.title}: {done}")
        erase_what_is_due(at=at)
        forget_old_appeals(at=at)
        plan_late_invitations(at=at)
        plan_reminders(at=at)
        for number in claim_due_mailings(at=at):
            send_mailing.enqueue(number)
