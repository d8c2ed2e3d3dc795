"""Which mails about votes a member wants: voting honors it, and the roll does not care."""

import pytest

from members.domain.mail_choice import choose_mails, mails_wanted
from tests.factories.members import make_member
from tests.voting.views.pages import text_of
from voting.api import electorates

pytestmark = pytest.mark.django_db


def wanting(members, kind):
    refs = [str(member.ref) for member in members]
    return electorates.get("good_standing").wanting(refs=refs, kind=kind)


def test_everybody_wants_everything_until_they_say_otherwise():
    members = [make_member() for _number in range(2)]
    for kind in ("invitation", "reminder", "outcome"):
        assert wanting(members, kind) == {str(member.ref) for member in members}


@pytest.mark.parametrize(
    ("kind", "field"), [("invitation", "invitations"), ("reminder", "reminders"), ("outcome", "results")]
)
def test_what_is_turned_off_is_not_sent_and_nothing_else(kind, field, today):
    ana, ben = make_member(periods=[(today, None)]), make_member(periods=[(today, None)])
    choice = {"invitations": True, "reminders": True, "results": True, field: False}
    choose_mails(member=ana, **choice)
    for each in ("invitation", "reminder", "outcome"):
        expected = {str(ben.ref)} if each == kind else {str(ana.ref), str(ben.ref)}
        assert wanting([ana, ben], each) == expected
    assert str(ana.ref) in electorates.get("good_standing").voter_refs(cutoff=today)


def test_member_chooses_and_is_told_what_is_lost(sign_in, ana):
    client = sign_in(ana.user)
    assert "Voting is your right" in text_of(client.get("/en/account/mails/"))
    client.post("/en/account/mails/", {"reminders": "on"})
    wanted = mails_wanted(member=ana)
    assert (wanted.invitations, wanted.reminders, wanted.results) == (False, True, False)
    assert "A reminder before it closes" in text_of(client.get("/en/account/"))


def test_choices_of_many_members_cost_the_same_queries(django_assert_num_queries):
    members = [make_member() for _number in range(30)]
    choose_mails(member=members[0], invitations=False, reminders=True, results=True)
    with django_assert_num_queries(1):
        assert len(wanting(members, "invitation")) == 29
