"""How people and ballots of a vote fit together, in plain words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from voting.domain.reconciliation import Reconciliation
from voting.wording import number_text


@dataclass(frozen=True)
class Line:
    label: str
    number: str


@dataclass(frozen=True)
class ShownReconciliation:
    """`lines` in the order in which each follows from the one before; `sentence`: whether they fit."""

    lines: tuple[Line, ...]
    holds: bool
    sentence: str


def shown_reconciliation(figures: Reconciliation | None) -> ShownReconciliation | None:
    if figures is None:
        return None
    numbers = (
        (_("People on the roll"), figures.eligible),
        (_("People who took part"), figures.participated),
        (_("Ballots in the box at the close"), figures.stored),
        (_("Ballots that were opened"), figures.opened),
        (_("Valid ballots"), figures.valid),
        (_("Invalid ballots"), figures.invalid),
        (_("Ballots that were counted"), figures.counted),
    )
    return ShownReconciliation(
        lines=tuple(Line(label=label, number=number_text(number)) for label, number in numbers),
        holds=figures.holds,
        sentence=(
            _("The figures fit: one ballot for each person who took part, and none was lost or added.")
            if figures.holds
            else _("The figures do not fit together. Please tell us.")
        ),
    )
