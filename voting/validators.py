"""A stored plugin is a slug with a validator, never `choices`: a new plugin needs no migration."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from voting.api import ballot_boxes, electorates


def validate_ballot_box(slug: str) -> None:
    if slug not in ballot_boxes:
        raise ValidationError(_("“%(slug)s” is not an installed ballot box."), params={"slug": slug})


def validate_electorate(slug: str) -> None:
    if slug not in electorates:
        raise ValidationError(_("“%(slug)s” is not an installed electorate."), params={"slug": slug})


def tracking_codes_problem(*, box: str, publishes_ballots: bool) -> str:
    """Why ballots cannot carry tracking codes in this box, as a sentence; "" where they can."""
    if not ballot_boxes.get(box).has_tracking_codes:
        return _("This ballot box has no tracking codes. Turn them off, or choose a secret vote.")
    if not publishes_ballots:
        return _("Tracking codes need published ballots. Turn them off, or publish the ballots.")
    return ""
