"""What the roll's addresses are told when a login is joined to a membership or leaves it.

Whoever gets hold of one way in must not do so unseen: the primary address hears
of every new login, every address on the roll hears of a login that moves.
"""

from datetime import datetime

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.domain.providers import provider_title
from members.mails import supported, write_to
from members.models import Member, User, address_key


def ways_in(user: User) -> str:
    """How somebody signs in with that login, in words: "Google, Facebook"; in the active language."""
    titles = [str(provider_title(row.provider)) for row in user.social_auth.order_by("pk")]
    return ", ".join(titles) or _("a link by e-mail")


def tell_joined(*, member: Member, user: User, at: datetime, by_office: bool = False) -> None:
    """Write to the primary address that this login now opens the membership."""
    write_to(
        member=member,
        subject=gettext_lazy("A new sign-in for your membership in %(site)s"),
        template="login_joined.txt",
        context={**_words(member, user, at), "by_office": by_office},
    )


def tell_moved(*, member: Member, old: User, new: User, at: datetime, by_office: bool = False) -> None:
    """Write to every address on the roll, and to the one of the old login, that the membership moved."""
    addresses = [email.address for email in member.emails.all()]
    if old.email:
        addresses.append(old.email)
    with translation.override(supported(member.language)):
        context = {**_words(member, new, at), "old_ways": ways_in(old), "by_office": by_office}
    for address in {address_key(address): address for address in addresses}.values():
        write_to(
            member=member,
            address=address,
            subject=gettext_lazy("Your membership in %(site)s has moved to another sign-in"),
            template="login_moved.txt",
            context=context,
        )


def tell_of_new_addresses(*, member: Member, before: list[str], at: datetime) -> None:
    """Write to the addresses that a membership had before, when its addresses have changed since.

    `before`: the addresses of the roll before the change, whoever made it.
    Whoever owns a new address can sign in with it, so the old ones must hear
    of it. A member who had none before is not written to.
    """
    now = {address_key(email.address) for email in member.emails.all()}
    old = {address_key(address): address for address in before}
    if now == set(old):
        return
    with translation.override(supported(member.language)):
        context = {"day": _day(at)}
    for address in old.values():
        write_to(
            member=member,
            address=address,
            subject=gettext_lazy("The addresses of your membership in %(site)s have changed"),
            template="addresses_changed.txt",
            context=context,
        )


def _words(member: Member, user: User, at: datetime) -> dict[str, str]:
    with translation.override(supported(member.language)):
        return {"ways": ways_in(user), "day": _day(at)}


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT")
