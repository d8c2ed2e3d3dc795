"""Everything that is measured, or one part of it.

python -m scripts.bench                              all parts
python -m scripts.bench pages                        the page cache
python -m scripts.bench counting --ballots 10000     counting, at one size
python -m scripts.bench rows                         from rows in SQLite to a result
python -m scripts.bench streaming                    memory while a file streams
python -m scripts.bench casting                      ballots accepted a second
python -m scripts.bench opening                      opening, shuffling and counting sealed ballots
python -m scripts.bench importing                    a list of members, from the file to the roll
"""

import argparse
import importlib
import subprocess
import sys

PARTS = ("pages", "counting", "rows", "streaming", "casting", "opening", "importing")
SIZES = (10_000, 100_000, 1_000_000)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench", description="Measure.")
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="one or more; all when none is given")
    parser.add_argument("--ballots", type=int, action="append", help=f"how many (default: {SIZES})")
    parser.add_argument("--seed", type=int, default=1, help="of the synthetic ballots")
    options = parser.parse_args()
    parts = options.part or PARTS
    if len(parts) == 1:
        sizes = tuple(options.ballots or SIZES)
        importlib.import_module(f"scripts.bench.{parts[0]}").run(sizes=sizes, seed=options.seed)
        return 0
    # Each part has a process, and with it memory and a database, of its own.
    same_options = [f"--seed={options.seed}", *(f"--ballots={number}" for number in options.ballots or ())]
    for part in parts:
        subprocess.run([sys.executable, "-m", "scripts.bench", part, *same_options], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
