"""What an editor may set about themselves in the editor."""

import pytest
from django.urls import reverse

from members.demo_people import EDITOR
from members.domain.demo_logins import make_demo_login

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_demo_login(person=EDITOR)
    client.force_login(user)
    return user


def save(client, **values):
    return client.post(reverse("wagtailadmin_account"), {"locale-preferred_language": "es", **values})


def test_editor_chooses_the_language_of_the_editor(client, editor):
    response = save(
        client, **{"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
    )
    assert response.status_code == 302, response.content.decode()
    assert editor.wagtail_userprofile.preferred_language == "es"


def test_editor_cannot_take_an_address_that_nobody_vouched_for(client, editor):
    save(
        client,
        **{"name_email-email": "ana@example.org", "name_email-first_name": "A", "name_email-last_name": "B"},
    )
    editor.refresh_from_db()
    assert editor.email == EDITOR.email


def test_times_are_always_in_the_zone_of_the_organization(client, editor):
    html = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "current_time_zone" not in html
    assert "preferred_language" in html


def test_settings_are_for_those_who_may_enter_the_editor(client):
    response = client.get(reverse("wagtailadmin_account"))
    assert response.status_code == 302
    assert "login" in response["Location"] or "sign-in" in response["Location"]
