"""What the roll's addresses are told when a login is joined to a membership or leaves it.

Whoever gets hold of one way in must not do so unseen: the primary address hears
of every new login, every address on the roll hears of a login that moves. Of
addresses that change: `members.domain.address_notices`.
"""

from datetime import datetime

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from members.domain.providers import provider_title
from members.mails import supported, write_to
from members.models import Member, MembershipSettings, User, address_key
from members.rate_limits import is_allowed


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


def tell_office_of_claim(*, at: datetime) -> None:
    """Write to the office, where the site has its address, that somebody waits; once an hour."""
    site = Site.objects.filter(is_default_site=True).first()
    address = MembershipSettings.for_site(site).office_email if site else ""
    if address and is_allowed(what="claim-waits", who=address, times=1, seconds=3600, at=at):
        write_to(
            address=address,
            subject=gettext_lazy("A claim of membership waits in %(site)s"),
            template="claim_waits.txt",
        )


def _words(member: Member, user: User, at: datetime) -> dict[str, str]:
    with translation.override(supported(member.language)):
        return {"ways": ways_in(user), "day": day_of(at)}


def day_of(at: datetime) -> str:
    """The day of a moment, in words of the active language."""
    return date_format(timezone.localtime(at), "DATE_FORMAT")
