"""What members of the demo wrote to tellers and to the office: something waits, something is answered."""

from datetime import timedelta

from django.utils import timezone

from members.demo_people import TELLER_ONE
from members.domain.corrections import ask_for_correction
from members.models import Correction, Member, User
from voting.domain.appeals import decline_appeal, make_appeal
from voting.models import Appeal, MemberVote, State

# Joined after the cut-off, by the records; and one whose dues ran out long ago.
_WAITS = ("D-0007", "I joined at the picnic in September. My form must have been lying around.")
_ANSWERED = ("D-0006", "I paid at the annual meeting, in cash.")
_ANSWER = "We asked the treasurer: there is no payment since then. You can renew today for the next vote."
_CORRECTION = (
    "D-0018",
    {"first_name": "Maria Anunciação", "last_name": "Hathersage"},
    "I took a shorter name.",
)


def load_appeals(*, vote: MemberVote) -> None:
    """Two appeals about an open vote: tellers have one to answer. Safe to repeat."""
    if vote.state != State.OPEN or vote.is_advisory or vote.appeals.exists():
        return
    at = vote.opens_at + timedelta(hours=2)
    for member_no, text in (_WAITS, _ANSWERED):
        member = Member.objects.get(member_no=member_no, is_demo=True)
        appeal = make_appeal(member_vote=vote, voter_ref=str(member.ref), text=text, at=at)
    decline_appeal(
        member_vote=vote,
        appeal_id=appeal.pk,
        teller=User.objects.get(social_auth__uid=TELLER_ONE.email, is_demo=True),
        reason=Appeal.Reason.RECORDS,
        answer=_ANSWER,
        at=at,
    )


def load_corrections() -> None:
    """One request that the office has not answered yet. Safe to repeat."""
    member_no, wanted, note = _CORRECTION
    member = Member.objects.filter(member_no=member_no, is_demo=True).first()
    if member is None or member.corrections.exists():
        return
    ask_for_correction(member=member, kind=Correction.Kind.NAME, wanted=wanted, note=note, at=timezone.now())
