"""Counting a worked example: choices as single letters, ballots as short as they are written by hand."""

from voting.api import ChoiceSpec, ContestSpec, OrderedLot, count_every_way


class NoLot:
    """A lot that must not be asked."""

    def pick(self, keys, number=1):
        raise AssertionError(f"The lot was asked about {sorted(keys)}.")

    def order(self, keys):
        raise AssertionError(f"The lot was asked about {sorted(keys)}.")


def contest_of(method, keys, *, seats=1, default="", **options):
    """A contest with these keys; `default` is the one of the kind "no endorsement"."""
    return ContestSpec(
        key="q",
        choices=tuple(ChoiceSpec(key, "no_endorsement" if key == default else "option") for key in keys),
        seats=seats,
        options=method.clean_options(options=options),
    )


def count_example(method, keys, ballots, *, lot="", **settings):
    """The count; `lot` is an order of the keys. Without one, nothing may be left to the lot."""
    return method.count(
        contest=contest_of(method, keys, **settings),
        ballots=ballots,
        lot=OrderedLot(lot) if lot else NoLot(),
    )


def possible_winners(method, keys, ballots, **settings):
    """The winners in every way in which the lot can fall, each as a string of sorted keys."""
    contest = contest_of(method, keys, **settings)
    counts = count_every_way(lambda lot: method.count(contest=contest, ballots=ballots, lot=lot))
    return {"".join(sorted(count.winners)) for count in counts}


def rankings(*lines):
    """Ballots from lines as "42 M>N=C>K": a number, and keys in order, level ones with "="."""
    ballots = []
    for line in lines:
        number, _space, order = line.partition(" ")
        places = [place.split("=") for place in order.split(">")]
        ballots.append(([place[0] if len(place) == 1 else place for place in places], int(number)))
    return ballots


def duels(**results):
    """Ballots that compare two choices each, for contests in which unranked means no opinion.

    `AB=(30, 10)`: 30 ballots prefer A to B, 10 prefer B to A.
    """
    ballots = []
    for (one, other), (votes, against) in results.items():
        ballots += [([one, other], votes), ([other, one], against)]
    return ballots
