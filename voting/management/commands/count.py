import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from voting.ballot_files.errors import BallotFileError, CannotCount
from voting.ballot_files.reading import FORMATS, read_election
from voting.ballot_files.report import tallied_as_json, tallied_as_text
from voting.ballot_files.tallying import MethodNotOffered, Plan, make_plan, method_called, tally


class Command(BaseCommand):
    help = (
        "Counts ballots in files, without a database: the JSON form of elections, votes exported by "
        "this site, BLT, and CSV of rankings, scores or marks. With any mistake in a file nothing is "
        "counted, and the exit status is 2."
    )
    # Nothing of the site is looked at, so that a count works anywhere.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="A file, or - for standard input.")
        parser.add_argument("--method", default="", help="The counting method, where the file says none.")
        parser.add_argument("--seats", type=int, help="How many are elected.")
        parser.add_argument(
            "--option",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="A setting of the counting method. May be given several times.",
        )
        parser.add_argument(
            "--lot",
            default="",
            metavar="SEED",
            help="Settles ties that a method leaves open, by the names of the choices (of an exported "
            "vote, by their keys). Without a lot, given here or by the file, every way is tried.",
        )
        parser.add_argument("--contest", default="", metavar="KEY", help="Which contest of an exported vote.")
        parser.add_argument("--format", default="", choices=FORMATS, help="The format of the files.")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="One line of JSON for each file."
        )

    def handle(self, *args, files, **settings):
        plans, mistakes = self._plan_all(files, settings)
        if mistakes:
            for mistake in mistakes:
                self.stderr.write(mistake)
            sys.exit(2)
        is_whole = True
        for file, plan in plans:
            try:
                if isinstance(plan, CannotCount):
                    raise plan
                tallied = tally(plan)
            except CannotCount as error:
                is_whole = False
                self.stderr.write(f"{_name(file)}: {error}")
                if settings["as_json"]:
                    self._line({"file": file, "error": str(error)})
            else:
                self._tell(file, tallied, as_json=settings["as_json"])
        if not is_whole:
            sys.exit(2)

    def _plan_all(self, files, settings) -> tuple[list[tuple[str, Plan | CannotCount]], list[str]]:
        """Read every file and say how each is counted, before any of them is."""
        plans, mistakes = [], []
        try:
            options = _options(settings["option"])
            if settings["method"]:
                method_called(settings["method"])
            if files.count("-") > 1:
                raise CannotCount("Standard input can be read once only.")
        except CannotCount as error:
            return [], [str(error)]
        for file in files:
            try:
                plans.append((file, self._plan(file, options, settings)))
            except MethodNotOffered as error:
                # The file is in order, and so are the others: those are counted.
                plans.append((file, error))
            except BallotFileError as error:
                mistakes.append(str(error))
            except CannotCount as error:
                mistakes.append(f"{_name(file)}: {error}")
            except OSError as error:
                mistakes.append(f"{_name(file)}: {error.strerror}.")
        return plans, mistakes

    def _plan(self, file, options, settings) -> Plan:
        ballot_type, most_score = "", None
        if settings["method"]:
            method = method_called(settings["method"])
            ballot_type = method.ballot_type
            defaults = {option.name: option.default for option in method.options}
            most_score = options.get("max_score", defaults.get("max_score"))
            most_score = int(most_score) if str(most_score).isdecimal() else None
        reading = {
            "name": _name(file),
            "file_format": settings["format"],
            "ballot_type": "approval" if ballot_type == "one" else ballot_type,
            "most_score": most_score,
            "contest": settings["contest"],
        }
        if file == "-":
            election = read_election(sys.stdin.buffer, **reading)
        else:
            with Path(file).open("rb") as source:
                election = read_election(source, **reading)
        return make_plan(
            election=election,
            method=settings["method"],
            seats=settings["seats"],
            options=options,
            seed=settings["lot"],
        )

    def _tell(self, file, tallied, *, as_json):
        if as_json:
            self._line({"file": file, **tallied_as_json(tallied)})
        else:
            self.stdout.write(tallied_as_text(tallied, file=_name(file)))

    def _line(self, values):
        self.stdout.write(json.dumps(values, ensure_ascii=False))


def _name(file: str) -> str:
    return "standard input" if file == "-" else file


def _options(given: list[str]) -> dict[str, str]:
    options = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise CannotCount(f"Write a setting as NAME=VALUE, not “{text}”.")
        options[name.strip()] = value.strip()
    return options
