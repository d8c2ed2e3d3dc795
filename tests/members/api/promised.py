"""Holds real answers against the OpenAPI document: the part of JSON Schema that the document uses."""

import re
from datetime import date, datetime

from members.api.document import document

_TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}
_FORMATS = {"date": date.fromisoformat, "date-time": datetime.fromisoformat}
# What this module knows how to check; a document that uses more makes it fail.
_WORDS = {
    "type", "title", "description", "default", "examples", "properties", "required", "additionalProperties",
    "items", "anyOf", "enum", "const", "$ref", "format", "maxLength", "minLength", "minItems", "maxItems",
    "minimum", "maximum", "pattern",
}  # fmt: skip


def assert_as_promised(response):
    """The status is one that the operation names, and the body is as its schema says."""
    match = response.wsgi_request.resolver_match
    operation = _operation(match, response.wsgi_request.method.lower())
    if operation is None or response.status_code in (405, 411):
        return
    answer = operation["responses"].get(str(response.status_code)) or operation["responses"].get(
        response.status_code
    )
    assert answer, f"{operation['operationId']} does not promise {response.status_code}"
    [(media_type, content)] = answer["content"].items()
    assert response["Content-Type"].split(";")[0] == media_type
    problems = list(mismatches(response.json(), content["schema"], "answer"))
    assert not problems, problems


def _operation(match, method):
    if match is None:
        return None
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", match.route)
    return document()["paths"].get(path, {}).get(method)


def resolved(schema):
    name = schema["$ref"].removeprefix("#/components/schemas/")
    return document()["components"]["schemas"][name]


def mismatches(value, schema, place):
    unknown = set(schema) - _WORDS
    assert not unknown, f"the document uses {unknown}"
    if "$ref" in schema:
        yield from mismatches(value, resolved(schema), place)
        return
    if "anyOf" in schema:
        tried = [list(mismatches(value, option, place)) for option in schema["anyOf"]]
        if all(tried):
            yield f"{place}: none of the kinds it may be: {tried}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: {value!r} is not one of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{place}: {value!r} is not {schema['const']!r}"
    kind = schema.get("type")
    if kind:
        is_right = isinstance(value, _TYPES[kind]) and not (kind == "integer" and isinstance(value, bool))
        if not is_right:
            yield f"{place}: {value!r} is no {kind}"
            return
    yield from _inside(value, schema, place)


def _inside(value, schema, place):
    if isinstance(value, dict):
        properties, more = schema.get("properties", {}), schema.get("additionalProperties", False)
        for name in schema.get("required", []):
            if name not in value:
                yield f"{place}: {name} is missing"
        for name, part in value.items():
            if name in properties:
                yield from mismatches(part, properties[name], f"{place}.{name}")
            elif isinstance(more, dict):
                yield from mismatches(part, more, f"{place}.{name}")
            elif not more:
                yield f"{place}: {name} is not promised"
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from mismatches(part, schema.get("items", {}), f"{place}[{number}]")
    elif isinstance(value, str) and schema.get("format") in _FORMATS:
        try:
            _FORMATS[schema["format"]](value)
        except ValueError:
            yield f"{place}: {value!r} is no {schema['format']}"
