"""Compiles every template of ours: a tag that is misspelled or not closed fails here, not on a page."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[1:1] = [str(ROOT), str(ROOT / "site")]

import django  # noqa: E402 -- the path has to be set first
from django.template import TemplateSyntaxError, engines  # noqa: E402 -- the path has to be set first


def main() -> int:
    django.setup()
    engine = engines["django"].engine
    failed = 0
    paths = sorted(
        path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt", ".xml"}
    )
    for path in paths:
        try:
            engine.get_template(path.relative_to(ROOT / "templates").as_posix())
        except TemplateSyntaxError as error:
            failed += 1
            sys.stderr.write(f"{path.relative_to(ROOT)}: {error}\n")
    sys.stderr.write(f"{len(paths)} templates compiled, {failed} failed.\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
