"""The kinds of lists we know by their header, and which of their columns is which field."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.importing.errors import UnusableFile, UnusableMapping
from members.importing.mapping import Mapping, Options, check_columns, title_key
from members.models import ImportMapping

# One of these says who a row is about.
_NAMES_A_PERSON = ("member_no", "email", "email_2", "email_3", "email_4")


@dataclass(frozen=True, kw_only=True)
class Format:
    """`marks`: titles of which all must be there, for the list to be known as this kind.

    `columns`: {our field: the titles it goes by, the best one first}.
    """

    slug: str
    name: str
    marks: tuple[str, ...] = ()
    columns: Dict[str, tuple[str, ...]]
    options: Options = field(default_factory=Options)
    # The system whose numbers the list carries: members who are gone from it are told by them.
    system: str = ""

    def is_that_of(self, header: list[str]) -> bool:
        keys = {title_key(title) for title in header}
        return bool(self.marks) and all(title_key(mark) in keys for mark in self.marks)

    def columns_in(self, header: list[str]) -> dict[str, str]:
        """{our field: title in this header} for the columns that are there."""
        titles: dict[str, str] = {}
        for title in header:
            titles.setdefault(title_key(title), title)
        found, taken = {}, set()
        # What an organization has added to the list of a system goes by the usual titles.
        for columns in (self.columns, _USUAL):
            for name, candidates in columns.items():
                keys = [title_key(candidate) for candidate in candidates]
                key = next((key for key in keys if key in titles and key not in taken), None)
                if key is not None and name not in found:
                    found[name] = titles[key]
                    taken.add(key)
        return found


_USUAL = {
    "member_no": ("member_no", "member number", "member no.", "member id", "membership number", "number"),
    "id:nationbuilder": ("nationbuilder_id", "nationbuilder id"),
    "id:action_network": ("action_network_id", "action network id"),
    "id:civicrm": ("civicrm_id", "contact id"),
    "email": ("email", "e-mail", "email address", "e-mail address", "mail"),
    "email_2": ("email_2", "email 2", "second email", "other email"),
    "email_3": ("email_3", "email 3"),
    "email_4": ("email_4", "email 4"),
    "first_name": ("first_name", "first name", "given name", "firstname"),
    "last_name": ("last_name", "last name", "surname", "family name", "lastname"),
    "display_name": ("display_name", "name to show", "full name", "name"),
    "phone": ("phone", "phone number", "telephone"),
    "phone_2": ("mobile", "mobile number", "cell", "cell phone"),
    "street": ("street", "address", "street address", "address 1", "address line 1"),
    "street_2": ("street 2", "address 2", "address line 2"),
    "town": ("town", "city", "city/town"),
    "postal_code": ("postal_code", "zip", "zip code", "zipcode", "postcode"),
    "language": ("language", "preferred language"),
    "do_not_contact": ("do_not_contact", "do not contact"),
    "may_contact": ("wants e-mail", "email opt in"),
    "chapter": ("chapter", "chapters", "local group"),
    "tier": ("tier", "kind of membership", "membership", "membership level", "membership type", "level"),
    "starts_on": ("starts_on", "first day", "start date", "membership start", "starts"),
    "expires_on": (
        "expires_on", "last day paid", "paid until", "paid through", "expires", "expiration date",
        "expiry date", "end date", "membership expires",
    ),
    "cancelled_on": ("cancelled_on", "canceled_on", "canceled on", "cancelled on", "canceled"),
}  # fmt: skip

_NATIONBUILDER = Format(
    slug="nationbuilder",
    name=gettext_lazy("NationBuilder: people export"),
    system="nationbuilder",
    marks=("nationbuilder_id",),
    columns={
        "id:nationbuilder": ("nationbuilder_id",),
        "id:civicrm": ("civicrm_id",),
        "member_no": (*_USUAL["member_no"], "external_id"),
        "email": ("email", "email1"),
        "email_2": ("email2", "email1"),
        "email_3": ("email3",),
        "email_4": ("email4",),
        "first_name": ("first_name",),
        "last_name": ("last_name",),
        "phone": ("phone_number", "phone"),
        "phone_2": ("mobile_number", "mobile"),
        "street": ("primary_address1", "address_address1", "home_address1", "address_street"),
        "street_2": ("primary_address2", "address_address2", "home_address2"),
        "town": ("primary_city", "address_city", "home_city"),
        "postal_code": ("primary_zip", "address_zip", "home_zip", "primary_zip5", "address_zip5"),
        "language": ("language",),
        "do_not_contact": ("do_not_contact",),
        "may_contact": ("email_opt_in",),
        "tier": ("membership_level_name", "membership_name", "membership_type"),
        "starts_on": ("membership_started_at", "membership_start_date"),
        "expires_on": ("membership_expires_at", "membership_expires_on"),
    },
    options=Options(dates="mdy"),
)

_ACTION_NETWORK = Format(
    slug="action_network",
    name=gettext_lazy("Action Network: report export"),
    system="action_network",
    marks=("uuid", "email"),
    columns={
        "id:action_network": ("uuid",),
        "email": ("email",),
        "first_name": ("first_name",),
        "last_name": ("last_name",),
        "phone": ("can2_phone", "Phone Number", "phone"),
        "street": ("can2_user_address", "address"),
        "town": ("can2_user_city", "city"),
        "postal_code": ("zip_code", "can2_user_zip"),
        "language": ("language", "language_preference", "can2_language_preference"),
        "may_contact": ("can2_subscription_status", "subscription_status"),
        "tier": ("membership_level", "membership_tier", "tier"),
        "starts_on": ("membership_starts_on", "membership_started_at"),
        "expires_on": ("membership_expires_on", "membership_expires_at"),
        "cancelled_on": ("membership_cancelled_on", "membership_canceled_on"),
    },
    options=Options(dates="mdy"),
)

_PLAIN = Format(slug="plain", name=gettext_lazy("A list of our own"), columns=_USUAL)

FORMATS = {each.slug: each for each in (_NATIONBUILDER, _ACTION_NETWORK, _PLAIN)}


def recognise(header: list[str]) -> Format:
    """The kind of list that has this header; a list of our own where it is no other."""
    return next((known for known in FORMATS.values() if known.is_that_of(header)), _PLAIN)


def mapping_for(*, header: list[str], saved: ImportMapping | None = None) -> Mapping:
    """How a list with this header is read, by a saved mapping or by what we know of its kind.

    Raises UnusableMapping where the saved mapping does not fit the header, UnusableFile
    where no column says who a row is about or a column that is read is there twice.
    """
    known = recognise(header)
    is_told = saved is not None and saved.columns
    columns = _columns_of(saved, header) if is_told else known.columns_in(header)
    options = known.options
    if saved is not None:
        options = Options.from_json({**options.as_json(), **saved.options})
    _check(columns, header)
    return Mapping(columns=columns, options=options)


def _columns_of(saved: ImportMapping, header: list[str]) -> dict[str, str]:
    check_columns(saved.columns)
    titles = {title_key(title): title for title in header}
    missing = [title for title in saved.columns.values() if title_key(title) not in titles]
    if missing:
        raise UnusableMapping(
            _("The file has no column “%(titles)s”.") % {"titles": "”, “".join(sorted(missing))}
        )
    return {name: titles[title_key(title)] for name, title in saved.columns.items()}


def _check(columns: Dict[str, str], header: list[str]) -> None:
    if not any(name in _NAMES_A_PERSON or name.startswith("id:") for name in columns):
        raise UnusableFile(
            _("No column says who a row is about: a member number, an e-mail address, a number elsewhere.")
        )
    keys = [title_key(title) for title in header]
    for title in columns.values():
        if keys.count(title_key(title)) > 1:
            raise UnusableFile(_("The column “%(title)s” is there twice.") % {"title": title})
