"""What is wrong with a file of ballots, and where."""


class BallotFileError(Exception):
    """A file that cannot be read as what it should be.

    `expected`: what should have stood there, without a period. `found`: what
    stands there. `line` and `column` count from 1; in a table, the column is
    the number of the cell. 0 where there is no such place.
    """

    def __init__(self, *, expected: str, found: str = "", line: int = 0, column: int = 0, file: str = ""):
        super().__init__(expected)
        self.file = file
        self.line = line
        self.column = column
        self.expected = expected
        self.found = found

    def __str__(self):
        places = [self.file or "input"]
        places += [f"line {self.line}"] if self.line else []
        places += [f"column {self.column}"] if self.column else []
        found = f", found {_shown(self.found)}" if self.found else ""
        return f"{', '.join(places)}: expected {self.expected}{found}"


class CannotCount(Exception):
    """A file that can be read, but not counted as asked; the message is a full sentence."""


def _shown(text: str) -> str:
    """A piece of a file, short and harmless on a terminal."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in text)
    return f"“{shown[:40]}…”" if len(shown) > 40 else f"“{shown}”"
