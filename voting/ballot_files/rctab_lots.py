"""The tie-break settings of RCTab, as lots.

RCTab (the Ranked Choice Voting Resource Center's tabulator) settles a tie by
an order of the candidates or by Java's random numbers. To repeat one of its
counts, the same numbers must be drawn, and the tied candidates must stand in
the same order: sorted by name, or, where it looked at earlier rounds first,
as its hash set gives them back. Java's library documentation defines both
(java.util.Random, Collections.shuffle, String.hashCode, HashSet).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

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
        return OrderedLot([key_of[name] for name in shuffled(sorted_names(names), seed=int(seed))])
    if mode in ("random", "previousRoundCountsThenRandom"):
        arrange = hash_set_order if TIES[mode] == "earlier_rounds" else sorted_names
        return RandomLot(seed=int(seed), names={key: name for name, key in key_of.items()}, arrange=arrange)
    return OrderedLot(keys)


class RandomLot:
    """One random number a tie; it points at one of the tied candidates.

    For a tie about the fewest votes that is who drops out, for one about the
    most votes who is elected: `pick` leaves the candidate out, `order` puts
    the candidate first. It is used up as it draws: take a new one for each count.

    `names`: RCTab's names of all candidates by key. `arrange`: the order in
    which the names of tied candidates stand.
    """

    def __init__(self, *, seed: int, names: Mapping[str, str], arrange: Callable[[Iterable[str]], list[str]]):
        self.random = JavaRandom(seed)
        self.key_of = {name: key for key, name in names.items()}
        self.names = names
        self.arrange = arrange

    def pick(self, keys: Iterable[str], number: int = 1) -> tuple[str, ...]:
        left = self._arranged(keys)
        while len(left) > number:
            del left[self._place_among(left)]
        return tuple(left)

    def order(self, keys: Iterable[str]) -> tuple[str, ...]:
        left = self._arranged(keys)
        ordered = []
        while len(left) > 1:
            ordered.append(left.pop(self._place_among(left)))
        return (*ordered, *left)

    def _place_among(self, keys: Sequence[str]) -> int:
        # 53 bits scaled down to the number of candidates: what rounding down the product of a
        # double between 0 and 1 gives, without a float.
        return (self.random.next_53_bits() * len(keys)) >> 53

    def _arranged(self, keys: Iterable[str]) -> list[str]:
        return [self.key_of[name] for name in self.arrange(self.names[key] for key in set(keys))]


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


def sorted_names(names: Iterable[str]) -> list[str]:
    """Names as Java sorts them: by their 16-bit characters."""
    return sorted(names, key=_utf16)


def hash_set_order(names: Iterable[str]) -> list[str]:
    """Names as a HashSet gives them back that was made from the sorted list of them."""
    ordered = sorted_names(names)
    size = 16
    while size < len(ordered) * 4 // 3 + 1:
        size *= 2
    return sorted(ordered, key=lambda name: _spread(_hash_code(name)) & (size - 1))


def _hash_code(text: str) -> int:
    """String.hashCode, as an unsigned number of 32 bits."""
    code = 0
    for unit in _utf16(text):
        code = (code * 31 + unit) & 0xFFFFFFFF
    return code


def _spread(code: int) -> int:
    return code ^ (code >> 16)


def _utf16(text: str) -> list[int]:
    """The 16-bit characters of which Java's strings are made."""
    data = text.encode("utf-16-be")
    return [data[at] << 8 | data[at + 1] for at in range(0, len(data), 2)]
