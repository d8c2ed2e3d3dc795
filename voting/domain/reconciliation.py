"""Whether people and ballots of a counted vote fit together, from what the log and the results hold."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from voting.models import AuditEvent

_CLOSINGS = ("closed", "closed_early")
_ROLLS = ("opened", "roll_added", "roll_struck")


@dataclass(frozen=True)
class Reconciliation:
    """The seven figures, in the order in which each follows from the one before.

    `eligible`: people on the roll at the close. `participated`: who took part.
    `stored`: ballots in the box at the close. `opened`: taken out of it;
    `valid` and `invalid` among these. `counted`: what the result was made of.
    """

    eligible: int
    participated: int
    stored: int
    opened: int
    valid: int
    invalid: int
    counted: int

    @property
    def holds(self) -> bool:
        """Whether nobody voted twice, and no ballot was lost or added."""
        return (
            self.participated <= self.eligible
            and self.stored == self.participated
            and self.opened == self.stored
            and self.valid + self.invalid == self.opened
            and self.counted == self.valid
        )

    def as_values(self) -> dict[str, int]:
        return asdict(self)


def reconciliation_of(events: Iterable[AuditEvent], *, counted: int) -> Reconciliation | None:
    """The figures of a whole log in order; None before the count.

    `counted`: how many ballots the stored results were made of.
    """
    closed = figures = None
    roll = roll_at_close(events := list(events))
    for event in events:
        if event.kind in _CLOSINGS:
            closed = event.payload
        elif event.kind == "counted":
            figures = event.payload
    if closed is None or figures is None:
        return None
    return Reconciliation(
        # Imported surveys have no roll in their log.
        eligible=roll["size"] if roll else figures["eligible"],
        participated=closed["participated"],
        stored=closed["stored"],
        opened=figures["opened"],
        valid=figures["valid"],
        invalid=figures["invalid"],
        counted=counted,
    )


def roll_at_close(events: Iterable[AuditEvent]) -> dict | None:
    """`size`, `root` and the number of `changes` of the roll, as the log has it; None where it has none."""
    rolls = [event.payload["roll"] for event in events if event.kind in _ROLLS]
    return {**rolls[-1], "changes": len(rolls) - 1} if rolls else None
