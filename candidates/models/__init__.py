from candidates.models.elections import Candidacy, Candidate, PublicElection, Race
from candidates.models.endorsement import Endorsement
from candidates.models.pages import (
    CandidatePage,
    ElectionIndexPage,
    ElectionPage,
    EndorsementIndexPage,
    RacePage,
)

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
