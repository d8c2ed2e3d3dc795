"""The OpenAPI document: valid, complete, and what really comes back."""

import json
import re

import pytest
from django.test import Client
from django.urls import get_resolver

from members.api.apart import PREFIX
from members.api.document import document
from members.api.records import Records
from members.api.writing import ChapterStep, EndOfMembership
from tests.members.api.calling import ROOT
from tests.members.api.promised import mismatches
from tests.support.fingerprints import ROOT as ROOT_FOLDER

VERBS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def _operations():
    return [
        (path, verb, operation)
        for path, verbs in document()["paths"].items()
        for verb, operation in verbs.items()
    ]


def _inside(part):
    """Every object in the document."""
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from _inside(value)
    elif isinstance(part, list):
        for value in part:
            yield from _inside(value)


@pytest.mark.django_db
def test_document_is_served_without_a_token_and_may_be_kept():
    answer = Client().get(ROOT + "openapi.json")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert answer.json() == json.loads(json.dumps(document()))


def test_document_has_the_shape_of_openapi():
    made = document()
    assert made["openapi"].startswith("3.1")
    assert made["info"]["title"] and made["info"]["version"]
    assert made["servers"] == []
    for path, verb, operation in _operations():
        assert path.startswith(f"/{PREFIX}") and verb in VERBS
        named = set(re.findall(r"{(\w+)}", path))
        in_path = {part["name"]: part for part in operation["parameters"] if part["in"] == "path"}
        assert set(in_path) == named and all(part["required"] for part in in_path.values())
        for status, answer in operation["responses"].items():
            assert 200 <= int(status) < 600
            assert answer["description"]
            assert [content["schema"] for content in answer["content"].values()]


def test_every_reference_leads_somewhere_and_every_schema_is_used():
    schemas = document()["components"]["schemas"]
    references = {part["$ref"] for part in _inside(document()) if "$ref" in part}
    assert references == {f"#/components/schemas/{name}" for name in schemas}


def test_every_route_is_in_the_document():
    routes = set()
    for pattern in get_resolver().url_patterns:
        if str(pattern.pattern) == PREFIX:
            for inner in pattern.url_patterns:
                routes |= {str(leaf.pattern) for leaf in getattr(inner, "url_patterns", [])}
    described = {path.removeprefix(f"/{PREFIX}") for path in document()["paths"]}
    assert {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route) for route in routes if route} == described


def test_every_operation_says_what_it_does_and_needs_a_token():
    names = [operation["operationId"] for _path, _verb, operation in _operations()]
    assert len(names) == len(set(names)) >= 5
    for _path, _verb, operation in _operations():
        assert operation["summary"] and operation["tags"]
        assert operation["security"] == [{"Bearer": []}]
    assert document()["components"]["securitySchemes"] == {"Bearer": {"type": "http", "scheme": "bearer"}}


def test_every_operation_names_the_problems_that_all_may_have():
    for _path, _verb, operation in _operations():
        problems = {int(status) for status in operation["responses"] if int(status) >= 400}
        assert problems >= {401, 403, 422, 429, 500}
        if "requestBody" in operation:
            assert problems >= {400, 413, 415}
        for status, answer in operation["responses"].items():
            expected = "application/json" if int(status) < 400 else "application/problem+json"
            assert list(answer["content"]) == [expected]


def test_checker_of_answers_finds_what_is_wrong():
    problem = document()["components"]["schemas"]["Problem"]
    good = {"type": "about:blank", "title": "x", "status": 404, "code": "x", "detail": "x.", "errors": []}
    assert list(mismatches(good, problem, "answer")) == []
    for wrong in (
        {**good, "status": "404"},
        {**good, "status": True},
        {**good, "errors": [{"pointer": 1, "detail": ""}]},
        {**good, "more": 1},
        {name: value for name, value in good.items() if name != "code"},
    ):
        assert list(mismatches(wrong, problem, "answer"))


def _page():
    return (ROOT_FOLDER / "docs" / "api.md").read_text()


def test_examples_of_the_page_are_as_the_document_has_it():
    examples = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", _page(), re.DOTALL)]
    schemas = document()["components"]["schemas"]
    assert [
        list(mismatches(each, schemas[name], name))
        for each, name in zip(examples, ["MemberPage", "Report", "Problem"], strict=True)
    ] == [[], [], []]


def test_bodies_of_the_page_are_understood():
    bodies = [json.loads(text) for text in re.findall(r"-d '(.*?)'", _page(), re.DOTALL)]
    kinds = [Records, EndOfMembership, ChapterStep, ChapterStep]
    for body, kind in zip(bodies, kinds, strict=True):
        kind.model_validate(body)


def test_page_names_every_code_and_no_other():
    source = "\n".join(path.read_text() for path in (ROOT_FOLDER / "members" / "api").glob("*.py"))
    codes = set(re.findall(r'ApiProblem\(\s*(?:\d{3}|error\.status_code),\s*"(\w+)"', source))
    assert len(codes) > 10
    table = _page().partition("| Status |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", table)) & codes == codes
    named = {code for line in table.splitlines()[2:] for code in re.findall(r"`(\w+)`", line.split("|")[2])}
    assert named == codes
