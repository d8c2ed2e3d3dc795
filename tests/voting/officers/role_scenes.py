"""A vote whose key officers hold, where the web process has a role of its own in the database."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.officers import BOX, NAMES
from tests.factories.voting import make_user, make_vote_page, make_voters
from voting.domain.key_holding import key_holding_box, key_status
from voting.models import MemberVote


def prepare() -> dict:
    """What editors and the office did before."""
    now = timezone.now()
    people = make_voters(6)
    page = make_vote_page(box=BOX, opens_at=now + timedelta(hours=1), closes_at=now + timedelta(days=2))
    tellers = [make_user(f"teller{number}", groups=["Tellers"]) for number in "12"]
    page.member_vote.tellers.set(tellers)
    return {
        "vote": str(page.member_vote.pk),
        "people": [person.pk for person in people],
        "tellers": [teller.pk for teller in tellers],
    }


def make_and_test(*, vote: str, user: int) -> dict:
    """What a browser does with the pages of the site; the shares stay outside."""
    member_vote = MemberVote.objects.get(pk=vote)
    box = key_holding_box(member_vote)
    made = box.make_key(vote_id=vote, names=NAMES)
    statuses = [_send(user, vote, {"do": "hold", "public_text": made.public_text})]
    answer = box.answer(question=key_status(member_vote).key.question, shares=made.shares[1:])
    statuses.append(_send(user, vote, {"do": "test", "answer": answer}))
    return {"shares": made.shares, "statuses": statuses}


def give(*, vote: str, user: int, share: str) -> int:
    return _send(user, vote, {"do": "give", "share": share})


def kept_files(*, vote: str) -> list[str]:
    return sorted(path.name.removeprefix(vote) for path in settings.VOTING_KEY_DIR.glob(f"{vote}*"))


def _send(user: int, vote: str, fields: dict) -> int:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=user), "members.roles.RolesBackend")
    return client.post(reverse("voting:officers_key", args=[vote]), fields).status_code
