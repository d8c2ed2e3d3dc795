"""What `importing` lets run inside a site: a command, with its time and the most memory it took."""

import os
import resource
import time
from io import StringIO

from django.core.management import call_command

from members.models import Chapter, ImportRun, MembershipTier


def prepare(*, tier: str, chapter: str) -> None:
    MembershipTier.objects.create(code=tier, name="Bench")
    Chapter.objects.create(code=chapter, name="Bench")


def bring_in(*, path: str) -> dict:
    """Import one file."""
    return _measured("import_members", path, verbosity=0)


def take_back() -> dict:
    """Undo the import that was applied last."""
    last = ImportRun.objects.filter(state=ImportRun.State.APPLIED).latest("pk")
    return _measured("undo_import", str(last.pk))


def _measured(command: str, *arguments: str, **options) -> dict:
    before = _at_most()
    started, cpu = time.monotonic(), time.process_time()
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return {
        "seconds": time.monotonic() - started,
        "cpu": time.process_time() - cpu,
        "before": before,
        "at_most": _at_most(),
        "load": os.getloadavg()[0],
        "said": out.getvalue()[-400:],
    }


def _at_most() -> float:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
