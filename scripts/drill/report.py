"""The lines of the report: what was tried, what was wanted, what was found."""

import time
from dataclasses import dataclass, field


@dataclass
class Report:
    """Prints each line as soon as it is known; `failed` counts those that do not hold."""

    failed: int = 0
    lines: int = 0
    _begun: float = field(default_factory=time.monotonic)

    def part(self, title: str) -> None:
        print(f"\n{title}\n{'-' * len(title)}", flush=True)

    def line(self, what: str, *, found, wanted, holds: bool) -> None:
        self.lines += 1
        self.failed += not holds
        print(f"{'holds' if holds else 'FAILS':6} {what}: {found} (wanted: {wanted})", flush=True)

    def note(self, text: str) -> None:
        print(f"       {text}", flush=True)

    def end(self) -> int:
        """The exit status: 0 when everything holds."""
        seconds = time.monotonic() - self._begun
        print(f"\n{self.lines - self.failed} of {self.lines} hold; {seconds:.0f} seconds.", flush=True)
        return 1 if self.failed else 0
