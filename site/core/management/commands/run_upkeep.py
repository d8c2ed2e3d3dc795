import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from core import retention

HOUR = 60 * 60


class Command(BaseCommand):
    help = (
        "Publishes and unpublishes pages whose time has come, and removes what has been kept long "
        "enough, as `clean_up` does. Safe to run twice and after downtime."
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
                # What went wrong is in the log; the pages must be published all the same.
                retention.clean_up(at=timezone.now())
                cleaned = time.monotonic()
            if not watch:
                return
            time.sleep(watch)
            close_old_connections()
