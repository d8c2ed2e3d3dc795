"""Whether the database role of the web process can look into the box."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from voting.api import Finding
from voting.plugins.secret.roles import NoSuchRole, can_cast, can_look_into_the_box, can_make_itself_mighty


def findings() -> Iterator[Finding]:
    """Of the role that VOTING_WEB_ROLE names; without that, of the one that asks."""
    named, asking = getattr(settings, "VOTING_WEB_ROLE", ""), _current_user()
    role = named or asking
    if named and named != asking and not getattr(settings, "RUNS_AS_OWNER", False):
        yield Finding(
            code="postgres-web-role-unused",
            problem=_("The site uses the database role %(asking)s and not the web role %(named)s.")
            % {"asking": asking, "named": named},
            remedy=_("Put the web role into DATABASE_URL, and the owner into OWNER_DATABASE_URL."),
        )
    try:
        yield from _about(role)
    except NoSuchRole:
        yield Finding(
            code="postgres-web-role-missing",
            problem=_("VOTING_WEB_ROLE names a database role that does not exist: %(role)s.")
            % {"role": role},
            remedy=_("Make the role, or correct the name. Then run: manage.py restrict_web_role"),
        )


def _about(role: str) -> Iterator[Finding]:
    if rights := can_look_into_the_box(role):
        yield Finding(
            code="postgres-web-role-reads",
            problem=_("The web process can read or change sealed ballots. Its role %(role)s has %(rights)s.")
            % {"role": role, "rights": ", ".join(rights)},
            remedy=_(
                "Give the web process a role of its own and run: manage.py restrict_web_role --role NAME. "
                "See docs/operating.md."
            ),
        )
    if rights := can_make_itself_mighty(role):
        yield Finding(
            code="postgres-web-role-mighty",
            problem=_("The role %(role)s of the web process can give itself every right. It has %(rights)s.")
            % {"role": role, "rights": ", ".join(rights)},
            remedy=_("As a superuser, take these rights and memberships away from it."),
        )
    if not can_cast(role):
        yield Finding(
            code="postgres-web-role-cannot-cast",
            problem=_("The role %(role)s of the web process may not store ballots.") % {"role": role},
            remedy=_("As the owner of the tables, run: manage.py restrict_web_role --role %(role)s")
            % {"role": role},
        )


def _current_user() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]
