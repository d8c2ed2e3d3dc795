"""What a record says, line by line, so that two readings of it can be compared and the difference kept."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from members.models import Member

_FIELDS = (
    "member_no",
    "first_name",
    "last_name",
    "display_name",
    "street",
    "postal_code",
    "town",
    "phone",
    "language",
)
_ROWS = {
    "email": _("E-mail address"),
    "membership": _("Membership"),
    "suspension": _("Suspension"),
    "chapter": _("Chapter"),
    "external_id": _("Number elsewhere"),
    "merged": _("Joined with another record"),
    "login": _("Login"),
    "do_not_contact": _("Do not contact"),
}


def facts_of(member: Member) -> dict[str, str]:
    """The record as it is stored now: the name of a field, or "kind:number of the row", to its text."""
    stored = Member.objects.select_related("user").get(pk=member.pk)
    facts = {name: str(getattr(stored, name)) for name in _FIELDS}
    facts["do_not_contact"] = "yes" if stored.do_not_contact else ""
    facts["login"] = f"#{stored.user_id}" if stored.user_id else ""
    for email in stored.emails.all():
        facts[f"email:{email.pk}"] = f"{email.address} *" if email.is_primary else email.address
    for row in stored.memberships.all():
        ended = f" † {row.cancelled_on}" if row.cancelled_on else ""
        facts[f"membership:{row.pk}"] = f"{row.tier.code} {row.starts_on} – {row.expires_on or '…'}{ended}"
    for row in stored.suspensions.all():
        reason = f" ({row.reason})" if row.reason else ""
        facts[f"suspension:{row.pk}"] = f"{row.starts_on} – {row.ends_on or '…'}{reason}"
    for row in stored.chapter_memberships.select_related("chapter"):
        facts[f"chapter:{row.pk}"] = f"{row.chapter.code} {row.starts_on or '…'} – {row.ends_on or '…'}"
    for row in stored.external_ids.all():
        facts[f"external_id:{row.pk}"] = f"{row.system} {row.value}"
    return facts


def differences(before: dict[str, str], after: dict[str, str]) -> dict[str, tuple[str, str]]:
    """What is not the same in two readings: key to (old, new); "" for what was not or is no longer there."""
    return {
        key: (before.get(key, ""), after.get(key, ""))
        for key in {**before, **after}
        if before.get(key, "") != after.get(key, "")
    }


def fact_label(key: str) -> str:
    """What a reader calls the fact."""
    kind = key.partition(":")[0]
    if kind in _ROWS:
        return str(_ROWS[kind])
    if kind in _FIELDS:
        return str(capfirst(Member._meta.get_field(kind).verbose_name))
    return kind
