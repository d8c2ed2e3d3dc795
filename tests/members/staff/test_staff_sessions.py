"""How long the rights of staff last, and what is asked again before a grave step."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.views.fresh import freshly_confirmed
from members.domain.second_factor import make_recovery_codes
from members.models import Session
from members.staff_access import state
from tests.factories.members import YEAR_2026, make_association, make_member, make_user
from tests.factories.voting import contest, make_vote
from tests.members.provider import sign_in
from tests.members.staff.people import both_factors, code_of, first_factor, make_staff, wrong_code_of

pytestmark = pytest.mark.django_db

ROLES = "members.roles.RolesBackend"
CONFIRM = "/en/account/confirm/"
CODES = "/en/account/second-factor/codes/"


def age(client, *names, seconds):
    """As if so many seconds had passed since."""
    session = client.session
    for name in names:
        session[name] -= seconds
    session.save()


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# --- how long it lasts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "seconds", "words"),
    [
        ("staff_seen", 3700, "nothing happened for an hour"),
        ("staff_since", 12 * 3600 + 60, "twelve hours"),
    ],
)
def test_session_ends_with_a_sentence_and_leads_back(name, seconds, words):
    user, app = make_staff()
    client = both_factors(user, app)
    age(client, name, seconds=seconds)
    response = client.get("/admin/account/?tab=1")
    assert response["Location"] == "/en/sign-in/?next=/admin/account/%3Ftab%3D1"
    page = client.get(response["Location"]).content.decode()
    assert words in page
    assert 'value="/admin/account/?tab=1"' in page
    assert not Session.objects.filter(user=user).exists()


def test_work_within_the_hour_keeps_the_session():
    user, app = make_staff()
    client = both_factors(user, app)
    for _ in range(3):
        age(client, "staff_seen", "staff_since", seconds=3000)
        assert client.get("/admin/").status_code == 200


def test_editor_that_asks_by_itself_does_not_keep_the_session():
    user, app = make_staff()
    client = both_factors(user, app)
    age(client, "staff_seen", seconds=3000)
    client.get("/en/me/")
    assert timezone.now().timestamp() - client.session["staff_seen"] > 2900


def test_member_is_signed_in_for_longer():
    client = first_factor(make_user())
    age(client, "confirmed_at", seconds=5 * 24 * 3600)
    assert client.get("/en/account/").status_code == 200


def test_staff_without_second_factor_are_signed_in_as_members_are():
    user, _app = make_staff()
    client = first_factor(user)
    age(client, "confirmed_at", seconds=5 * 24 * 3600)
    assert client.get("/en/account/").status_code == 200


def test_minute_without_change_writes_nothing():
    user, app = make_staff()
    client = both_factors(user, app)
    before = Session.objects.get(user=user).session_data
    client.get("/admin/")
    assert Session.objects.get(user=user).session_data == before


@pytest.mark.parametrize("path", ["/en/ballot/{}/", "/en/me/"])
def test_ballot_costs_a_member_no_query_more(path, settings, key_dir):
    vote = make_vote(contest())
    client = first_factor(make_member(periods=[YEAR_2026], user=make_user()).user)
    counts = {}
    client.get(path.format(vote.pk))
    for how in ("off", "required"):
        settings.STAFF_SECOND_FACTOR = how
        with CaptureQueriesContext(connection) as queries:
            client.get(path.format(vote.pk))
        counts[how] = len(queries)
    assert 0 < counts["required"] <= counts["off"]


# --- asked again -------------------------------------------------------------------------------


@pytest.fixture
def step(rf):
    """Sends a request of that client through a grave step; the step answers with what it was sent."""

    @freshly_confirmed
    def view(request):
        return HttpResponse(request.POST.urlencode())

    def send(client, data, **extra):
        request = rf.post("/en/desk/1/", data, **extra)
        request.session, request.user = client.session, client.user
        request._dont_enforce_csrf_checks = True
        answer = view(request)
        request.session.save()
        return answer

    return send


def with_user(client, user):
    client.user = user
    return client


def test_fresh_confirmation_is_not_asked_again(step):
    user, app = make_staff()
    client = with_user(both_factors(user, app), user)
    assert step(client, {"do": "publish"}).content == b"do=publish"


def test_step_waits_and_keeps_what_was_typed(step):
    user, app = make_staff()
    client = with_user(both_factors(user, app), user)
    age(client, "confirmed_at", seconds=1000)
    response = step(client, {"do": "void", "reason": 'Two "ballots" <too> many'})
    page = response.content.decode()
    assert response.status_code == 403
    assert response["Cache-Control"] == "private, no-store"
    assert '<input type="hidden" name="do" value="void">' in page
    assert 'value="Two &quot;ballots&quot; &lt;too&gt; many"' in page

    sent = {"do": "void", "reason": "Two", "confirm-sent": "yes"}
    assert step(client, {**sent, "confirm-code": wrong_code_of(app)}).status_code == 403
    assert step(client, {**sent, "confirm-code": code_of(app)}).status_code == 429
    app.refresh_from_db()
    app.throttle_reset()
    answer = step(client, {**sent, "confirm-code": code_of(app)})
    assert answer.content == b"do=void&reason=Two"
    assert step(client, {"do": "publish"}).content == b"do=publish"


def test_code_of_another_person_confirms_nothing(step):
    user, app = make_staff()
    other, other_app = make_staff()
    client = with_user(both_factors(user, app), user)
    age(client, "confirmed_at", seconds=1000)
    sent = {"confirm-sent": "yes", "confirm-code": code_of(other_app)}
    assert code_of(other_app) != code_of(app)
    assert step(client, sent).status_code == 403
    assert (
        step(client, {"confirm-sent": "yes", "confirm-code": make_recovery_codes(user=other)[0]}).status_code
        == 403
    )


def test_person_without_second_factor_signs_in_again(step):
    user = make_user()
    client = with_user(first_factor(user), user)
    age(client, "confirmed_at", seconds=1000)
    page = step(client, {"confirm-sent": "yes"}).content.decode()
    assert "Sign in again" in page and 'action="/en/sign-out/"' in page


def test_page_before_a_file_asks_and_leads_there():
    user, app = make_staff()
    client = both_factors(user, app)
    age(client, "confirmed_at", seconds=1000)
    response = client.post(CODES)
    assert response.status_code == 403 and "Confirm that it is you" in response.content.decode()
    assert client.get(f"{CONFIRM}?next=/en/desk/").status_code == 200
    response = client.post(
        CONFIRM, {"next": "/en/desk/", "confirm-sent": "yes", "confirm-code": code_of(app)}
    )
    assert response["Location"] == "/en/desk/"
    assert client.post(CODES).status_code == 200


@pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_hostile_next_of_the_confirmation_stays_here(next_url):
    user, app = make_staff()
    client = both_factors(user, app)
    assert client.get(CONFIRM, {"next": next_url})["Location"] == "/en/account/"


# --- the demo ----------------------------------------------------------------------------------


@pytest.fixture
def demo(settings, offer):
    offer("demo-oidc", "members.backends.DemoOIDC", OIDC_ENDPOINT="http://localhost:9", KEY="k", SECRET="s")
    settings.STAFF_SECOND_FACTOR = "demo"


def demo_client(user) -> Client:
    client = Client()
    make_association(user, uid=f"user-{user.pk}")
    client.force_login(user, backend=state.DEMO_BACKEND)
    return client


def test_sign_in_of_the_demo_is_enough_in_a_demo_and_says_so(demo):
    client = demo_client(make_user(groups=["Operators"]))
    assert client.get("/admin/").status_code == 200
    assert "This is a demo" in client.get("/en/account/second-factor/").content.decode()


def test_grave_step_in_a_demo_is_a_button(demo, step):
    user = make_user(groups=["Operators"])
    client = with_user(demo_client(user), user)
    assert step(client, {"do": "void"}).status_code == 200
    age(client, "confirmed_at", seconds=4000)
    assert "pressing the button is enough" in step(client, {"do": "void"}).content.decode()
    assert step(client, {"do": "void", "confirm-sent": "yes"}).content == b"do=void"


def test_demo_counts_no_other_way_to_sign_in(demo):
    client = Client()
    client.force_login(make_user(groups=["Operators"]), backend=ROLES)
    assert client.get("/admin/").status_code == 302


def test_session_of_a_demo_is_worth_nothing_on_a_real_site(demo, settings):
    client = demo_client(make_user(groups=["Operators"]))
    settings.STAFF_SECOND_FACTOR = "required"
    assert client.get("/admin/").status_code == 302


def test_way_through_the_demos_provider_opens_the_rights(demo_provider, settings, client):
    settings.STAFF_SECOND_FACTOR = "demo"
    make_association(make_user(groups=["Operators"]), uid="ana@example.org")
    sign_in(client, "ana@example.org")
    assert client.get("/admin/").status_code == 200
