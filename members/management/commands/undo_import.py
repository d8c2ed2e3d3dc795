from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from members.importing.errors import ImportProblem
from members.importing.undoing import undo_run
from members.models import ImportRun
from voting.api import hearing_progress
from voting.management.progress_bar import ProgressBar

KEPT, UNUSABLE = 1, 2


class Command(BaseCommand):
    help = (
        "Takes an import of members back, wherever nothing has changed since. "
        "Exit status: 0 all is taken back, 1 some rows stay and are named, 2 there is nothing to take back."
    )

    def add_arguments(self, parser):
        parser.add_argument("run", type=int, help="The number of the import, which import_members prints.")

    def handle(self, *args, run, **options):
        found = ImportRun.objects.filter(pk=run).first()
        if found is None:
            raise CommandError(f"There is no import {run}.", returncode=UNUSABLE)
        try:
            with hearing_progress(ProgressBar(self.stdout, "Rows")):
                undone = undo_run(run=found, at=timezone.now())
        except ImportProblem as error:
            raise CommandError(str(error), returncode=UNUSABLE) from None
        for number, member, why in undone.kept:
            self.stdout.write(f"Row {number}, {member or 'no member'}: {why}")
        self.stdout.write(
            f"Members removed: {undone.removed:,}. Rows taken back: {undone.restored:,}. "
            f"Rows that stay: {len(undone.kept):,}."
        )
        if undone.kept:
            # Each of them has been named.
            raise SystemExit(KEPT)
