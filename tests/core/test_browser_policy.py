import pytest
from django.urls import reverse
from wagtail.models import Page

from core.middleware import PREVIEW_VIEWS
from voting.models import VoteIndexPage

pytestmark = pytest.mark.django_db

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STRICT = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "manifest-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "object-src": {"'none'"},
    "frame-ancestors": {"'none'"},
}


def policy(response):
    directives = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: set(values) for name, *values in directives}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/healthz", 200), ("/", 302), ("/en/sign-in/", 200), ("/en/missing/", 404), ("/en/desk/", 302)],
)
def test_every_answer_carries_the_strict_policy(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    assert policy(response) == STRICT
    assert {name: response[name] for name in ALWAYS} == ALWAYS
    assert response["X-Frame-Options"] == "DENY"
    assert "camera=()" in response["Permissions-Policy"]


def test_refused_host_carries_the_strict_policy(client):
    response = client.get("/en/sign-in/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert policy(response) == STRICT


def test_failure_carries_the_strict_policy(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("wagtail.models.Page.route_for_request", lambda *args: 1 / 0)
    response = client.get("/en/anything/")
    assert response.status_code == 500
    assert policy(response) == STRICT
    assert b"ZeroDivisionError" not in response.content


@pytest.mark.parametrize(
    "name", ["wagtailadmin_home", "wagtailadmin_explore_root", "wagtailusers_users:index"]
)
def test_editor_may_run_its_inline_scripts_and_nothing_else(admin_client, name):
    response = admin_client.get(reverse(name))
    assert response.status_code == 200
    found = policy(response)
    assert found.pop("script-src") == {"'self'", "'unsafe-inline'"}
    assert found.pop("style-src") == {"'self'", "'unsafe-inline'"}
    assert found.pop("img-src") == {"'self'", "data:", "blob:"}
    assert found.pop("frame-src") == {"'self'"}
    assert found == {name: STRICT[name] for name in found}


def test_preview_has_the_policy_of_the_page_and_only_the_editor_frames_it(admin_client):
    home = Page.objects.get(depth=2)
    page = home.add_child(instance=VoteIndexPage(title="Votes", slug="votes"))
    page.save_revision()
    response = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert response.status_code == 200
    assert policy(response) == {**STRICT, "frame-ancestors": {"'self'"}}
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("name", PREVIEW_VIEWS)
def test_views_that_show_a_preview_exist(name):
    arguments = {"view_draft": [1], "revisions_view": [1, 1]}[name]
    assert reverse(f"wagtailadmin_pages:{name}", args=arguments)
