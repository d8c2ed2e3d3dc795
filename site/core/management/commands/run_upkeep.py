import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

HOUR = 60 * 60


class Command(BaseCommand):
    help = (
        "Publishes and unpublishes pages whose time has come, and removes ended sessions, "
        "abandoned sign-ins and old results of tasks. Safe to run twice and after downtime."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--watch",
            type=int,
            metavar="SECONDS",
            nargs="?",
            const=60,
            help="Go on, looking again after so many seconds (60 unless told); cleans once an hour.",
        )

    def handle(self, *args, watch, **options):
        cleaned = None
        while True:
            call_command("publish_scheduled")
            if cleaned is None or time.monotonic() - cleaned > HOUR:
                clean()
                cleaned = time.monotonic()
            if not watch:
                return
            time.sleep(watch)
            close_old_connections()


def clean() -> None:
    call_command("clearsessions")
    # Sign-ins by provider that were begun and never finished.
    call_command("clearsocial", age=1)
    # Results of mail tasks hold addresses.
    call_command("prune_db_task_results", min_age_days=1, failed_min_age_days=14, verbosity=0)
