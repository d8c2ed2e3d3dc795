"""A million ballots come through with no more memory than the distinct ones need."""

import io
import tracemalloc

import pytest

from voting.ballot_files.reading import read_election

NUMBER = 60_000
SEVERAL = ("1 2 3", "2 1", "3", "2 3 1")


class Pipe(io.RawIOBase):
    """A source that makes its content while it is read, and cannot go back."""

    def __init__(self, pieces):
        self.pieces = iter(pieces)
        self.rest = b""

    def readable(self):
        return True

    def readinto(self, buffer):
        while not self.rest:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.rest = piece
        size = min(len(buffer), len(self.rest))
        buffer[:size] = self.rest[:size]
        self.rest = self.rest[size:]
        return size


def blt():
    yield b"3 1\n"
    for number in range(NUMBER):
        yield f"(voter {number}) 1 {SEVERAL[number % 4]} 0\n".encode()
    yield b'0\n"A"\n"B"\n"C"\n'


def csv():
    yield b"ballot id,rank 1,rank 2,rank 3\n"
    for number in range(NUMBER):
        cells = SEVERAL[number % 4].split() + ["", ""]
        yield f"same,{','.join(cells[:3])}\n".encode()


def json():
    yield b'{"candidates": ["A", "B", "C"], "ballots": ['
    for number in range(NUMBER):
        places = ", ".join(f"[{int(choice) - 1}]" for choice in SEVERAL[number % 4].split())
        yield f"{', ' if number else ''}[1, [{places}]]\n".encode()
    yield b"]}"


@pytest.mark.slow
@pytest.mark.parametrize("pieces", [blt, csv, json])
def test_memory_is_bounded_by_distinct_ballots(pieces):
    tracemalloc.start()
    try:
        election = read_election(Pipe(pieces()), name="-")
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(election.ballots) == 4
    assert election.number_of_ballots == NUMBER
    # A list of that many ballots would be several times as much.
    assert most < 7_000_000
