"""Bringing the demo's votes to where they stand, by the same functions that run real ones."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from home.demo.vote_parts import DemoVote, Question, choice_id, contest_id
from members.demo_people import DEMO_PEOPLE, OPERATOR, TELLER_ONE, TELLER_TWO
from members.models import Member, User
from voting.domain.announcing import announce_vote
from voting.domain.casting import cast_ballot
from voting.domain.certifying import appoint_tellers, certify_vote
from voting.domain.counting import count_vote
from voting.domain.lifecycle import (
    close_vote,
    destroy_secrets,
    objections_end,
    open_vote,
    publish_survey,
    publish_vote,
)
from voting.models import MemberVote, State

_ORDER = [
    State.DRAFT,
    State.ANNOUNCED,
    State.OPEN,
    State.CLOSED,
    State.COUNTED,
    State.CERTIFIED,
    State.PUBLISHED,
]
_TO_CERTIFY = timedelta(hours=20)


def run_vote(*, vote: MemberVote, demo: DemoVote, say: Callable[[str], None]) -> None:
    """Bring a vote from where it stands to the state the demo shows.

    One that is there already, or beyond, is left alone. The clock of every
    step is the vote's own schedule.
    """
    if vote.state not in _ORDER or _ORDER.index(vote.state) > _ORDER.index(demo.state):
        return
    _cast_missing(vote, demo, say)
    while vote.state != demo.state:
        vote = _next_step(vote, demo)
        if vote.state == State.OPEN:
            _cast_missing(vote, demo, say)
    if vote.state == State.PUBLISHED and not vote.secrets_destroyed_at:
        over = vote.published_at if vote.is_advisory else objections_end(vote)
        destroy_secrets(member_vote=vote, at=over)


def _next_step(vote: MemberVote, demo: DemoVote) -> MemberVote:
    match vote.state:
        case State.DRAFT:
            announced = vote.opens_at - timedelta(days=demo.schedule.opens - demo.schedule.announced)
            operator, tellers = _staff()
            if not vote.is_advisory:
                appoint_tellers(member_vote=vote, tellers=tellers, actor=operator, at=announced)
            return announce_vote(member_vote=vote, at=announced, actor=operator)
        case State.ANNOUNCED:
            return open_vote(member_vote=vote, at=vote.opens_at)
        case State.OPEN:
            return close_vote(member_vote=vote, at=vote.closes_at)
        case State.CLOSED:
            return count_vote(member_vote=vote, at=vote.closes_at + timedelta(minutes=1))
        case State.COUNTED if vote.is_advisory:
            return publish_survey(member_vote=vote, at=vote.closes_at + timedelta(minutes=2))
        case State.COUNTED:
            for number, teller in enumerate(_staff()[1]):
                vote = certify_vote(
                    member_vote=vote, teller=teller, at=vote.closes_at + _TO_CERTIFY + timedelta(hours=number)
                )
            return vote
        case _:
            return publish_vote(member_vote=vote, at=objections_end(vote))


def _staff() -> tuple[User, list[User]]:
    users = {user.email: user for user in User.objects.filter(is_demo=True)}
    return users[OPERATOR.email], [users[TELLER_ONE.email], users[TELLER_TWO.email]]


def _cast_missing(vote: MemberVote, demo: DemoVote, say: Callable[[str], None]) -> None:
    """Cast the planned ballots of an open vote; casting one twice changes nothing."""
    planned = _ballots(demo.questions)
    if vote.state != State.OPEN or vote.participations.count() >= len(planned):
        return
    if demo.state == State.OPEN and vote.closes_at <= timezone.now():
        # Loaded again after its time: run_votes closes it.
        return
    say(f"  {len(planned)} ballots for “{vote.page.title}”")
    cast_at = vote.opens_at + timedelta(hours=1)
    for voter_ref, selections in zip(_voters(vote, demo), planned, strict=False):
        cast_ballot(member_vote_id=vote.pk, voter_ref=voter_ref, selections=selections, clock=lambda: cast_at)


def _voters(vote: MemberVote, demo: DemoVote) -> list[str]:
    """Those of the demo's people who are on the roll, always in the same order."""
    on_roll = set(vote.roll.values_list("voter_ref", flat=True))
    members = Member.objects.filter(is_demo=True).order_by("member_no")
    if not demo.staff_voted:
        staff = [person.member_no for person in DEMO_PEOPLE if person.member_no]
        members = members.exclude(member_no__in=staff)
    return [str(ref) for ref in members.values_list("ref", flat=True) if str(ref) in on_roll]


def _ballots(questions: tuple[Question, ...]) -> list[dict]:
    """The marks of each question, put together into ballots."""
    columns = {}
    for number, question in enumerate(questions):
        keys = [_selection(question, answer) for count, answer in question.marks for _ballot in range(count)]
        # The second question goes the other way round, so that answers mix.
        columns[contest_id(question.name)] = keys[::-1] if number % 2 else keys
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _selection(question: Question, answer: Any) -> Any:
    """An answer as the counting method stores it."""
    if answer is None or question.block["value"]["method"] == "yes_no":
        return answer
    if isinstance(answer, str):
        return choice_id(question.name, answer)
    if isinstance(answer, dict):
        points = {choice_id(question.name, choice): number for choice, number in answer.items()}
        return [points.get(choice["id"]) for choice in question.block["value"]["choices"]]
    return [_selection(question, place) for place in answer]
