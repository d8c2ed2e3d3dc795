from candidates.models.candidate_page import CandidatePage
from candidates.models.election_pages import ElectionIndexPage, ElectionPage, RacePage
from candidates.models.elections import Candidacy, Candidate, PublicElection, Race
from candidates.models.endorsement import Endorsement
from candidates.models.endorsement_pages import EndorsementIndexPage

__all__ = [
    "Candidacy",
    "Candidate",
    "CandidatePage",
    "ElectionIndexPage",
    "ElectionPage",
    "Endorsement",
    "EndorsementIndexPage",
    "PublicElection",
    "Race",
    "RacePage",
]
