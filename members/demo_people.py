"""The invented people whom a demo site lets anybody sign in as."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoPerson:
    """`groups`: the roles of staff the person has; `member_no`: the place on the roll, where there is one.

    `about`: what a visitor of the demo can try as this person.
    """

    name: str
    email: str
    about: str
    member_no: str = ""
    groups: tuple[str, ...] = ()
    language: str = "en"


ANA = DemoPerson(
    "Ana Silveira-Knox",
    "ana@example.org",
    "Member in good standing: has a ballot to cast",
    member_no="D-0001",
)
BEN = DemoPerson(
    "Ben Okafor-Lind", "ben@example.org", "Member whose dues ran out before the cut-off", member_no="D-0002"
)
EDITOR = DemoPerson(
    "Noor Ashgrove-Tran",
    "noor@example.org",
    "Editor: writes pages and publishes them",
    groups=("Editors", "Publishers"),
)
TELLER_ONE = DemoPerson(
    "Teo Montoya-Birch",
    "teo@example.org",
    "Teller: runs votes, together with Prudence",
    member_no="D-0003",
    groups=("Tellers",),
)
TELLER_TWO = DemoPerson(
    "Prudence Wexcombe",
    "prudence@example.org",
    "Teller: runs votes, together with Teo",
    member_no="D-0004",
    groups=("Tellers",),
)
OPERATOR = DemoPerson(
    "Isolde Farrant-Reyes", "operator@example.org", "Operator: appoints tellers", groups=("Operators",)
)
CLAIMANT = DemoPerson(
    "Ephraim Quillfeather",
    "ephraim@example.org",
    "Signed in and not known yet: his claim waits for the operator",
)

DEMO_PEOPLE = (ANA, BEN, EDITOR, TELLER_ONE, TELLER_TWO, OPERATOR, CLAIMANT)
