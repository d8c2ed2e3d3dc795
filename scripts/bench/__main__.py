"""Everything that is measured, or one part of it.

python -m scripts.bench                              all parts
python -m scripts.bench pages                        the page cache
python -m scripts.bench counting --ballots 10000     counting, at one size
python -m scripts.bench rows                         from rows in SQLite to a result
python -m scripts.bench streaming                    memory while a file streams
"""

import argparse
import importlib
import sys

PARTS = ("pages", "counting", "rows", "streaming")
SIZES = (10_000, 100_000, 1_000_000)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench", description="Measure.")
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="one or more; all when none is given")
    parser.add_argument("--ballots", type=int, action="append", help=f"how many (default: {SIZES})")
    parser.add_argument("--seed", type=int, default=1, help="of the synthetic ballots")
    options = parser.parse_args()
    sizes = tuple(options.ballots or SIZES)
    for name in options.part or PARTS:
        # Each part loads only what it measures.
        importlib.import_module(f"scripts.bench.{name}").run(sizes=sizes, seed=options.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
