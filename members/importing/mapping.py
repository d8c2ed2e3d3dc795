"""How a file is read: which column is which field, and what is done where a file leaves something open."""

from collections.abc import Mapping as Dict
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.importing.errors import UnusableMapping

# What a column can be, in the order of a form. Another system's number is `id:<system>`.
FIELDS = {
    "member_no": gettext_lazy("Member number"),
    "id:nationbuilder": gettext_lazy("Number in NationBuilder"),
    "id:action_network": gettext_lazy("Number in Action Network"),
    "id:civicrm": gettext_lazy("Number in CiviCRM"),
    "email": gettext_lazy("E-mail address"),
    "email_2": gettext_lazy("Second e-mail address"),
    "email_3": gettext_lazy("Third e-mail address"),
    "email_4": gettext_lazy("Fourth e-mail address"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "display_name": gettext_lazy("Name to show"),
    "phone": gettext_lazy("Phone"),
    "phone_2": gettext_lazy("Phone, where the first is empty"),
    "street": gettext_lazy("Street"),
    "street_2": gettext_lazy("Street, second line"),
    "town": gettext_lazy("Town"),
    "postal_code": gettext_lazy("Postal code"),
    "language": gettext_lazy("Language"),
    "do_not_contact": gettext_lazy("Do not contact"),
    "may_contact": gettext_lazy("Wants e-mail"),
    "chapter": gettext_lazy("Chapter"),
    "tier": gettext_lazy("Kind of membership"),
    "starts_on": gettext_lazy("First day of the membership"),
    "expires_on": gettext_lazy("Last day paid"),
    "cancelled_on": gettext_lazy("Canceled on"),
}

CHOICES = {
    "dates": {
        "refuse": gettext_lazy("Refuse a date that can be two"),
        "mdy": gettext_lazy("Month first, as in 12/31/2026"),
        "dmy": gettext_lazy("Day first, as in 31/12/2026"),
    },
    "empty_first_day": {
        "refuse": gettext_lazy("Refuse the row"),
        "tier_period": gettext_lazy("Count back from the last day paid"),
    },
    "empty_last_day": {
        "refuse": gettext_lazy("Refuse the row"),
        "tier_period": gettext_lazy("Count on from the first day"),
        "no_end": gettext_lazy("The membership has no end"),
    },
    "without_membership": {
        "skip": gettext_lazy("Leave them out"),
        "add": gettext_lazy("Put them on the roll without a membership"),
    },
    "addresses": {
        "add": gettext_lazy("Keep an address that the file does not name"),
        "replace": gettext_lazy("Remove an address that the file does not name"),
    },
}


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the reader of a file decides where the file leaves it open. The defaults guess nothing.

    `default_tier`: code of the kind of membership for rows that name none. `tiers`, `chapters`:
    {text in the file: code}. `whole_list`: the file is everybody, so members whom it does not name
    are listed. `blank_clears`: an empty cell empties the field. `address_is_enough`:
    an address names a member even where the first names differ. `us_postal_codes`: 2139 is 02139.
    """

    dates: str = "refuse"
    empty_first_day: str = "refuse"
    empty_last_day: str = "refuse"
    without_membership: str = "skip"
    addresses: str = "add"
    default_tier: str = ""
    tiers: Dict[str, str] = field(default_factory=dict)
    chapters: Dict[str, str] = field(default_factory=dict)
    whole_list: bool = True
    blank_clears: bool = False
    address_is_enough: bool = False
    us_postal_codes: bool = True

    @classmethod
    def from_json(cls, options: Dict[str, Any]) -> "Options":
        """Raises UnusableMapping for an option or a value that does not exist."""
        known = {each.name: each for each in fields(cls)}
        for name, value in options.items():
            if name not in known:
                raise UnusableMapping(_("There is no option “%(name)s”.") % {"name": name})
            if name in CHOICES and value not in CHOICES[name]:
                raise UnusableMapping(
                    _("The option “%(name)s” is one of: %(values)s.")
                    % {"name": name, "values": ", ".join(CHOICES[name])}
                )
            if name in ("tiers", "chapters") and not _is_dictionary_of_text(value):
                raise UnusableMapping(_("The option “%(name)s” names codes by text.") % {"name": name})
            if known[name].type is bool and not isinstance(value, bool):
                raise UnusableMapping(_("The option “%(name)s” is true or false.") % {"name": name})
            if name == "default_tier" and not isinstance(value, str):
                raise UnusableMapping(_("The option “default_tier” is a code."))
        return cls(**options)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """`columns`: {our field: title of the column}."""

    columns: Dict[str, str]
    options: Options = Options()


def check_columns(columns: Dict[str, Any]) -> None:
    """Raises UnusableMapping for a field that does not exist."""
    for name, title in columns.items():
        is_ours = name in FIELDS or (name.startswith("id:") and _is_slug(name.removeprefix("id:")))
        if not is_ours:
            raise UnusableMapping(_("There is no field “%(name)s”.") % {"name": name})
        if not isinstance(title, str) or not title.strip():
            raise UnusableMapping(_("The field “%(name)s” has no column.") % {"name": name})


def title_key(title: str) -> str:
    """A column's title as it is compared: without case, and “Last name” like “last_name”."""
    return " ".join(title.replace("_", " ").replace("-", " ").casefold().split())


def _is_slug(text: str) -> bool:
    return text.isascii() and 0 < len(text) <= 50 and text.replace("_", "").replace("-", "").isalnum()


def _is_dictionary_of_text(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(key, str) and isinstance(code, str) for key, code in value.items()
    )


def read_option(text: str) -> tuple[str, Any]:
    """An option as it is typed: `dates=mdy`, `blank_clears=yes`. Raises UnusableMapping."""
    name, equals, value = text.partition("=")
    kinds = {each.name: each.type for each in fields(Options)}
    if not equals or kinds.get(name) not in (str, bool):
        raise UnusableMapping(_("There is no option “%(name)s”.") % {"name": name})
    if kinds[name] is bool:
        if value.lower() not in ("yes", "no", "true", "false"):
            raise UnusableMapping(_("The option “%(name)s” is yes or no.") % {"name": name})
        return name, value.lower() in ("yes", "true")
    return name, value
