"""The second factor in a real browser: a passkey that Chromium itself keeps, an app, recovery codes."""

import re
import time
from base64 import b32decode

import pytest
from django.test import Client
from django_otp.oath import hotp
from playwright.sync_api import expect

from members.domain.second_factor import second_factors_of
from tests.browser.accessibility import Findings
from tests.factories.members import make_user


@pytest.fixture(autouse=True)
def asked_for(settings):
    settings.STAFF_SECOND_FACTOR = "required"
    settings.OTP_WEBAUTHN_ALLOWED_ORIGINS = ["http://localhost"]
    settings.OTP_WEBAUTHN_RP_ID = "localhost"


def with_authenticator(page):
    """The page's browser has a passkey store, and somebody who agrees to everything."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def signed_in_anew(client, user) -> None:
    """The first factor alone, in the same browser."""
    client.cookies.clear()
    client.force_login(user)


def code_of(secret: str, *, step: int) -> str:
    """The code of a stretch of thirty seconds, counted since 1970."""
    return f"{hotp(b32decode(secret.replace(' ', '')), step):06d}"


def test_passkey_app_and_recovery_codes(own_page):
    user, client, findings = make_user(groups=["Operators"], name="Isolde"), Client(), Findings()
    signed_in_anew(client, user)
    page = with_authenticator(own_page(client))

    def look(name, heading):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        page.wait_for_load_state()
        findings.look(name, page)

    # A passkey.
    page.goto("/en/desk/")
    look("hub", "Second factor")
    page.get_by_role("link", name="Add a passkey or security key").click()
    page.get_by_label("Name").fill("Laptop")
    look("key", "Add a passkey or security key")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("button", name="Make and show my codes").click()
    look("codes", "Recovery codes")
    recovery = page.locator(".recovery-codes li").first.inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as a file").click()
    assert recovery in download.value.path().read_text()
    page.get_by_role("link", name="I have kept them. Continue").click()
    expect(page).to_have_url("http://localhost/en/desk/")

    # It signs in, and after it nothing is asked.
    signed_in_anew(client, user)
    page.goto("/en/desk/")
    look("check", "Second factor")
    page.get_by_role("button", name="Use your passkey or security key").click()
    expect(page).to_have_url("http://localhost/en/desk/")

    # The same one is not taken twice.
    page.goto("/en/account/second-factor/key/")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("This one is already a second factor")).to_be_visible()

    # An app.
    page.goto("/en/account/second-factor/")
    look("list", "Second factor")
    page.get_by_role("button", name="Set up an app").click()
    look("app", "Set up an app")
    secret = page.locator(".secret").inner_text()
    step = int(time.time()) // 30
    page.get_by_label("Code that the app shows").fill(code_of(secret, step=step))
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text(re.compile("is now a second factor"))).to_be_visible()
    assert [factor.is_key for factor in second_factors_of(user)] == [False, True]
    # The next one, however long the way here took: the site knows that clocks differ by one.
    for code in (code_of(secret, step=step + 1), recovery):
        signed_in_anew(client, user)
        page.goto("/en/desk/")
        page.get_by_label("Code", exact=True).fill(code)
        page.get_by_role("button", name="Continue").click()
        expect(page).to_have_url("http://localhost/en/desk/")
    findings.check()
