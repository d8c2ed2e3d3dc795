"""What a body may be: JSON, not too long, and without tricks."""

import json

from django.http import HttpRequest
from ninja.parser import Parser

from members.api.problems import ApiProblem

# Five hundred records of some length; what Django itself takes is a little more.
LONGEST_BODY = 2_000_000


def check_body(request: HttpRequest) -> None:
    """Raises ApiProblem for a body that is not worth reading."""
    if request.method not in {"POST", "PUT", "PATCH"}:
        return
    if "Content-Length" not in request.headers:
        raise ApiProblem(411, "length_required", "Send the header Content-Length with the body.")
    try:
        length = int(request.headers["Content-Length"])
    except ValueError:
        raise ApiProblem(400, "bad_length", "Content-Length is not a number.") from None
    if length > LONGEST_BODY:
        raise ApiProblem(413, "too_long", f"The body has more than {LONGEST_BODY} bytes. Send fewer records.")
    if request.content_type != "application/json":
        raise ApiProblem(415, "not_json", "Send the body as application/json.")


class StrictParser(Parser):
    """JSON as RFC 8259 has it, in UTF-8: a name once in an object, and no NaN."""

    def parse_body(self, request: HttpRequest):
        try:
            return json.loads(
                request.body.decode(), object_pairs_hook=_object, parse_constant=_refuse_constant
            )
        except RecursionError:
            raise ValueError("nested too deep") from None


def _object(pairs: list[tuple[str, object]]) -> dict:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice in one object")
    return found


def _refuse_constant(name: str):
    raise ValueError(f"{name} is not JSON")
