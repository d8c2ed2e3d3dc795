from members.domain.errors import LastSignIn
from members.models import User


def unlink_sign_in(*, user: User, association_id: int) -> str | None:
    """Take one provider off a login and return its name; None where the login has no such association.

    Raises LastSignIn when nothing else would let the person in again.
    """
    associations = list(user.social_auth.all())
    chosen = next((association for association in associations if association.pk == association_id), None)
    if chosen is None:
        return None
    member = getattr(user, "member", None)
    has_address = bool(user.email) or (member is not None and member.emails.exists())
    if len(associations) == 1 and not has_address and not user.has_usable_password():
        raise LastSignIn
    chosen.delete()
    return chosen.provider
