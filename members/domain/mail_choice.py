"""Which mails about votes a member wants."""

from collections.abc import Iterable

from members.models import MailPreferences, Member

# How voting calls a mail, and the choice that it falls under.
_FIELDS = {"invitation": "invitations", "reminder": "reminders", "outcome": "results"}


def choose_mails(*, member: Member, invitations: bool, reminders: bool, results: bool) -> None:
    """Whoever wants no mail stays a member and on every roll."""
    MailPreferences.objects.update_or_create(
        member=member,
        defaults={"invitations": invitations, "reminders": reminders, "results": results},
    )


def mails_wanted(*, member: Member) -> MailPreferences:
    """What the member chose; all of them where nothing was chosen."""
    return MailPreferences.objects.filter(member=member).first() or MailPreferences(member=member)


def refs_not_wanting(*, refs: Iterable[str], kind: str) -> set[str]:
    """Those of these members who do not want a mail of that kind (as `voting.models.Mailing` names it)."""
    field = _FIELDS.get(kind)
    if field is None:
        return set()
    unwanted = MailPreferences.objects.filter(member__ref__in=list(refs), **{field: False})
    return {str(ref) for ref in unwanted.values_list("member__ref", flat=True)}
