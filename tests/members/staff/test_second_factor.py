"""Setting a second factor up, showing it, losing it."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken

from members.domain.at_rest import NotOurs, close, reopen
from members.domain.errors import TooManyCodes, WrongCode
from members.domain.second_factor import (
    begin_app,
    check_code,
    has_second_factor,
    make_recovery_codes,
    second_factors_of,
)
from members.models import User
from members.models.second_factor import MOST_COUNTED_FAILURES, AuthenticatorApp, RecoveryCodes
from tests.factories.members import make_user
from tests.members.staff.people import (
    both_factors,
    code_of,
    first_factor,
    make_app,
    make_staff,
    show_code,
    wrong_code_of,
)

pytestmark = pytest.mark.django_db

HUB = "/en/account/second-factor/"
CHECK = f"{HUB}check/"


def let_the_wait_pass(model=AuthenticatorApp):
    model.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(days=1))


# --- setting up --------------------------------------------------------------------------------


def test_staff_without_one_are_led_to_set_it_up_and_come_back():
    user = make_user(groups=["Operators"], email="op@example.org")
    client = first_factor(user)
    response = client.get("/admin/account/", follow=True)
    assert response.redirect_chain[-1] == (f"{HUB}?next=%2Fadmin%2Faccount%2F", 302)
    assert "One more step" in response.content.decode()

    response = client.post(f"{HUB}app/", {"next": "/admin/account/"}, follow=True)
    page = response.content.decode()
    app = AuthenticatorApp.objects.get()
    secret = re.search(r'<code class="secret"[^>]*>([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    address = re.search(r'href="(otpauth://[^"]+)"', page)[1].replace("&amp;", "&")
    assert parse_qs(urlsplit(address).query)["secret"] == [secret]
    assert '<svg role="img"' in page and "style=" not in page
    assert not has_second_factor(user)

    key = client.session.session_key
    form = {"code": code_of(app), "name": "My phone", "next": "/admin/account/"}
    response = client.post(f"{HUB}app/", form, follow=True)
    assert "“My phone” is now a second factor" in response.content.decode()
    assert client.session.session_key != key
    response = client.post(f"{HUB}codes/", {"next": "/admin/account/"})
    codes = re.findall(r"<li><code>([a-z0-9-]+)</code></li>", response.content.decode())
    assert len(set(codes)) == 10
    assert client.get("/admin/account/").status_code == 200
    assert client.get("/admin/").status_code == 200
    assert [message.subject for message in mail.outbox] == 2 * [
        "Your second factor at Progressive Massachusetts"
    ]
    assert "op@example.org" in mail.outbox[0].to
    # Shown once.
    assert codes[0] not in client.get(f"{HUB}codes/").content.decode()


def test_app_that_shows_another_code_is_not_kept():
    user = make_user(groups=["Operators"])
    client = first_factor(user)
    client.post(f"{HUB}app/")
    app = AuthenticatorApp.objects.get()
    response = client.post(f"{HUB}app/", {"code": wrong_code_of(app)})
    assert "That code is not right" in response.content.decode()
    assert not has_second_factor(user)
    assert client.get("/admin/").status_code == 302


def test_stolen_first_factor_cannot_add_a_second_one():
    user, _app = make_staff()
    client = first_factor(user)
    for page in ("app", "key", "codes"):
        for response in (client.get(f"{HUB}{page}/"), client.post(f"{HUB}{page}/")):
            assert response.status_code == 302 and response["Location"].startswith(CHECK)
    assert len(second_factors_of(user)) == 1 and not RecoveryCodes.objects.exists()


def test_people_without_rights_of_staff_need_none():
    client = first_factor(make_user())
    assert client.get(HUB).status_code == 403
    assert client.get(CHECK).status_code == 302
    assert client.get("/en/account/").status_code == 200


# --- showing -----------------------------------------------------------------------------------


def test_code_opens_the_rights_under_a_new_session_key():
    user, app = make_staff()
    client = first_factor(user)
    assert client.get("/admin/")["Location"] == f"{CHECK}?next=%2Fadmin%2F"
    key = client.session.session_key
    response = show_code(client, code_of(app))
    assert response["Location"] == "/admin/"
    assert client.session.session_key != key
    assert client.get("/admin/").status_code == 200
    old = Client()
    old.cookies["sessionid"] = key
    assert old.get("/en/account/").status_code == 302


def test_same_code_opens_nothing_twice():
    user, app = make_staff()
    code = code_of(app)
    assert show_code(first_factor(user), code).status_code == 302
    assert show_code(first_factor(user), code).status_code == 200


@pytest.mark.parametrize(
    "spelling", [str, str.upper, lambda code: code.replace("-", " "), lambda code: f" {code}"]
)
def test_recovery_code_opens_once_however_it_is_typed(spelling):
    user, _app = make_staff()
    code = make_recovery_codes(user=user)[3]
    assert show_code(first_factor(user), spelling(code)).status_code == 302
    assert show_code(first_factor(user), spelling(code)).status_code == 200
    assert StaticToken.objects.count() == 9


def test_recovery_code_of_another_person_opens_nothing():
    user, _app = make_staff()
    other, _other_app = make_staff()
    make_recovery_codes(user=user)
    with pytest.raises(WrongCode):
        check_code(user=user, code=make_recovery_codes(user=other)[0], at=timezone.now())


def test_new_recovery_codes_make_the_old_ones_worthless():
    user, _app = make_staff()
    old = make_recovery_codes(user=user)
    make_recovery_codes(user=user)
    assert show_code(first_factor(user), old[0]).status_code == 200


@pytest.mark.parametrize(
    "next_url", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"]
)
def test_hostile_next_never_leaves_the_site(next_url):
    user, app = make_staff()
    assert show_code(first_factor(user), code_of(app), next_url=next_url)["Location"] == "/en/account/"


# --- wrong codes -------------------------------------------------------------------------------


def test_wrong_code_makes_this_person_wait_and_says_how_long():
    user, app = make_staff()
    client = first_factor(user)
    assert show_code(client, wrong_code_of(app)).status_code == 200
    response = show_code(client, wrong_code_of(app))
    assert response.status_code == 429
    assert "Wait 1 second, then try again." in response.content.decode()
    # Even the right one.
    assert show_code(client, code_of(app)).status_code == 429
    let_the_wait_pass()
    assert show_code(client, code_of(app)).status_code == 302
    assert AuthenticatorApp.objects.get().throttling_failure_count == 0


def test_wait_doubles_and_stays_below_twenty_minutes():
    user, app = make_staff()
    waits = []
    for _ in range(MOST_COUNTED_FAILURES + 3):
        let_the_wait_pass()
        with pytest.raises(WrongCode):
            check_code(user=user, code=wrong_code_of(app), at=timezone.now())
        with pytest.raises(TooManyCodes) as error:
            check_code(user=user, code=wrong_code_of(app), at=timezone.now())
        waits.append(error.value.seconds)
    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == waits[-3] == 1024
    assert "18 minutes" in str(error.value)


def test_nobody_else_waits_for_it():
    """Only who has signed in as the person gets to the codes; everybody else is untouched."""
    user, app = make_staff()
    other, other_app = make_staff()
    client = first_factor(user)
    for _ in range(12):
        show_code(client, wrong_code_of(app))
    assert show_code(first_factor(other), code_of(other_app)).status_code == 302
    # The person signs in, and uses everything that members use.
    assert first_factor(user).get("/en/account/").status_code == 200
    # A recovery code is another device: it does not wait either.
    assert show_code(first_factor(user), make_recovery_codes(user=user)[0]).status_code == 302


def test_stranger_without_the_first_factor_reaches_no_code(client):
    user, app = make_staff()
    assert show_code(client, wrong_code_of(app))["Location"].startswith("/en/sign-in/")
    assert AuthenticatorApp.objects.get().throttling_failure_count == 0


def test_many_wrong_codes_are_told_to_the_person_once():
    user, app = make_staff(email="op@example.org")
    client = first_factor(user)
    mail.outbox.clear()
    for _ in range(8):
        show_code(client, wrong_code_of(app))
        let_the_wait_pass()
    assert [message.to for message in mail.outbox] == [["op@example.org"]]
    assert "wrong codes several times" in mail.outbox[0].body


# --- keeping and losing ------------------------------------------------------------------------


def test_last_one_stays_and_the_others_can_go():
    user, app = make_staff()
    client = both_factors(user, app)
    response = client.post(f"{HUB}remove/", {"device": app.persistent_id}, follow=True)
    assert "your only second factor" in response.content.decode()
    second = make_app(user)
    client.post(f"{HUB}remove/", {"device": second.persistent_id})
    assert [factor.id for factor in second_factors_of(user)] == [app.persistent_id]


def test_device_of_somebody_else_cannot_be_removed():
    user, app = make_staff()
    _other, other_app = make_staff()
    make_app(user)
    response = both_factors(user, app).post(f"{HUB}remove/", {"device": other_app.persistent_id})
    assert response.status_code == 404
    assert AuthenticatorApp.objects.filter(pk=other_app.pk).exists()


def test_removed_device_opens_no_session_any_more():
    user, app = make_staff()
    client = both_factors(user, app)
    assert client.get("/admin/").status_code == 200
    app.delete()
    make_app(user)
    assert client.get("/admin/")["Location"].startswith(CHECK)


# --- at rest -----------------------------------------------------------------------------------


def test_database_alone_tells_no_secret_and_no_code():
    user, app = make_staff()
    codes = make_recovery_codes(user=user)
    stored = AuthenticatorApp.objects.get()
    assert stored.bin_key.hex() not in stored.key
    tokens = set(StaticToken.objects.values_list("token", flat=True))
    assert not tokens & {code.replace("-", "") for code in codes}


def test_new_secret_key_with_the_old_one_as_fallback_keeps_devices(settings):
    user, app = make_staff()
    codes = make_recovery_codes(user=user)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    check_code(user=user, code=code_of(AuthenticatorApp.objects.get()), at=timezone.now())
    check_code(user=user, code=codes[0], at=timezone.now())
    settings.SECRET_KEY_FALLBACKS = []
    # The app was used since, so it needs the old key no more.
    check_code(user=user, code=code_of(AuthenticatorApp.objects.get()), at=timezone.now())


def test_secret_closed_by_a_lost_key_is_a_wrong_code_and_no_error(settings):
    user, app = make_staff()
    code = code_of(app)
    settings.SECRET_KEY = "another"
    with pytest.raises(WrongCode):
        check_code(user=user, code=code, at=timezone.now())
    with pytest.raises(NotOurs):
        reopen(AuthenticatorApp.objects.get().key)


def test_closing_the_same_secret_twice_looks_different():
    secret = bytes(range(20))
    assert close(secret) != close(secret)
    assert reopen(close(secret)) == secret


def test_only_the_newest_unconfirmed_secret_counts():
    user = make_user(groups=["Operators"])
    first = begin_app(user=user)
    begin_app(user=user)
    assert not AuthenticatorApp.objects.filter(pk=first.pk).exists()
    with pytest.raises(WrongCode):
        check_code(user=user, code=f"{totp(first.bin_key):06d}", at=timezone.now())
    assert User.objects.get().pk == user.pk
