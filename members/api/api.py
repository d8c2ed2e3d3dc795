"""The API for the membership system; see docs/api.md."""

import logging
import traceback

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from members.api import reading, writing  # noqa: F401 -- they hang their operations on the router
from members.api.bodies import StrictParser
from members.api.problems import ApiProblem, FieldProblem, busy, failed, no_such_address, not_valid
from members.api.router import router

logger = logging.getLogger(__name__)
_HOUR = "public, max-age=3600"

api = NinjaAPI(
    title="The membership roll",
    version="1",
    description=(
        "For the program that keeps the list of members: read the roll, write to it, with the same checks "
        "and the same report as an import of a file. Every request needs a token; an operator makes it."
    ),
    # Ours is below; a page that shows it would need scripts from elsewhere.
    openapi_url=None,
    docs_url=None,
    urls_namespace="members_api",
    parser=StrictParser(),
)
api.add_router("", router)


@api.exception_handler(ApiProblem)
def _problem(request: HttpRequest, problem: ApiProblem) -> HttpResponse:
    return problem.answer()


@api.exception_handler(Http404)
def _nothing_here(request: HttpRequest, error: Http404) -> HttpResponse:
    return no_such_address().answer()


@api.exception_handler(HttpError)
def _not_readable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja raises it where the parser does; what was wrong is in what the parser said."""
    reason = f": {error.__cause__}" if isinstance(error.__cause__, ValueError) else ""
    return ApiProblem(
        error.status_code, "not_readable", f"The body is not the JSON we read{reason}."
    ).answer()


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return not_valid([_field_problem(part) for part in error.errors]).answer()


@api.exception_handler(OperationalError)
def _busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """The database waited for somebody else's long import, or is away for a moment."""
    logger.warning("api: the database did not answer in time")
    return busy().answer()


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Where it happened goes into the log, and what kind of error it was: its words may name a member."""
    places = "".join(traceback.format_tb(error.__traceback__))
    logger.error("api failed: %s at\n%s", type(error).__name__, places)
    return failed().answer()


def _field_problem(part: dict) -> FieldProblem:
    source, *place = part["loc"]
    if source == "body":
        # The name of our parameter is not in the body.
        pointer = "".join(f"/{_escaped(step)}" for step in place[1:])
    else:
        pointer = str(place[-1]) if place else source
    return FieldProblem(pointer=pointer, detail=part["msg"].removeprefix("Value error, "))


def _escaped(step: object) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")
