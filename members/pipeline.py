"""Our two steps of signing in by a provider."""

from django.contrib import messages
from social_core.exceptions import AuthPolicyError

from members.domain.errors import AddressNotOnRoll, SignInError
from members.domain.joining import join_login, member_at
from members.domain.providers import vouched_address
from members.models import User


def make_login(backend, details, user=None, **kwargs):
    """A new login for a person who is new to us, with a name to greet by.

    Nothing else that a provider says is kept.
    """
    if user:
        if not user.is_active:
            raise AuthPolicyError(backend, stage="pipeline")
        return {"is_new": False}
    name = details.get("fullname") or ""
    return {"is_new": True, "user": User.objects.create_user(name=str(name)[:150])}


def join_member(backend, strategy, response, user=None, **kwargs):
    """Join the login to its member, where a trusted provider vouches for an address on the roll."""
    if user is None or hasattr(user, "member"):
        return
    address = vouched_address(provider=backend.name, claims=response)
    if address is None:
        return
    try:
        join_login(member=member_at(address=address), user=user)
    except AddressNotOnRoll:
        # Not an error: most people who sign in are not members. The account page says it.
        return
    except SignInError as error:
        messages.warning(strategy.request, str(error))
