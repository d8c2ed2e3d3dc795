"""Every address of the site by everybody who may ask for it, held to a reviewed table."""

import pytest
from django.test import Client
from django.urls import reverse

from members.staff_access.middleware import is_staff_area
from tests.members.staff import matrix_of_urls as matrix
from tests.members.staff.people import both_factors, first_factor, make_app
from tests.members.staff.roles import people_of_every_role, things_to_ask_for
from tests.members.staff.site_urls import every_address

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "login", "member", "editor", "publisher", "teller", "operator", "superuser")
STAFF = ROLES[3:]


@pytest.fixture
def no_templates(monkeypatch):
    """Who may see something is decided before it is drawn; drawing takes most of the time."""
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *args, **kwargs: "")


@pytest.fixture
def addresses(key_dir):
    return every_address(things_to_ask_for())


@pytest.fixture
def people():
    return people_of_every_role()


def answer(client, path) -> str:
    """One letter: + reached, s to the sign-in, f to the second factor, x refused, 0 not there, ! broken."""
    client.raise_request_exception = False
    response = client.get(path)
    to = response.get("Location", "") if response.status_code in (301, 302) else ""
    if response.status_code in (401, 403, 429) or to == reverse("wagtailadmin_home"):
        return "x"
    if to == f"/en{path}":
        # What is not there is looked for under the language, where it is not either.
        return "0"
    if response.status_code == 500:
        return "!"
    if to.startswith(("/en/sign-in/", reverse("wagtailadmin_login"))):
        return "s"
    if to.startswith("/en/account/second-factor/"):
        return "f"
    return "0" if response.status_code == 404 else "+"


def test_every_address_has_a_row_and_every_row_an_address(addresses):
    names = {address.name for address in addresses}
    missing = sorted(names - matrix.ROWS.keys())
    assert missing == [], "Add these to matrix_of_urls.txt, after a look at who may see them."
    assert sorted(matrix.ROWS.keys() - names) == []


def test_everybody_gets_what_the_table_says(addresses, people, no_templates):
    clients = [_client(people[role]) for role in ROLES]
    wrong = []
    for address in addresses:
        found = "".join(answer(client, address.path) for client in clients)
        if found != matrix.ROWS.get(address.name, found):
            wrong.append(f"{found}  {address.name}, not {matrix.ROWS[address.name]}: {address.path}")
    assert wrong == [], "\n" + "\n".join(wrong)


def test_staff_without_second_factor_get_no_staff_address(addresses, people, no_templates):
    """Below the staff areas all lead to the second factor; everywhere else they are ordinary people."""
    wrong = []
    visitor = first_factor(people["login"])
    outside = [address for address in addresses if not is_staff_area(address.route)]
    ordinary = {address.name: answer(visitor, address.path) for address in outside}
    for role in STAFF:
        make_app(people[role])
        client = first_factor(people[role])
        for address in addresses:
            found = answer(client, address.path)
            if is_staff_area(address.route):
                # What a program asks for is refused: it could not follow.
                expected = {"x"} if "/api/" in address.path else {"f"}
            elif address.name in matrix.ASK_FOR_THE_SECOND_FACTOR:
                expected = {"f"}
            else:
                expected = {ordinary[address.name]}
            if found not in expected:
                wrong.append(f"{role} {address.name} {address.path}: {found}, not {expected}")
    assert wrong == [], "\n" + "\n".join(wrong)


def _client(user) -> Client:
    if user is None:
        return Client()
    if getattr(user, "is_of_staff", False):
        return both_factors(user, make_app(user))
    return first_factor(user)
