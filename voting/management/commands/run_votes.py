import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from voting.domain.clock import database_clock
from voting.domain.lifecycle import run_due


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
        self._run()
        while watch:
            time.sleep(watch)
            close_old_connections()
            self._run()

    def _run(self):
        for vote, done in run_due(at=database_clock()):
            self.stdout.write(f"{vote.page.title}: {done}")
