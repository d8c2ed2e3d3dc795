"""Staff with and without a second factor, and what their devices show."""

from django.test import Client
from django.utils import timezone
from django_otp.oath import totp

from members.domain.second_factor import begin_app, confirm_app
from members.models.second_factor import AuthenticatorApp
from tests.factories.members import make_user


def code_of(app: AuthenticatorApp) -> str:
    """What the app shows now, as if the code had not been used yet."""
    AuthenticatorApp.objects.filter(pk=app.pk).update(last_t=-1)
    return f"{totp(app.bin_key):06d}"


def wrong_code_of(app: AuthenticatorApp) -> str:
    """Six digits that are right neither now nor a step earlier or later."""
    right = {totp(app.bin_key, drift=drift) for drift in range(-2, 3)}
    return next(f"{number:06d}" for number in range(10) if number not in right)


def make_app(user) -> AuthenticatorApp:
    app = begin_app(user=user)
    confirm_app(app=app, code=code_of(app), name="Phone", at=timezone.now())
    return app


def make_staff(*groups, email="", **fields):
    """Somebody of the groups with an app: (user, app)."""
    user = make_user(email=email, groups=groups or ("Operators",), **fields)
    return user, make_app(user)


def first_factor(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def show_code(client, code, *, next_url="/admin/"):
    return client.post("/en/account/second-factor/check/", {"code": code, "next": next_url})


def both_factors(user, app) -> Client:
    client = first_factor(user)
    assert show_code(client, code_of(app)).status_code == 302
    return client
