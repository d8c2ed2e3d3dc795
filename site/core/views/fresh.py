"""Before a grave step the person shows once more who they are.

An app that has such steps marks its views; which way the person shows it, the
site says in `FRESH_CONFIRMATION`: the path of a function that takes the request
and returns None where the person was asked a short while ago, or else the page
that asks. A site without that setting asks nobody.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string


def ask_to_confirm(request: HttpRequest) -> HttpResponse | None:
    """None when the step may go ahead; else the answer that asks, to be returned by the view.

    The page that asks carries the form's fields along, so that nothing has to be
    typed again; files are the exception. For views of which some steps alone are grave.
    """
    checker = getattr(settings, "FRESH_CONFIRMATION", None)
    return import_string(checker)(request) if checker else None


def freshly_confirmed(view: Callable | None = None, *, also_reading: bool = False) -> Callable:
    """Marks a view whose step is grave: POST goes ahead only for somebody who has just confirmed.

    `also_reading`: GET too, as for a file that is downloaded or a page with a field for files.
    Classes: `method_decorator(freshly_confirmed, name="dispatch")`.
    """
    if view is None:
        return lambda marked: freshly_confirmed(marked, also_reading=also_reading)

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if also_reading or request.method not in ("GET", "HEAD", "OPTIONS"):
            answer = ask_to_confirm(request)
            if answer is not None:
                return answer
        return view(request, *args, **kwargs)

    return wrapped
