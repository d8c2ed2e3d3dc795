"""The reviewed table of `matrix_of_urls.txt`, by name of address."""

from pathlib import Path

# Addresses about the second factor itself: staff who have not shown it are sent on to do so.
ASK_FOR_THE_SECOND_FACTOR = {
    "members:second_factor",
    "members:add_app",
    "members:add_key",
    "members:recovery_codes",
    "members:remove_second_factor",
}


def _read() -> dict[str, str]:
    rows = {}
    for line in Path(__file__).with_suffix(".txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        outcomes, place, names = line.split(maxsplit=2)
        namespace = place.removesuffix(":")
        for name in names.split():
            full = name if namespace == "-" else f"{namespace}:{name}"
            assert full not in rows, f"{full} stands in the table twice"
            rows[full] = outcomes
    return rows


ROWS = _read()
