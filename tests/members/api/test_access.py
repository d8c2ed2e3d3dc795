"""Who may ask, how often, and what a request may look like before it is read."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.api import tokens
from members.api.bodies import LONGEST_BODY
from members.domain.api_tokens import revoke_api_token
from members.models import ApiToken, Member
from tests.factories.members import make_member, make_user
from tests.members.api.calling import ROOT, Program, assert_problem, make_token

pytestmark = pytest.mark.django_db
GETS = ["members", "members/M-1", "members/by-external-id/civicrm/1", "kinds", "chapters"]
POSTS = ["members", "memberships/end", "chapters/join", "chapters/leave"]
BACKEND = "members.roles.RolesBackend"


@pytest.fixture(autouse=True)
def one_minute(monkeypatch):
    """No test runs over the end of a minute, where counting begins anew."""
    now = timezone.now().replace(second=20, microsecond=0)
    monkeypatch.setattr(tokens.timezone, "now", lambda: now)


@pytest.mark.parametrize("path", GETS)
def test_superuser_without_a_token_is_nobody_here(path):
    client = Client()
    client.force_login(make_user(email="boss@example.org", is_superuser=True), backend=BACKEND)
    assert client.get("/admin/").status_code == 200
    answer = Program("", client).get(path)
    assert_problem(answer, 401, "token_not_valid")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_session_is_neither_read_nor_written(program):
    client = Client()
    client.force_login(make_user(email="boss@example.org", is_superuser=True), backend=BACKEND)
    program.client = client
    program.get("members")
    with CaptureQueriesContext(connection) as queries:
        answer = program.get("members")
    assert not any("session" in query["sql"] or "members_user" in query["sql"] for query in queries)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic eDp5", "Bearer roll_wrong", "roll_wrong", "Bearer \ud800", "Token x"],
)
def test_request_without_a_valid_token_is_refused(header):
    answer = Client().get(ROOT + "members", headers={"Authorization": header})
    assert_problem(answer, 401, "token_not_valid")


def test_scheme_may_be_written_in_any_case(program):
    program.headers["Authorization"] = program.headers["Authorization"].replace("Bearer", "bearer")
    assert program.get("members").status_code == 200


def test_token_is_good_until_the_end_of_its_last_day():
    today = timezone.localdate()
    for name, last, status in (("ends-today", today, 200), ("ended", today - timedelta(days=1), 401)):
        _, text = make_token(name=name, expires_on=last)
        assert Program(text).get("kinds").status_code == status


def test_revoked_token_opens_nothing():
    token, text = make_token()
    revoke_api_token(token=token, by=None, at=timezone.now())
    assert_problem(Program(text).get("members"), 401, "token_not_valid")


def test_database_holds_a_hash_and_no_token():
    token, text = make_token()
    secret = text.removeprefix(token.prefix)
    row = ApiToken.objects.filter(pk=token.pk).values().get()
    assert len(text) >= 5 + 43
    assert not any(secret in str(value) for value in row.values())


@pytest.mark.parametrize("path", GETS)
def test_every_token_reads(path):
    make_member()
    reader = Program(make_token(may_write=False)[1])
    assert reader.get(path).status_code in (200, 404)


@pytest.mark.parametrize("path", POSTS)
def test_writing_needs_the_scope_write(path):
    reader = Program(make_token(may_write=False)[1])
    assert_problem(reader.post(path, {}), 403, "scope_missing")
    assert_problem(Program("").post(path, {}), 401, "token_not_valid")
    assert_problem(Program(make_token(name="writer")[1]).post(path, {}), 422, "not_valid")


def test_last_day_of_use_is_kept(program):
    assert ApiToken.objects.get().last_used_on is None
    program.get("kinds")
    assert ApiToken.objects.get().last_used_on == timezone.localdate()


def test_too_many_requests_of_one_token_have_to_wait(program, monkeypatch):
    monkeypatch.setattr(tokens, "REQUESTS_PER_MINUTE", 3)
    other = Program(make_token(name="other")[1])
    assert [program.get("kinds").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = program.get("kinds")
    assert_problem(answer, 429, "too_many_requests")
    assert answer["Retry-After"] == "40"
    assert other.get("kinds").status_code == 200


def test_counting_begins_anew_with_the_next_minute(program, monkeypatch):
    monkeypatch.setattr(tokens, "REQUESTS_PER_MINUTE", 1)
    assert [program.get("kinds").status_code for _ in range(2)] == [200, 429]
    later = tokens.timezone.now() + timedelta(seconds=40)
    monkeypatch.setattr(tokens.timezone, "now", lambda: later)
    assert program.get("kinds").status_code == 200


def test_many_wrong_tokens_from_one_address_have_to_wait_and_right_ones_do_not(program, monkeypatch):
    monkeypatch.setattr(tokens, "WRONG_TOKENS_PER_MINUTE", 2)
    stranger = Program("roll_wrong")
    assert [stranger.get("kinds").status_code for _ in range(3)] == [401, 401, 429]
    assert "Retry-After" in stranger.get("kinds")
    assert program.get("kinds").status_code == 200


@pytest.mark.parametrize("path", ["", "nothing", "members/", "kinds/1", "../admin/", "docs"])
def test_unknown_address_is_a_problem_and_no_page_of_the_site(program, path):
    answer = program.get(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head", "trace"])
def test_other_methods_are_refused_without_a_word_to_other_sites(program, method):
    answer = getattr(program.client, method)(
        ROOT + "kinds", headers={**program.headers, "Origin": "https://evil.example"}
    )
    assert answer.status_code in (405, 411, 415)
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
    if answer.status_code == 405:
        assert answer["Allow"] == "GET"


@pytest.mark.parametrize("path", [*GETS, "nothing"])
def test_no_cache_keeps_an_answer(program, path, page_cache):
    for caller in (program, Program("")):
        assert caller.get(path)["Cache-Control"] == "private, no-store"
    assert page_cache.get("generation") is None


def test_answer_speaks_english_whatever_the_browser_asks_for(program):
    program.headers["Accept-Language"] = "es"
    answer = program.get("nothing")
    assert answer.json()["title"] == "Not Found"
    assert "Accept-Language" not in answer.get("Vary", "")


def test_host_that_is_not_ours_is_refused(program):
    assert program.client.get(ROOT + "kinds", headers={**program.headers, "Host": "evil"}).status_code == 400


@pytest.mark.parametrize(("found", "status"), [(True, 200), (False, 404)])
def test_log_names_token_and_route_and_no_member(program, caplog, found, status):
    make_member(name="Ana Silveira", email="ana@example.org")
    number = Member.objects.get().member_no if found else "somebody-else"
    with caplog.at_level(logging.INFO):
        assert program.get(f"members/{number}", on="2026-01-01").status_code == status
    [line] = [record.getMessage() for record in caplog.records if record.name == "members.api.apart"]
    assert line == f"api: GET api/members/v1/members/<path:member_no> by token sync: {status}"
    for part in (number, "Ana", "2026-01-01", program.headers["Authorization"][7:]):
        assert part not in caplog.text


def test_log_of_a_failure_tells_where_and_not_about_whom(program, caplog, monkeypatch):
    def fail(member, **kwargs):
        raise RuntimeError(member.name)

    monkeypatch.setattr("members.api.reading.described", fail)
    make_member(name="Ana Silveira")
    answer = program.get("members")
    assert_problem(answer, 500, "failed")
    assert "RuntimeError" in caplog.text and "reading.py" in caplog.text
    assert "Silveira" not in caplog.text + answer.content.decode()


def test_body_that_is_too_long_is_not_read(program):
    answer = program.post("members", b" " * (LONGEST_BODY + 1))
    assert_problem(answer, 413, "too_long")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_body_of_another_type_is_refused(program, content_type):
    assert_problem(program.post("members", b"{}", content_type=content_type), 415, "not_json")
