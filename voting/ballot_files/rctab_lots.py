"""The tie-break settings of RCTab, as lots.

RCTab (the Ranked Choice Voting Resource Center's tabulator) settles a tie by
an order of the candidates or by Java's random numbers. To repeat one of its
counts, the same numbers must be drawn, and the tied candidates must stand in
the same order as in its hash table; both are defined by Java's library
documentation (java.util.Random, String.hashCode, HashMap).
"""

from collections.abc import Iterable, Sequence

from voting.api import Lot, OrderedLot

TIES = {
    "useCandidateOrder": "lot",
    "generatePermutation": "lot",
    "random": "lot",
    "stopCountingAndAsk": "lot",
    "previousRoundCountsThenRandom": "earlier_rounds",
    "previousRoundCountsThenAsk": "earlier_rounds",
}
"""The value of the option `ties` for each tie-break mode of RCTab."""


def lot_for(*, mode: str, seed: str, names: Sequence[str], keys: Sequence[str]) -> Lot:
    """The lot that repeats a tie-break mode of RCTab.

    `seed`: RCTab's random seed, a whole number as text. `names`: the
    candidates in the order of RCTab's settings; `keys`: their keys here, in
    the same order. Where RCTab stops and asks a person, the order of the
    candidates stands in for the answer, which no file records. Raises
    ValueError for a mode that RCTab does not have, or a seed that is missing.
    """
    if mode not in TIES:
        raise ValueError(f"RCTab has no tie-break mode {mode!r}.")
    key_of = dict(zip(names, keys, strict=True))
    if mode == "generatePermutation":
        return OrderedLot([key_of[name] for name in shuffled(sorted(names, key=_utf16), seed=int(seed))])
    if mode in ("random", "previousRoundCountsThenRandom"):
        return RandomLot(seed=int(seed), names={key: name for name, key in key_of.items()})
    return OrderedLot(keys)


class RandomLot:
    """One random number a tie; it points at one of the tied candidates, in hash table order.

    For a tie about the fewest votes that is who drops out, for one about the
    most votes who is elected: `pick` leaves the candidate out, `order` puts
    the candidate first. It is used up as it draws: take a new one for each count.

    `names`: RCTab's names of all candidates by key, in the order of its settings.
    """

    def __init__(self, *, seed: int, names: dict[str, str]):
        self.random = JavaRandom(seed)
        self.names = names

    def pick(self, keys: Iterable[str], number: int = 1) -> tuple[str, ...]:
        left = self._in_table_order(keys)
        while len(left) > number:
            del left[self._place_among(left)]
        return tuple(left)

    def order(self, keys: Iterable[str]) -> tuple[str, ...]:
        left = self._in_table_order(keys)
        ordered = []
        while len(left) > 1:
            ordered.append(left.pop(self._place_among(left)))
        return (*ordered, *left)

    def _place_among(self, keys: Sequence[str]) -> int:
        # 53 bits scaled down to the number of candidates: what rounding down the product of a
        # double between 0 and 1 gives, without a float.
        return (self.random.next_53_bits() * len(keys)) >> 53

    def _in_table_order(self, keys: Iterable[str]) -> list[str]:
        wanted = set(keys)
        table = hash_table_order(list(self.names.values()))
        key_of = {name: key for key, name in self.names.items()}
        return [key_of[name] for name in table if key_of[name] in wanted]


class JavaRandom:
    """The random numbers of java.util.Random: a linear congruential generator of 48 bits."""

    def __init__(self, seed: int):
        self.state = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)

    def next_bits(self, bits: int) -> int:
        """The next number of that many bits, as an unsigned number."""
        self.state = (self.state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
        return self.state >> (48 - bits)

    def next_53_bits(self) -> int:
        """The numerator of nextDouble(), over 2 to the power of 53."""
        return (self.next_bits(26) << 27) + self.next_bits(27)

    def next_below(self, bound: int) -> int:
        """nextInt(bound): a number from 0 up to, but not including, the bound."""
        bits = self.next_bits(31)
        if bound & (bound - 1) == 0:
            return (bound * bits) >> 31
        while bits - bits % bound + bound - 1 >= 1 << 31:
            bits = self.next_bits(31)
        return bits % bound


def shuffled(items: Sequence[str], *, seed: int) -> list[str]:
    """Collections.shuffle with a new Random(seed)."""
    random = JavaRandom(seed)
    result = list(items)
    for size in range(len(result), 1, -1):
        other = random.next_below(size)
        result[size - 1], result[other] = result[other], result[size - 1]
    return result


def hash_table_order(names: Sequence[str]) -> list[str]:
    """The order in which a HashMap gives back names that were put into it in this order."""
    size = 16
    while len(names) * 4 > size * 3:
        size *= 2
    return sorted(names, key=lambda name: _spread(_hash_code(name)) & (size - 1))


def _hash_code(text: str) -> int:
    """String.hashCode, as an unsigned number of 32 bits."""
    code = 0
    for unit in _utf16(text):
        code = (code * 31 + unit) & 0xFFFFFFFF
    return code


def _spread(code: int) -> int:
    return code ^ (code >> 16)


def _utf16(text: str) -> list[int]:
    """Java's characters, by which it also sorts."""
    data = text.encode("utf-16-be")
    return [data[at] << 8 | data[at + 1] for at in range(0, len(data), 2)]
