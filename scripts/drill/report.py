"""The lines of the report: what was tried, what was wanted, what was found."""

import time
from dataclasses import dataclass, field

from scripts.bench.measuring import say


@dataclass
class Report:
    """Prints each line as soon as it is known; `failed` counts those that do not hold."""

    failed: int = 0
    lines: int = 0
    _begun: float = field(default_factory=time.monotonic)

    def part(self, title: str) -> None:
        say(f"\n{title}\n{'-' * len(title)}")

    def line(self, what: str, *, found, wanted, holds: bool) -> None:
        self.lines += 1
        self.failed += not holds
        say(f"{'holds' if holds else 'FAILS':6} {what}: {found} (wanted: {wanted})")

    def note(self, text: str) -> None:
        say(f"       {text}")

    def end(self) -> int:
        """The exit status: 0 when everything holds."""
        seconds = time.monotonic() - self._begun
        say(f"\n{self.lines - self.failed} of {self.lines} hold; {seconds:.0f} seconds.")
        return 1 if self.failed else 0
