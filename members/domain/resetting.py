"""When somebody has lost everything, another operator begins anew for them, or who has the host."""

import logging

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from members.domain.second_factor import clear_second_factors
from members.domain.second_factor_notices import tell
from members.domain.sessions import sign_out_everywhere
from members.models import User

logger = logging.getLogger(__name__)

LOG_ACTION = "members.reset_second_factor"


def may_reset(*, actor: User, user: User) -> bool:
    """Nobody does it for themselves, and a superuser is reset by a superuser alone."""
    if actor.pk == user.pk or (user.is_superuser and not actor.is_superuser):
        return False
    return actor.has_perm("members.change_user")


@transaction.atomic
def reset_second_factor(*, user: User, actor: User | None) -> int:
    """Take every device and recovery code away, sign the person out, tell and record it; how many devices.

    `actor`: who decided it; None on the command line of the host. Raises
    PermissionDenied where `actor` may not.
    """
    if actor is not None and not may_reset(actor=actor, user=user):
        raise PermissionDenied
    gone = clear_second_factors(user=user)
    sign_out_everywhere(user=user)
    log(instance=user, action=LOG_ACTION, user=actor, title=f"#{user.pk}")
    logger.info("second factor of login %s reset by %s", user.pk, actor.pk if actor else "the command line")
    tell("reset", user=user)
    return gone
