"""Another program, as a test plays it."""

import json
from datetime import date

from django.test import Client
from django.utils import timezone

from members.domain.api_tokens import make_api_token
from tests.members.api.promised import assert_as_promised

ROOT = "/api/members/v1/"
FAR = date(2099, 12, 31)


def make_token(*, name="sync", may_write=True, expires_on=FAR):
    """A token and its text."""
    return make_api_token(
        name=name,
        may_write=may_write,
        expires_on=expires_on,
        created_by=None,
        at=timezone.now(),
    )


class Program:
    """Calls the API with a token, and reads its answers."""

    def __init__(self, text, client=None):
        self.client = client or Client()
        self.headers = {"Authorization": f"Bearer {text}"} if text else {}

    def get(self, path, **query):
        return _held_to_the_document(self.client.get(ROOT + path, query, headers=self.headers))

    def post(self, path, body, *, content_type="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body)
        return _held_to_the_document(
            self.client.post(ROOT + path, data, content_type=content_type, headers=self.headers)
        )


def _held_to_the_document(response):
    assert_as_promised(response)
    return response


def assert_problem(response, status, code):
    assert (response.status_code, response.json()["code"]) == (status, code), response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert response.json()["detail"].endswith(".")
