import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from members.domain import sign_in_links
from members.domain.errors import LinkNotValid, SignInError
from members.models import MemberEmail, SignInLink, User
from tests.factories.members import make_association, make_member, make_user

pytestmark = pytest.mark.django_db


def _ask(client, address, *, language="en", **data):
    return client.post(f"/{language}/sign-in/link/", {"address": address, **data})


def _path():
    """The path of the link in the only mail."""
    [message] = mail.outbox
    [path] = re.findall(r"http://localhost:8000(/\S+)", message.body)
    return path


def _token_for(address):
    sign_in_links.send_sign_in_link(address=address, language="en", next_url="", at=timezone.now())
    return _path().rstrip("/").rpartition("/")[2]


def _signed_in(client):
    return client.session.get("_auth_user_id")


def test_link_signs_the_member_in_and_leads_back(client):
    ben = make_member(name="Ben Okafor-Lind", email="ben@example.org")
    _ask(client, "BEN@example.org", next="/en/my-ballots/")
    response = client.post(_path())
    assert response["Location"] == "/en/my-ballots/"
    ben.refresh_from_db()
    assert _signed_in(client) == str(ben.user.pk)


def test_looking_at_the_link_does_not_use_it_up(client):
    make_member(email="ben@example.org")
    _ask(client, "ben@example.org")
    for _ in range(3):
        assert client.get(_path()).status_code == 200
    assert _signed_in(client) is None
    client.post(_path())
    assert _signed_in(client)


def test_link_works_once(client):
    make_member(email="ben@example.org")
    _ask(client, "ben@example.org")
    client.post(_path())
    other = Client()
    response = other.post(_path(), follow=True)
    assert _signed_in(other) is None
    assert "used up or too old" in response.content.decode()
    assert other.get(_path()).status_code == 302


@pytest.mark.parametrize(("minutes", "works"), [(29, True), (30, False), (31, False)])
def test_link_is_good_for_half_an_hour(minutes, works):
    make_member(email="ben@example.org")
    token = _token_for("ben@example.org")
    made_at = SignInLink.objects.get().expires_at - timedelta(minutes=30)
    at = made_at + timedelta(minutes=minutes)
    if works:
        assert sign_in_links.use_sign_in_link(token=token, at=at).user
    else:
        with pytest.raises(LinkNotValid):
            sign_in_links.use_sign_in_link(token=token, at=at)


def test_link_is_stored_as_a_hash_of_128_bits():
    make_member(email="ben@example.org")
    token = _token_for("ben@example.org")
    assert len(token) == 22
    assert token not in str(SignInLink.objects.values().get())


def test_guessed_link_signs_nobody_in(client):
    make_member(email="ben@example.org")
    _ask(client, "ben@example.org")
    client.post("/en/sign-in/link/" + "A" * 22 + "/")
    assert _signed_in(client) is None


def test_answer_is_the_same_for_every_address(client, django_assert_num_queries, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    make_member(email="ben@example.org")
    # What the reader waits for touches no database, so it cannot take longer for one than for the other.
    with django_assert_num_queries(0):
        known = _ask(client, "ben@example.org")
    with django_assert_num_queries(0):
        unknown = _ask(client, "nobody@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert known.content == unknown.content
    assert client.get(known["Location"]).status_code == 200


def test_unknown_address_gets_a_mail_without_link(client):
    _ask(client, "nobody@example.org")
    [message] = mail.outbox
    assert message.to == ["nobody@example.org"]
    assert "http" not in message.body
    assert not SignInLink.objects.exists()


def test_address_that_two_members_share_signs_in_neither(client):
    make_member(email="both@example.org")
    make_member(email="both@example.org")
    _ask(client, "both@example.org")
    assert "http" not in mail.outbox[0].body
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "ben+vote@example.org",
        "b.en@example.org",
        "ben@exаmple.org",  # a Cyrillic letter in the domain
        "bеn@example.org",  # and in the name
        "ben@example.org.evil.example",
        "ben%@example.org",
        "b_n@example.org",
    ],
)
def test_address_like_a_members_is_not_the_members(address):
    make_member(email="ben@example.org")
    with pytest.raises(SignInError):
        sign_in_links.member_at(address=address)


@pytest.mark.parametrize(
    ("on_roll", "asked"), [("ian@example.org", "ıan@example.org"), ("ıan@x.org", "IAN@x.org")]
)
def test_letters_beyond_ascii_are_not_folded(on_roll, asked):
    make_member(email=on_roll)
    with pytest.raises(SignInError):
        sign_in_links.member_at(address=asked)


def test_mail_is_in_the_readers_language(client):
    make_member(email="ben@example.org")
    _ask(client, "ben@example.org", language="es")
    assert "/es/sign-in/link/" in mail.outbox[0].body


def test_second_address_of_a_member_works_too(client):
    ben = make_member(email="ben@example.org")
    MemberEmail.objects.create(member=ben, address="ben@work.example.org", is_primary=False)
    _ask(client, "ben@work.example.org")
    client.post(_path())
    ben.refresh_from_db()
    assert _signed_in(client) == str(ben.user.pk)


def test_login_made_by_the_office_gets_a_link_too(client):
    noor = make_user(email="noor@example.org")
    _ask(client, "noor@example.org")
    client.post(_path())
    assert _signed_in(client) == str(noor.pk)


def test_login_that_is_switched_off_stays_out(client):
    make_member(email="ben@example.org", user=make_user(is_active=False))
    _ask(client, "ben@example.org")
    response = client.post(_path(), follow=True)
    assert _signed_in(client) is None
    assert "switched off" in response.content.decode()


def test_address_taken_off_the_roll_after_sending_signs_nobody_in(client):
    make_member(email="ben@example.org")
    _ask(client, "ben@example.org")
    MemberEmail.objects.all().delete()
    client.post(_path())
    assert _signed_in(client) is None


def test_sixth_link_for_an_address_is_refused_and_others_are_not(client):
    for _ in range(5):
        assert _ask(client, "ben@example.org").status_code == 302
    assert _ask(client, "Ben@example.org").status_code == 429
    assert len(mail.outbox) == 5
    assert _ask(client, "ana@example.org").status_code == 302


def test_one_computer_cannot_ask_for_many_addresses(client):
    codes = [_ask(client, f"p{number}@example.org").status_code for number in range(31)]
    assert codes == [302] * 30 + [429]


def test_wrong_address_is_shown_with_the_way_back_kept(client):
    response = _ask(client, "ben", next="/en/my-ballots/")
    assert 'value="/en/my-ballots/"' in response.content.decode()
    assert "ana@example.org" in response.content.decode()
    assert not mail.outbox


def test_sign_in_by_link_changes_the_session_key(client):
    make_member(email="ben@example.org")
    session = client.session
    session["before"] = "x"
    session.save()
    client.cookies["sessionid"] = session.session_key
    _ask(client, "ben@example.org")
    client.post(_path())
    assert client.session.session_key != session.session_key
    assert "before" not in client.session


def _client_with_facebook(name="Ben from Facebook"):
    user = make_user(name=name)
    make_association(user, provider="facebook")
    client = Client()
    client.force_login(user, backend="members.roles.RolesBackend")
    return client, user


def test_link_joins_the_login_of_this_browser_when_asked():
    ben = make_member(email="ben@example.org")
    client, user = _client_with_facebook()
    _ask(client, "ben@example.org")
    page = client.get(_path()).content.decode()
    assert "Ben from Facebook" in page
    client.post(_path(), {"join": "yes"})
    ben.refresh_from_db()
    assert ben.user == user
    assert _signed_in(client) == str(user.pk)


def test_link_leaves_the_login_of_this_browser_alone_unless_asked():
    ben = make_member(email="ben@example.org")
    client, user = _client_with_facebook("A stranger on a shared computer")
    _ask(client, "ben@example.org")
    client.post(_path())
    ben.refresh_from_db()
    assert ben.user not in (None, user)


def test_member_with_a_login_keeps_it_and_is_told():
    ben = make_member(email="ben@example.org", user=make_user())
    client, user = _client_with_facebook()
    _ask(client, "ben@example.org")
    response = client.post(_path(), {"join": "yes"}, follow=True)
    first = ben.user
    ben.refresh_from_db()
    assert ben.user == first
    assert _signed_in(client) == str(first.pk)
    assert "already has another login" in response.content.decode()


def test_link_needs_a_csrf_token():
    make_member(email="ben@example.org")
    token = _token_for("ben@example.org")
    client = Client(enforce_csrf_checks=True)
    assert client.post(f"/en/sign-in/link/{token}/").status_code == 403


def test_old_links_are_cleared_away():
    make_member(email="ben@example.org")
    _token_for("ben@example.org")
    later = timezone.now() + timedelta(days=2)
    sign_in_links.send_sign_in_link(address="ben@example.org", language="en", next_url="", at=later)
    assert SignInLink.objects.count() == 1
