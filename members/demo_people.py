"""The invented people whom a demo site lets anybody sign in as."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoPerson:
    """`groups`: the roles of staff the person has; `member_no`: the place on the roll, where there is one."""

    name: str
    email: str
    member_no: str = ""
    groups: tuple[str, ...] = ()
    language: str = "en"


ANA = DemoPerson("Ana Silveira-Knox", "ana@example.org", member_no="D-0001")
BEN = DemoPerson("Ben Okafor-Lind", "ben@example.org", member_no="D-0002")
EDITOR = DemoPerson("Noor Ashgrove-Tran", "noor@example.org", groups=("Editors", "Publishers"))
TELLER_ONE = DemoPerson("Teo Montoya-Birch", "teo@example.org", member_no="D-0003", groups=("Tellers",))
TELLER_TWO = DemoPerson("Prudence Wexcombe", "prudence@example.org", member_no="D-0004", groups=("Tellers",))
OPERATOR = DemoPerson("Isolde Farrant-Reyes", "operator@example.org", groups=("Operators",))

DEMO_PEOPLE = (ANA, BEN, EDITOR, TELLER_ONE, TELLER_TWO, OPERATOR)
