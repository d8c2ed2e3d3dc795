"""A vote with ranked and scored ballots (the board, the agenda, a day together), and a survey."""

from home.demo import issues
from home.demo.vote_parts import (
    DemoVote,
    Question,
    Schedule,
    advice_rule,
    choice,
    contest_id,
    winners_rule,
)
from home.demo.words import Link, Text, Words, text
from voting.models import Kind, State

_BOARD = "board"
_FIRST_BILL = "first-bill"
_LOBBY_DAY = "lobby-day"
_MEETING = "january-meeting"


def _member(name: str, label: str, en: str, es: str) -> dict:
    return choice(_BOARD, name, label=Words(label, label), text=Words(en, es))


def _issue(name: str, issue: Text, en: str, es: str) -> dict:
    return choice(_FIRST_BILL, name, label=Words(en, es), page=Link(issue.key))


def _question(
    name: str,
    *,
    question: Words,
    explanation: Words | str,
    method: str,
    choices,
    seats=1,
    rule=None,
    marks=(),
) -> Question:
    value = {
        "question": question,
        "explanation": explanation,
        "subject": None,
        "method": method,
        "choices": choices,
        "seats": seats,
        "rule": rule or winners_rule(),
    }
    return Question(name, {"type": "contest", "id": contest_id(name), "value": value}, marks)


BOARD_AND_AGENDA = DemoVote(
    text=Text(
        "member-votes/board-and-agenda",
        Words("The board, and our first bill", "La junta directiva y nuestro primer proyecto de ley"),
        {
            "summary": Words(
                "Members elected three people to the board, and chose which bill comes first.",
                "Los miembros eligieron a tres personas para la junta directiva "
                "y decidieron qué proyecto de ley va primero.",
            ),
            "explanation": [
                text(
                    "<p>On these ballots you put choices in order, or give them points. "
                    "Each result shows how the count went, round by round.</p>",
                    "<p>En estas boletas usted ordena las opciones o les da puntos. "
                    "Cada resultado muestra cómo se contó, ronda por ronda.</p>",
                ),
            ],
        },
    ),
    schedule=Schedule(cutoff=-110, announced=-89, opens=-80, closes=-73),
    state=State.PUBLISHED,
    questions=(
        _question(
            _BOARD,
            question=Words("Who joins the board?", "¿Quién entra en la junta directiva?"),
            explanation=Words(
                "<p>Three seats are free. Rank as many people as you like.</p>",
                "<p>Hay tres puestos libres. Ordene a tantas personas como quiera.</p>",
            ),
            method="stv_scottish",
            seats=3,
            choices=[
                _member("agnes", "Agnes Tollemache-Ruiz", "Petersham, nurse", "Petersham, enfermera"),
                _member(
                    "corwin", "Corwin Thistlewood-Paz", "Athol, bus driver", "Athol, conductor de autobús"
                ),
                _member("delphine", "Delphine Marchbanks-Oyelaran", "Orange, teacher", "Orange, maestra"),
                _member("ephraim", "Ephraim Quillfeather", "Warwick, retired", "Warwick, jubilado"),
                _member(
                    "marisol", "Marisol Vantage-Ibarra", "Lunenburg, organizer", "Lunenburg, organizadora"
                ),
                _member("yusra", "Yusra Haddock-Benning", "Groton, student", "Groton, estudiante"),
            ],
            marks=(
                (20, ("marisol", "agnes", "ephraim")),
                (14, ("marisol", "delphine", "corwin")),
                (12, ("ephraim", "corwin")),
                (9, ("ephraim", "agnes", "marisol")),
                (10, ("agnes", "marisol", "delphine")),
                (7, ("agnes", "yusra")),
                (8, ("corwin", "ephraim", "yusra")),
                (4, ("corwin",)),
                (6, ("delphine", "yusra", "corwin")),
                (4, ("delphine", "agnes")),
                (6, ("yusra", "delphine", "agnes")),
            ),
        ),
        _question(
            _FIRST_BILL,
            question=Words(
                "Which bill do we work for first?", "¿Por qué proyecto de ley trabajamos primero?"
            ),
            explanation=Words(
                "<p>Put the bills in order. Two bills may share a place. "
                "A bill that you leave out stands below the others.</p>",
                "<p>Ordene los proyectos. Dos proyectos pueden compartir un lugar. "
                "Un proyecto que deje fuera queda por debajo de los demás.</p>",
            ),
            method="schulze",
            choices=[
                _issue("housing", issues.HOUSING, "Repair public housing", "Reparar la vivienda pública"),
                _issue("health", issues.HEALTH_CARE, "Health care for all", "Salud para todas las personas"),
                _issue(
                    "climate", issues.CLIMATE, "Clean heat for every home", "Calefacción limpia en cada hogar"
                ),
                _issue(
                    "voting", issues.VOTING_DEMOCRACY, "Register on election day", "Registrarse el mismo día"
                ),
            ],
            marks=(
                (24, ("housing", "health", "voting")),
                (13, ("health", "climate", "housing", "voting")),
                (17, ("climate", ("housing", "health"))),
                (15, ("voting", "housing", "climate")),
                (11, (("health", "voting"), "housing")),
                (9, ("housing", "climate", "health", "voting")),
                (6, ("climate", "voting")),
                (5, None),
            ),
        ),
        _question(
            _LOBBY_DAY,
            question=Words("On which day do we visit the State House?", "¿Qué día visitamos la Legislatura?"),
            explanation=Words(
                "<p>Give each day up to five points.</p>", "<p>Dé a cada día hasta cinco puntos.</p>"
            ),
            method="star",
            choices=[
                choice(_LOBBY_DAY, name, label=label)
                for name, label in (
                    ("tuesday", Words("A Tuesday morning", "Un martes por la mañana")),
                    ("thursday", Words("A Thursday morning", "Un jueves por la mañana")),
                    ("friday", Words("A Friday afternoon", "Un viernes por la tarde")),
                )
            ],
            marks=(
                (30, {"tuesday": 5, "thursday": 4, "friday": 0}),
                (22, {"tuesday": 0, "thursday": 3, "friday": 5}),
                (18, {"tuesday": 2, "thursday": 5, "friday": 1}),
                (14, {"tuesday": 4, "thursday": 1, "friday": 3}),
                (10, {"friday": 5}),
                (6, None),
            ),
        ),
    ),
)

SURVEY = DemoVote(
    text=Text(
        "member-votes/january-meeting",
        Words("What should our January meeting be about?", "¿De qué debe tratar nuestra reunión de enero?"),
        {
            "summary": Words(
                "We asked members before we planned the meeting.",
                "Preguntamos a los miembros antes de preparar la reunión.",
            ),
        },
    ),
    kind=Kind.ADVISORY,
    schedule=Schedule(cutoff=-34, announced=-33, opens=-32, closes=-25, challenge_hours=0),
    state=State.PUBLISHED,
    questions=(
        _question(
            _MEETING,
            question=Words(
                "What should our January meeting be about?", "¿De qué debe tratar nuestra reunión de enero?"
            ),
            explanation="",
            method="approval",
            rule=advice_rule(),
            choices=[
                choice(_MEETING, name, label=label)
                for name, label in (
                    ("new-session", Words("The new session", "El nuevo período de sesiones")),
                    ("speaking", Words("Speaking at a hearing", "Hablar en una audiencia pública")),
                    ("neighbors", Words("Talking with neighbors", "Conversar con el vecindario")),
                    ("party", Words("A party, for once", "Una fiesta, por una vez")),
                )
            ],
            marks=(
                (16, ("new-session", "speaking")),
                (12, ("speaking",)),
                (9, ("new-session", "neighbors", "party")),
                (8, ("neighbors",)),
                (5, ("speaking", "party")),
                (3, ("party",)),
                (2, None),
            ),
        ),
    ),
)
