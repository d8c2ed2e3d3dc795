"""The invented members of the demo, and what each shows about standing."""

from dataclasses import dataclass

from members.demo_people import ANA, BEN, TELLER_ONE, TELLER_TWO


@dataclass(frozen=True)
class Period:
    """A membership; days are counted from the day of loading. `canceled` is the day it was canceled."""

    first: int
    last: int | None
    voting: bool = True
    canceled: int | None = None


@dataclass(frozen=True)
class Person:
    member_no: str
    first_name: str
    last_name: str
    town: str
    periods: tuple[Period, ...]
    email: str = ""
    language: str = "en"
    display_name: str = ""
    # First and last day of a suspension.
    suspended: tuple[int, int | None] | None = None


# Paid well before every cut-off of the demo's votes, and far beyond their ends.
_LONG = (Period(-800, -436), Period(-435, 200))
# Ran out before the cut-off of the open vote, and so did the days of grace.
_LAPSED = (Period(-435, -71),)

GRACE_DAYS = 30
CLAIMED_NUMBER = "D-0008"

# Code and name of each chapter, and the towns whose members belong to it; others belong to none.
CHAPTERS = {
    ("demo-millers-river", "Millers River"): {
        *("Ashby", "Athol", "Gardner", "Orange", "Phillipston", "Royalston", "Templeton", "Warwick"),
        *("Westminster", "Winchendon"),
    },
    ("demo-nashoba-hills", "Nashoba Hills"): {
        *("Ayer", "Bolton", "Fitchburg", "Groton", "Harvard", "Lancaster", "Leominster", "Lunenburg"),
        *("Shirley", "Townsend"),
    },
}

# Members who each show something.
NOTABLE = (
    Person("D-0001", *ANA.name.split(" ", 1), "Fitchburg", _LONG, email=ANA.email),
    Person("D-0002", *BEN.name.split(" ", 1), "Gardner", _LAPSED, email=BEN.email),
    Person("D-0003", *TELLER_ONE.name.split(" ", 1), "Leominster", _LONG, email=TELLER_ONE.email),
    Person("D-0004", *TELLER_TWO.name.split(" ", 1), "Ayer", _LONG, email=TELLER_TWO.email),
    # Dues have run out, within the days of grace.
    Person("D-0005", "Corwin", "Thistlewood-Paz", "Athol", (Period(-375, -11),), "corwin@example.org"),
    # Ran out long ago.
    Person(
        "D-0006", "Delphine", "Marchbanks-Oyelaran", "Orange", (Period(-900, -536),), "delphine@example.org"
    ),
    # Joined after the cut-off of the open vote.
    Person("D-0007", "Yusra", "Haddock-Benning", "Groton", (Period(-4, 360),), "yusra@example.org"),
    # No e-mail address: cannot sign in by a link, and claims his place.
    Person(CLAIMED_NUMBER, "Ephraim", "Quillfeather", "Warwick", _LONG),
    # Two people of one household share an address, so it signs in neither.
    Person("D-0009", "Marisol", "Vantage-Ibarra", "Lunenburg", _LONG, "home@example.org", language="es"),
    Person("D-0010", "Lázaro", "Vantage-Ibarra", "Lunenburg", _LONG, "home@example.org", language="es"),
    # The same name twice, which are two people.
    Person("D-0011", "Agnes", "Tollemache-Ruiz", "Shirley", _LONG, "agnes@example.org"),
    Person("D-0012", "Agnes", "Tollemache-Ruiz", "Petersham", _LONG, "agnes.t@example.org"),
    # Suspended for a time.
    Person(
        "D-0013", "Barnaby", "Crosswhistle", "Winchendon", _LONG, "barnaby@example.org", suspended=(-30, 60)
    ),
    # Canceled by the member.
    Person(
        "D-0014",
        "Ottoline",
        "Fairweather-Sy",
        "Barre",
        (Period(-200, 164, canceled=-100),),
        "ottoline@example.org",
    ),
    # Supports the work, without a vote.
    Person(
        "D-0015",
        "Henrike",
        "Sallow-Nguyen",
        "Harvard",
        (Period(-300, None, voting=False),),
        "henrike@example.org",
    ),
    # Has paid for a membership that begins next week.
    Person("D-0016", "Florian", "Peppercorn-Diaz", "Bolton", (Period(7, 372),), "florian@example.org"),
    # One name only.
    Person("D-0017", "Ptolemy", "", "Hubbardston", _LONG, "ptolemy@example.org"),
    # A long name, with another one to show.
    Person(
        "D-0018",
        "Maria Anunciação do Rosário",
        "Castelo-Branco de Vasconcelos-Hathersage",
        "Lancaster",
        _LONG,
        "anunciacao@example.org",
        display_name="Nunci Hathersage",
    ),
    # Never expires.
    Person(
        "D-0019",
        "Wilhelmina",
        "Oakapple-Reyes",
        "Royalston",
        (Period(-2000, None),),
        "wilhelmina@example.org",
    ),
)

_FIRST_NAMES = (
    "Adaeze", "Alaric", "Beatrix", "Caspian", "Dalia", "Emeka", "Fenella", "Gideon", "Hana", "Isandro",
    "Juniper", "Kofi", "Leocadia", "Mirela", "Nikolai", "Odessa", "Perpetua", "Quentin", "Rosalba", "Soren",
)  # fmt: skip
_LAST_NAMES = (
    "Applegarth-Moon", "Brightwater-Cruz", "Copperfield-Adu", "Dunmorrow", "Evenshade-Park", "Fallowmere",
    "Gildersleeve-Rao",
)  # fmt: skip
_TOWNS = ("Ashby", "Templeton", "Sterling", "Phillipston", "Townsend", "Princeton", "Westminster")
_NUMBER_OF_OTHERS = 120


def others() -> list[Person]:
    """Members of whom nothing else is to be told: they make the rolls long enough."""
    people = []
    for number in range(_NUMBER_OF_OTHERS):
        member_no = f"D-{number + 20:04d}"
        people.append(
            Person(
                member_no,
                _FIRST_NAMES[number % len(_FIRST_NAMES)],
                # The lengths of the lists share no divisor, so no name comes twice.
                _LAST_NAMES[number % len(_LAST_NAMES)],
                _TOWNS[number % len(_TOWNS)],
                (Period(-700 - number, -366), Period(-365, 100 + number)),
                email=f"{member_no.lower()}@example.org",
                language="es" if number % 6 == 0 else "en",
            )
        )
    return people
