"""Our two steps of signing in by a provider."""

from django.contrib import messages
from django.contrib.auth import login
from django.utils import timezone
from social_core.exceptions import AuthPolicyError

from members.domain.errors import AddressNotOnRoll, SignInError
from members.domain.joining import join_login, member_at
from members.domain.providers import vouched_address
from members.models import User

# What the way back needs, and nothing else that the session held.
_KEPT = ("next", "sign_in_language")


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
        join_login(member=member_at(address=address), user=user, at=timezone.now())
    except AddressNotOnRoll:
        # Not an error: most people who sign in are not members. The account page says it.
        return
    except SignInError as error:
        messages.warning(strategy.request, str(error))
        return
    _begin_session_anew(strategy.request, user)


def _begin_session_anew(request, user) -> None:
    """A login that gained a membership carries nothing over from the time before."""
    kept = {name: request.session[name] for name in _KEPT if name in request.session}
    backend = request.session.get("_auth_user_backend")
    request.session.flush()
    if backend:
        # Somebody who was signed in already: the package signs in only those who were not.
        login(request, user, backend=backend)
    request.session.update(kept)
