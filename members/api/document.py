"""The OpenAPI document: it holds no data, so it needs no token."""

from copy import deepcopy
from functools import cache

from django.http import HttpRequest, HttpResponse, JsonResponse

from members.api.apart import PREFIX
from members.api.api import api
from members.api.problems import MEDIA_TYPE

_HOUR = "public, max-age=3600"


@cache
def document() -> dict:
    """As Ninja makes it, with the media type that problems really have."""
    made = deepcopy(dict(api.get_openapi_schema(path_prefix=PREFIX)))
    for path in made["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
    return made


def show_document(request: HttpRequest) -> HttpResponse:
    return JsonResponse(document(), headers={"Cache-Control": _HOUR})
