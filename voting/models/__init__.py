from voting.models.appeal import Appeal
from voting.models.ballot import Participation
from voting.models.erasure import Erasure
from voting.models.log import AuditEvent, Checkpoint
from voting.models.mailing import Mailing
from voting.models.member_vote import Choice, Contest, Disclosure, Kind, MemberVote, NamesShownTo, State
from voting.models.pages import MemberVotePage, ResultsPage, VoteIndexPage
from voting.models.roll import VoterRollEntry
from voting.models.tally import Certification, Outcome, Tally, TwoPersonRequest

__all__ = [
    "Appeal",
    "AuditEvent",
    "Certification",
    "Checkpoint",
    "Choice",
    "Contest",
    "Erasure",
    "Kind",
    "Mailing",
    "MemberVote",
    "MemberVotePage",
    "NamesShownTo",
    "Outcome",
    "Participation",
    "Disclosure",
    "ResultsPage",
    "State",
    "Tally",
    "TwoPersonRequest",
    "VoteIndexPage",
    "VoterRollEntry",
]
