from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from core import retention


class Command(BaseCommand):
    help = (
        "Removes what has been kept long enough; docs/operating.md says what, and how long. "
        "`run_upkeep`, and so `serve`, does it every hour. Safe to run at any time, and twice."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say what it would do.")
        parser.add_argument("--list", action="store_true", help="Only say how long each thing is kept.")

    def handle(self, *, dry_run, verbosity, **options):
        if options["list"]:
            for rule in retention.rules():
                self.stdout.write(f"{rule.name}: {rule.span.days} days")
            return
        with transaction.atomic():
            done, failed = retention.clean_up(at=timezone.now())
            if dry_run:
                transaction.set_rollback(True)
        for name, number in done.items():
            if number or verbosity > 1:
                self.stdout.write(f"{name}: {number}")
        if failed:
            raise CommandError(f"These rules failed: {', '.join(failed)}. The log says where.")
