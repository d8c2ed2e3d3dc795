"""The person hears of everything that changes how staff sign in: who did not do it, acts at once."""

from django.utils.translation import gettext_lazy as _

from members.domain.second_factor import failures_of
from members.mails import write_to
from members.models import User

# So many wrong codes in a row are no slip of the finger.
WORTH_A_WARNING = 5


def tell(event: str, *, user: User, device: str = "") -> bool:
    """Write to the person; False where there is no address.

    `event`: "added", "removed" (both with `device`, its name), "codes", "reset", "wrong_codes".
    """
    member = getattr(user, "member", None)
    return write_to(
        subject=_("Your second factor at %(site)s"),
        template="second_factor.txt",
        context={"event": event, "device": device},
        member=member,
        address=user.email or "",
    )


def warn_of_wrong_codes(user: User) -> None:
    """To be called after each code: writes once in a row of wrong ones."""
    if failures_of(user) == WORTH_A_WARNING:
        tell("wrong_codes", user=user)
