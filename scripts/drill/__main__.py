"""python -m scripts.drill                      everything, on SQLite and on PostgreSQL
python -m scripts.drill casting --on sqlite   one part, on one database
"""

import argparse
import importlib
import sys

from scripts.drill.report import Report
from tests.support import postgres

PARTS = ("casting", "secrecy")
BACKENDS = ("sqlite", "postgres")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.drill", description=__doc__)
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="one or more; all when none is given")
    parser.add_argument("--on", choices=BACKENDS, action="append", help="which database; both unless told")
    options = parser.parse_args()
    report = Report()
    for backend in options.on or BACKENDS:
        if backend == "postgres" and postgres.WHY_NOT:
            report.part(postgres.WHY_NOT)
            continue
        for part in options.part or PARTS:
            report.part(f"{part} on {backend}")
            importlib.import_module(f"scripts.drill.{part}").run(report, backend)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
