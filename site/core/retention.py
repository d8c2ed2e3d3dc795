"""What is kept for how long. Each app names its rules; `clean_up` follows them.

In an app's `ready()`:

    from core import retention

    retention.keep("sign-in-links", days=1, clean=remove_links)

`clean` takes the moment before which things are too old, and returns how many
it dealt with. It may run at any time, twice, late, or in two processes at once.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """`days`: the span, unless `RETENTION_DAYS` of the settings has another one."""

    name: str
    days: int
    clean: Callable[[datetime], int]

    @property
    def span(self) -> timedelta:
        return timedelta(days=spans().get(self.name, self.days))


_rules: dict[str, Rule] = {}


def spans() -> dict[str, int]:
    """The spans in days that the settings have, by the names of rules."""
    return getattr(settings, "RETENTION_DAYS", {})


def keep(name: str, *, days: int, clean: Callable[[datetime], int]) -> None:
    """Add a rule. `name`: small letters and hyphens; it stands in RETENTION_DAYS and in docs/operating.md.

    Raises ValueError for a name that another rule has.
    """
    if name in _rules:
        raise ValueError(f"There is a rule {name!r} already.")
    _rules[name] = Rule(name, days, clean)


def rules() -> list[Rule]:
    return sorted(_rules.values(), key=lambda rule: rule.name)


def clean_up(*, at: datetime) -> tuple[dict[str, int], list[str]]:
    """Follow every rule, each in a transaction of its own.

    Returns how many things each rule dealt with, and the names of rules that
    failed: one that fails does not keep the others from their work.
    """
    done, failed = {}, []
    for rule in rules():
        try:
            with transaction.atomic():
                done[rule.name] = rule.clean(at - rule.span)
        except Exception as error:  # noqa: BLE001 -- see above
            # What the error says may be about the very data that should be gone.
            logger.error("clean_up: the rule %s failed: %s", rule.name, type(error).__name__)
            failed.append(rule.name)
    return done, failed
