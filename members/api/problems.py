"""What went wrong with a request, as RFC 9457 has it: a code for programs, a sentence for people.

In English always: these are read by those who write the other program.
"""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse
from ninja import Field, Schema

MEDIA_TYPE = "application/problem+json"


class FieldProblem(Schema):
    pointer: str = Field(description="The place in the body or the name of the parameter: `/records/3/town`.")
    detail: str


class Problem(Schema):
    """Why a request was not answered. `code` stays the same from version to version; words may change."""

    type: str = Field("about:blank", description="Always `about:blank`: `code` tells the kinds apart.")
    title: str = Field(description="The name of the HTTP status.")
    status: int
    code: str
    detail: str = Field(description="A sentence for a person.")
    errors: list[FieldProblem] = Field([], description="What is wrong where, if places can be named.")


class ApiProblem(Exception):
    """Ends a request; `members.api.api` answers it."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: list[FieldProblem] | None = None,
        headers: dict[str, str] | None = None,
    ):
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = errors or []
        self.headers = headers or {}

    def answer(self) -> HttpResponse:
        problem = Problem(
            title=HTTPStatus(self.status).phrase,
            status=self.status,
            code=self.code,
            detail=self.detail,
            errors=self.errors,
        )
        return JsonResponse(problem.dict(), status=self.status, content_type=MEDIA_TYPE, headers=self.headers)


def answers(model: type[Schema], *more: int) -> dict[int, type[Schema]]:
    """What an operation may answer: the model, what every one may, and problems of its own."""
    return {200: model} | dict.fromkeys(sorted({401, 403, 422, 429, 500, 503, *more}), Problem)


def not_valid(errors: list[FieldProblem]) -> ApiProblem:
    return ApiProblem(
        422, "not_valid", "The request is not as openapi.json has it. See `errors`.", errors=errors
    )


def no_such_address() -> ApiProblem:
    return ApiProblem(404, "no_such_address", "There is nothing at this address. See openapi.json.")


def not_allowed(allowed: str) -> ApiProblem:
    return ApiProblem(
        405, "method_not_allowed", f"This address takes {allowed} only.", headers={"Allow": allowed}
    )


def failed() -> ApiProblem:
    return ApiProblem(
        500, "failed", "Something went wrong here. Nothing was changed. Please try again later."
    )


def busy() -> ApiProblem:
    words = "The database is busy. Nothing was changed. Try again soon."
    return ApiProblem(503, "busy", words, headers={"Retry-After": "20"})
