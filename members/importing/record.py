"""What the outside says about one person: the same for a row of a file and a call of the API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """None means that nothing is said, so what the roll has stays; "" says that there is nothing.

    `number`: where the record stands in its source (line of a file, place in a request),
    counted from 1. `external_ids`: {system: value}. `emails`: the first one is where mail goes.
    `chapters` and `tier`: codes. A membership is said by `starts_on` together with `expires_on`
    (the last day paid) or `has_no_end`; `cancelled_on` is the day from which it does not count.
    """

    number: int = 0
    member_no: str | None = None
    external_ids: Mapping[str, str] = field(default_factory=dict)
    emails: tuple[str, ...] | None = None
    first_name: str | None = None
    last_name: str | None = None
    display_name: str | None = None
    phone: str | None = None
    street: str | None = None
    town: str | None = None
    postal_code: str | None = None
    language: str | None = None
    do_not_contact: bool | None = None
    chapters: tuple[str, ...] | None = None
    tier: str | None = None
    starts_on: date | None = None
    expires_on: date | None = None
    has_no_end: bool = False
    cancelled_on: date | None = None
