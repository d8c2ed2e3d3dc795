"""Votes in every state, made the way the site makes them."""

import uuid
from datetime import timedelta
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page

from tests.sample_plugin.electorate import GROUP, Listed
from voting.domain.announcing import announce_vote
from voting.domain.casting import cast_ballot
from voting.domain.certifying import certify_vote
from voting.domain.counting import count_vote
from voting.domain.lifecycle import close_vote, open_vote, publish_survey, publish_vote
from voting.models import Kind, MemberVote, MemberVotePage, State, VoteIndexPage

NOW = timezone.now().replace(microsecond=0)
OPENS = NOW - timedelta(days=1)
CLOSES = NOW + timedelta(days=5)

_numbers = count(1)

SIXTY_PERCENT = {
    "rule": "threshold",
    "threshold_numerator": 60,
    "threshold_denominator": 100,
    "comparison": "at_least",
    "denominator": "choices_cast",
    "quorum_kind": "none",
    "quorum_value": 0,
}


def make_user(name=None, *, groups=()):
    name = name or f"user{next(_numbers)}"
    user = get_user_model().objects.create_user(email=f"{name}@example.org", name=name.title())
    for group in groups:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


def make_voters(number):
    return [make_user(groups=[GROUP]) for _number in range(number)]


def choice(label, *, key=None, kind="option", page=None, text=""):
    return {
        "type": "item",
        "id": key or str(uuid.uuid4()),
        "value": {"label": label, "text": text, "page": page.pk if page else None, "kind": kind},
    }


def contest(
    *choices,
    key=None,
    question="Whom do we endorse?",
    method="single_choice",
    subject=None,
    rule=None,
    seats=1,
):
    return {
        "type": "contest",
        "id": key or str(uuid.uuid4()),
        "value": {
            "question": question,
            "explanation": "",
            "subject": subject.pk if subject else None,
            "method": method,
            "choices": list(choices),
            "seats": seats,
            "rule": {**SIXTY_PERCENT, **(rule or {})},
        },
    }


def race_contest(**kwargs):
    """Choices a, b and "no endorsement" (ne), under those keys."""
    return contest(
        choice("Ada", key="a"),
        choice("Ben", key="b"),
        choice("No endorsement", key="ne", kind="no_endorsement"),
        key="race",
        **kwargs,
    )


def make_vote_index():
    index = VoteIndexPage.objects.first()
    if index is None:
        parent = Page.objects.filter(depth=2).first()
        index = parent.add_child(instance=VoteIndexPage(title="Member votes", slug="votes"))
    return index


def make_vote_page(
    *contests,
    title=None,
    summary="Members decide.",
    kind=Kind.DECISION,
    box="secret",
    opens_at=OPENS,
    closes_at=CLOSES,
    challenge_hours=0,
    electorate="listed",
    **facts,
):
    number = next(_numbers)
    page = MemberVotePage(
        title=title or f"Vote {number}",
        slug=f"vote-{number}",
        summary=summary,
        contests=list(contests) or [race_contest()],
        kind=kind,
        box=box,
        electorate=electorate,
        standing_cutoff=(opens_at - timedelta(days=30)).date(),
        opens_at=opens_at,
        closes_at=closes_at,
        challenge_hours=challenge_hours,
        **facts,
    )
    make_vote_index().add_child(instance=page)
    page.save_revision().publish()
    return page


def make_vote(*contests, state=State.OPEN, voters=5, ballots=(), tellers=None, **page_fields):
    """A vote brought to `state` by the domain functions.

    `ballots`: selections, cast by the first voters on the roll in order.
    """
    page = make_vote_page(*contests, **page_fields)
    vote = MemberVote.objects.get(page=page)
    if tellers is None:
        tellers = [make_user(groups=["Tellers"]), make_user(groups=["Tellers"])]
    vote.tellers.set(tellers)
    people = make_voters(voters) if isinstance(voters, int) else voters
    steps = [State.ANNOUNCED, State.OPEN, State.CLOSED, State.COUNTED, State.CERTIFIED, State.PUBLISHED]
    wanted = steps[: steps.index(state) + 1] if state in steps else []
    for step in wanted:
        match step:
            case State.ANNOUNCED:
                announce_vote(member_vote=vote, at=page.opens_at - timedelta(days=3))
            case State.OPEN:
                open_vote(member_vote=vote, at=page.opens_at)
                for person, selections in zip(people, ballots, strict=False):
                    cast(vote, person, selections)
            case State.CLOSED:
                close_vote(member_vote=vote, at=page.closes_at)
            case State.COUNTED:
                count_vote(member_vote=vote, at=page.closes_at)
            case State.CERTIFIED if not vote.is_advisory:
                for teller in tellers:
                    certify_vote(member_vote=vote, teller=teller, at=page.closes_at)
            case State.PUBLISHED if vote.is_advisory:
                publish_survey(member_vote=vote, at=page.closes_at)
            case State.PUBLISHED:
                publish_vote(member_vote=vote, at=page.closes_at + timedelta(hours=page.challenge_hours))
    vote.refresh_from_db()
    return vote


def make_survey(*contests, title="What do you want?", voters=5, **facts):
    """A survey with the choices a, b and c, in the contest "q", unless contests are given."""
    asked = contest(
        *[choice(label, key=key) for key, label in (("a", "Buses"), ("b", "Trains"), ("c", "Bikes"))],
        key="q",
        question=title,
        rule={"rule": "advice"},
    )
    return make_vote(
        *(contests or [asked]),
        title=title,
        summary="We ask for your advice.",
        kind=Kind.ADVISORY,
        tellers=[],
        voters=voters,
        **facts,
    )


def cast(vote, user, selections, at=None):
    moment = at or vote.page.opens_at + timedelta(hours=1)
    return cast_ballot(
        member_vote_id=vote.pk,
        voter_ref=Listed().ref_for(user=user),
        selections=selections,
        clock=lambda: moment,
    )
