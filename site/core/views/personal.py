"""What every page for one person shares."""

from functools import wraps

from django.views.decorators.cache import cache_control


def personal(view):
    """A page for one person: stored by nobody, and no other site learns its address.

    Such a page may say in its header who is signed in; a public page may not,
    and learns it from the fragment that follows it.

    The referrer policy is not `no-referrer`: under that one browsers send
    "Origin: null" with a form, which the protection against forged forms
    rightly refuses.
    """

    @cache_control(private=True, no_store=True)
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        request.is_personal = True
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return wrapped
