import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from members.importing.errors import ImportProblem
from members.importing.mapping import read_option
from members.importing.plan import Outcome
from members.importing.readers import Table, open_table
from members.importing.report import report_json, report_lines
from members.importing.running import apply_run, plan_run, start_run
from members.models import ImportMapping, ImportRun
from voting.api import hearing_progress
from voting.management.progress_bar import ProgressBar

REFUSED, UNUSABLE = 1, 2
# How many rows of each outcome the report shows one by one, by --verbosity.
_MOST = {0: 0, 1: 20, 2: 1000, 3: 1_000_000}


class Command(BaseCommand):
    help = (
        "Brings the list of members from a file to the roll: a NationBuilder or Action Network "
        "export, or a list of your own, as CSV or .xlsx. Look at it with --dry-run first. "
        "Exit status: 0 all rows are understood, 1 some rows are refused or ambiguous, "
        "2 the file cannot be used."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="CSV or .xlsx.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would change.")
        parser.add_argument("--mapping", metavar="NAME", help="A saved column mapping.")
        parser.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="OPTION=VALUE",
            help="An option for this run, such as dates=mdy; may be given more than once.",
        )
        parser.add_argument("--json", action="store_true", help="The report as JSON.")

    def handle(self, *args, file, dry_run, mapping, json, verbosity, **options):
        try:
            with file.open("rb") as opened:
                run = self._run(
                    opened, file, self._mapping(mapping, options["set"]), dry_run=dry_run, quiet=json
                )
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.", returncode=UNUSABLE) from None
        except ImportProblem as error:
            raise CommandError(f"{file.name}: {error}", returncode=UNUSABLE) from None
        self._report(run, as_json=json, most=_MOST[verbosity])
        if run.counts.get(Outcome.REFUSED) or run.counts.get(Outcome.AMBIGUOUS):
            # The report has said what is wrong with which row.
            raise SystemExit(REFUSED)

    def _mapping(self, name: str | None, options: list[str]) -> ImportMapping | None:
        """Raises ImportProblem."""
        if name is None and not options:
            return None
        mapping = ImportMapping() if name is None else ImportMapping.objects.filter(name=name).first()
        if mapping is None:
            names = ", ".join(ImportMapping.objects.values_list("name", flat=True)) or "none"
            raise CommandError(f"There is no mapping {name!r}. Saved: {names}.", returncode=UNUSABLE)
        mapping.options = {**mapping.options, **dict(read_option(text) for text in options)}
        return mapping

    def _run(self, opened, file: Path, mapping, *, dry_run: bool, quiet: bool) -> ImportRun:
        now, today = timezone.now(), timezone.localdate()
        table = open_table(opened)
        if quiet:
            return self._carry_out(opened, file, mapping, table, now, today, dry_run)
        with hearing_progress(ProgressBar(self.stdout, "Members")):
            return self._carry_out(opened, file, mapping, table, now, today, dry_run)

    def _carry_out(self, opened, file: Path, mapping, table: Table, now, today, dry_run: bool):
        run = start_run(file=opened, file_name=file.name, at=now, mapping=mapping)
        try:
            if dry_run:
                plan_run(run=run, on=today, table=table)
            else:
                apply_run(run=run, at=now, on=today, table=table)
        except ImportProblem:
            run.delete()
            raise
        run.refresh_from_db()
        return run

    def _report(self, run: ImportRun, *, as_json: bool, most: int) -> None:
        if as_json:
            self.stdout.write(json.dumps(report_json(run), ensure_ascii=False, indent=1))
            return
        for line in report_lines(run, most=most):
            self.stdout.write(line)
        self.stdout.write("")
        if run.state == ImportRun.State.PLANNED:
            self.stdout.write("Nothing was written. To write, run this again without --dry-run.")
        else:
            self.stdout.write(f"Written. To take it back: undo_import {run.pk}")
