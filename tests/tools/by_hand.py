"""Elections for the second tabulator, written down in a few letters."""

from tests.tools.exports import load_program

program = load_program()

# The order that the seed “seed” gives to A, B and C, and “lot” to A to D.
BY_SEED = ["B", "C", "A"]
BY_LOT = ["D", "C", "B", "A"]


def election(ballots, choices="ABC", *, seats=1, seed="seed", kinds=None, **options):
    return program.Election(
        choices=list(choices),
        seats=seats,
        options=options,
        ballots=ballots,
        lot=program.SeedLot(seed),
        kinds={key: (kinds or {}).get(key, "option") for key in choices},
    )


def ranking(*places):
    """A ballot: letters on one place stand level, an empty text is a skipped rank."""
    return tuple(tuple(place) for place in places)


def count(method, ballots, choices="ABC", **kwargs):
    return program.METHODS[method][1](election(ballots, choices, **kwargs))
