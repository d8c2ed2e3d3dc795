import json
import sys
from dataclasses import asdict

from django.conf import settings
from django.core.management.base import BaseCommand

from voting.api import Finding, ballot_boxes

WELL, ADVICE, BLOCKED = 0, 1, 2


class Command(BaseCommand):
    help = (
        "Looks for what could betray a voter or lose a ballot, and says how to mend it. Ends with 0 when "
        "there is nothing, 1 when there is only advice, 2 when something keeps secret votes from opening."
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", dest="as_json", help="for programs")

    def handle(self, *, as_json, **options):
        accepted = set(getattr(settings, "VOTING_ACCEPTED_FINDINGS", ()))
        found = _every_finding()
        if as_json:
            rows = [{**asdict(finding), "accepted": finding.code in accepted} for finding in found]
            self.stdout.write(json.dumps(rows, indent=1, ensure_ascii=False))
        else:
            self._tell(found, accepted)
        if code := _exit_code(found, accepted):
            sys.exit(code)

    def _tell(self, found, accepted):
        if not found:
            self.stdout.write("Nothing found: secret votes can open.")
        for finding in found:
            kind = "Accepted" if finding.code in accepted else "Blocks" if finding.blocks else "Advice"
            self.stdout.write(f"{kind}: {finding.code}\n  {finding.problem}\n  {finding.remedy}")


def _every_finding() -> list[Finding]:
    """What all ballot boxes find, each thing once."""
    found = {}
    for box in ballot_boxes:
        for finding in box.findings():
            found.setdefault(finding.code, finding)
    return list(found.values())


def _exit_code(found: list[Finding], accepted: set[str]) -> int:
    if any(finding.blocks and finding.code not in accepted for finding in found):
        return BLOCKED
    return ADVICE if found else WELL
