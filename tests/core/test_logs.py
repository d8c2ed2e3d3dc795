import logging

import pytest

from core.logs import ImpersonalFormatter


def line(message, **more):
    record = logging.LogRecord("site", logging.WARNING, __file__, 1, message, (), more.get("exc_info"))
    return ImpersonalFormatter("{message}", style="{").format(record)


@pytest.mark.parametrize(
    "secret",
    [
        "ada.obi+site@mail.example.org",
        "Zx81kQp0aLmN4vR7sT2uWw",
        "9f86d081884c7d659a2feaa0c55ad015",
        "Yb3-dEfG_hIjKlMnOpQrStUv",
    ],
)
def test_addresses_and_tokens_are_taken_out(secret):
    assert secret not in line(f"Forbidden: /en/claim/{secret}/")


@pytest.mark.parametrize(
    "harmless", ["/en/issues/rent-control-ballot-question-2026/", "voting.domain.casting", "SECRET_KEY"]
)
def test_addresses_of_pages_stay_readable(harmless):
    assert harmless in line(f"Not Found: {harmless}")


def test_tracebacks_are_cleaned_too():
    try:
        raise ValueError("Key (email)=(ada@example.org) already exists")
    except ValueError as error:
        text = line("failed", exc_info=(ValueError, error, error.__traceback__))
    assert "ada@example.org" not in text
    assert "ValueError" in text


@pytest.mark.django_db
def test_refusals_are_logged(client, caplog):
    client.handler.enforce_csrf_checks = True
    assert client.post("/en/sign-in/").status_code == 403
    assert "Forbidden" in caplog.text
