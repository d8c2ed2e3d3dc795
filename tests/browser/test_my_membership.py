"""A member on a phone corrects, takes the data along and appeals; a teller answers; and axe is content."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from members.models import Member
from tests.browser.accessibility import PHONE, Findings
from tests.factories.members import make_member, make_membership, make_user
from tests.factories.voting import make_vote
from voting.domain.lifecycle import open_vote
from voting.models import Appeal, MemberVote, State

BACKEND = "members.roles.RolesBackend"


def client_of(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def ben(db):
    """A member whose dues ran out."""
    today = timezone.localdate()
    periods = [(today - timedelta(days=700), today - timedelta(days=300))]
    return make_member(
        name="Ben Okafor-Lind", email="ben@example.org", periods=periods, user=make_user(name="Ben")
    )


@pytest.fixture
def vote(db, settings, tmp_path):
    """An open vote of members in good standing."""
    settings.VOTING_KEY_DIR = tmp_path / "keys"
    for _number in range(5):
        make_membership(make_member(), timezone.localdate() - timedelta(days=900), None)
    vote = make_vote(state=State.ANNOUNCED, title="Whom we endorse")
    MemberVote.objects.filter(pk=vote.pk).update(electorate="good_standing")
    vote.refresh_from_db()
    return open_vote(member_vote=vote, at=vote.opens_at)


def look(findings, name, page):
    findings.look(name, page, sizes=(PHONE,))
    page.set_viewport_size(PHONE)


def test_member_corrects_and_appeals_and_a_teller_answers(own_page, ben, vote):
    findings = Findings()
    # A form that is sent back is an error in the console.
    page = own_page(client_of(ben.user), may_fail=True, viewport=PHONE)
    page.goto(reverse("members:account"))
    expect(page.get_by_text("Not in good standing")).to_be_visible()
    look(findings, "my membership", page)

    page.get_by_role("link", name="Change Phone").click()
    page.get_by_label("Phone").fill("617 555 0100")
    look(findings, "my data", page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Your data is changed.")
    assert Member.objects.get(pk=ben.pk).phone == "617 555 0100"
    download = page.get_by_role("link", name="Download my data (JSON)").get_attribute("href")
    assert client_of(ben.user).get(download).json()["member"]["phone"] == "617 555 0100"

    page.get_by_role("link", name="Correct E-mail").click()
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter your e-mail address.")
    look(findings, "an address that is missing", page)
    page.goto(reverse("members:delete_login"))
    look(findings, "deleting", page)

    page.goto(reverse("members:account"))
    page.get_by_role("link", name="Why can’t I vote?").click()
    page.get_by_role("link", name="Appeal to the tellers").click()
    page.get_by_label("Why should you be able to vote?").fill("I paid by check in October.")
    look(findings, "appealing", page)
    page.get_by_role("button", name="Send my appeal").click()
    expect(page.get_by_text("Waits for an answer")).to_be_visible()

    desk = own_page(client_of(vote.tellers.first()), viewport=PHONE)
    desk.goto(reverse("voting:desk_vote", args=[vote.pk]))
    desk.get_by_role("link", name="Read the 1 appeal").click()
    look(findings, "the tellers' list", desk)
    desk.get_by_role("link", name="Read and answer").click()
    expect(desk.get_by_role("heading", name="Ben Okafor-Lind")).to_be_visible()
    look(findings, "answering", desk)
    desk.get_by_label("Our records are right about you.").check()
    desk.get_by_role("button", name="Decline, and tell the person why").click()
    expect(desk.get_by_role("article").get_by_text("Declined")).to_be_visible()

    page.reload()
    expect(page.get_by_text("Our records are right about you.")).to_be_visible()
    look(findings, "an answer", page)
    assert Appeal.objects.get().state == Appeal.State.DECLINED
    findings.check()
