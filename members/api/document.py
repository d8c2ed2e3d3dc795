"""The OpenAPI document: it holds no data, so it needs no token."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache

from django.http import HttpRequest, HttpResponse, JsonResponse

from members.api.apart import PREFIX
from members.api.api import api
from members.api.problems import MEDIA_TYPE

_HOUR = "public, max-age=3600"


@cache
def document() -> dict:
    """As Ninja makes it, with the media type that problems really have, and without what nobody uses."""
    made = deepcopy(dict(api.get_openapi_schema(path_prefix=PREFIX)))
    for path in made["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
    used = set(_references(made))
    schemas = made["components"]["schemas"]
    made["components"]["schemas"] = {
        name: schema for name, schema in sorted(schemas.items()) if f"#/components/schemas/{name}" in used
    }
    return made


def show_document(request: HttpRequest) -> HttpResponse:
    return JsonResponse(document(), headers={"Cache-Control": _HOUR})


def _references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)
