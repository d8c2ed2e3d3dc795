"""The member votes about candidates and positions: decided, open and coming."""

from home.demo import elections, issues
from home.demo.member_choices import BOARD_AND_AGENDA, SURVEY
from home.demo.vote_parts import DemoVote, Question, Schedule, choice_id, contest_id, share_rule
from home.demo.words import Link, Text, Words, heading, text
from voting.models import State

INTRO = Words(
    "What members decide now, what comes next, and what has been decided.",
    "Lo que los miembros deciden ahora, lo que viene después y lo que ya se decidió.",
)
RESULTS_INTRO = Words(
    "Every result, with each number, and how it was counted.",
    "Cada resultado, con todos los números y cómo se contó.",
)

NO_ENDORSEMENT = "no-endorsement"

_CANDIDATES = {candidate.text.key: candidate for candidate in elections.CANDIDATES}


def _race(name: str, race: Text, *candidates: elections.DemoCandidate, question: Words, marks=()) -> Question:
    choices = [
        {
            "type": "item",
            "id": choice_id(name, candidate.text.slug),
            "value": {
                "label": "",
                "text": candidate.text.fields["summary"],
                "page": Link(candidate.text.key),
                "kind": "option",
            },
        }
        for candidate in candidates
    ]
    nobody = {
        "label": Words("No endorsement", "Sin respaldo"),
        "text": Words("We endorse nobody in this race.", "No respaldamos a nadie en esta contienda."),
        "page": None,
        "kind": "no_endorsement",
    }
    choices.append({"type": "item", "id": choice_id(name, NO_ENDORSEMENT), "value": nobody})
    block = {
        "type": "contest",
        "id": contest_id(name),
        "value": {
            "question": question,
            "explanation": Words(
                "<p>Choose one person, or “No endorsement”. Both count. You can also skip this question.</p>",
                "<p>Elija a una persona o “Sin respaldo”. Las dos cosas cuentan. "
                "También puede dejar esta pregunta sin contestar.</p>",
            ),
            "subject": Link(race.key),
            "method": "single_choice",
            "choices": choices,
            "rule": share_rule("choices_cast"),
        },
    }
    return Question(name, block, marks)


def _yes_or_no(name: str, issue: Text, *, question: Words, explanation: Words, marks=()) -> Question:
    block = {
        "type": "contest",
        "id": contest_id(name),
        "value": {
            "question": question,
            "explanation": explanation,
            "subject": Link(issue.key),
            "method": "yes_no",
            "choices": [],
            "rule": share_rule("yes_plus_no"),
        },
    }
    return Question(name, block, marks)


_HOW = text(
    "<p>Each ballot is secret. Once you cast it, you cannot change it. "
    'Read <a href="page:how-we-decide">how we decide</a>.</p>',
    "<p>Cada boleta es secreta. Una vez enviada, no se puede cambiar. "
    'Lea <a href="page:how-we-decide">cómo decidimos</a>.</p>',
)

FIRST_ROUND = DemoVote(
    text=Text(
        "member-votes/primary-first-round",
        Words("Endorsements for the primary, first round", "Respaldos para la primaria, primera ronda"),
        {
            "summary": Words(
                "Members decided on two races: one seat in the Senate and one in the House.",
                "Los miembros decidieron sobre dos contiendas: un escaño en el Senado y uno en la Cámara.",
            ),
            "explanation": [
                text(
                    "<p>All candidates got the same questions. "
                    "Their answers were public for two weeks before the vote.</p>",
                    "<p>Todas las personas candidatas recibieron las mismas preguntas. "
                    "Sus respuestas fueron públicas dos semanas antes de la votación.</p>",
                ),
                _HOW,
            ],
        },
    ),
    schedule=Schedule(cutoff=-75, announced=-54, opens=-45, closes=-38),
    state=State.PUBLISHED,
    questions=(
        _race(
            "senate",
            elections.SENATE,
            elections.HATHORNE_RUIZ,
            elections.ACHTERBERG,
            question=Words(
                "Whom do we endorse for State Senate, First Quabbin and Nashua?",
                "¿A quién respaldamos para el Senado estatal, First Quabbin and Nashua?",
            ),
            marks=((60, "beatriz-hathorne-ruiz"), (25, "otto-achterberg"), (15, NO_ENDORSEMENT)),
        ),
        _race(
            "house-second",
            elections.HOUSE_SECOND,
            elections.SOMCHAI_BROOKS,
            question=Words(
                "Do we endorse in the race for State House, 2nd Quabbin?",
                "¿Respaldamos a alguien para la Cámara estatal, 2nd Quabbin?",
            ),
            marks=((40, "ploy-somchai-brooks"), (60, NO_ENDORSEMENT)),
        ),
    ),
)

COUNCIL_AND_HOUSING = DemoVote(
    text=Text(
        "member-votes/council-and-housing",
        Words(
            "Governor's Council, and a position on housing",
            "Consejo del Gobernador y una posición sobre vivienda",
        ),
        {
            "summary": Words(
                "Members decided on one race, and on what we ask for public housing.",
                "Los miembros decidieron sobre una contienda y sobre lo que "
                "pedimos para la vivienda pública.",
            ),
            "explanation": [
                text(
                    "<p>Two questions stood on this ballot. Each one was decided by itself.</p>",
                    "<p>Esta boleta tenía dos preguntas. Cada una se decidió por separado.</p>",
                ),
                _HOW,
            ],
        },
    ),
    schedule=Schedule(cutoff=-47, announced=-26, opens=-17, closes=-10),
    state=State.PUBLISHED,
    questions=(
        _race(
            "council",
            elections.COUNCIL,
            elections.FERNCASTLE,
            elections.KIMBALL_SOTO,
            question=Words(
                "Whom do we endorse for the Governor's Council, Ninth District?",
                "¿A quién respaldamos para el Consejo del Gobernador, Distrito Noveno?",
            ),
            marks=((59, "maud-ferncastle"), (25, "gus-kimball-soto"), (15, NO_ENDORSEMENT), (1, None)),
        ),
        _yes_or_no(
            "public-housing",
            issues.HOUSING,
            question=Words(
                "Should the state repair every unsafe public housing unit within ten years?",
                "¿Debe el estado reparar cada vivienda pública insegura en un plazo de diez años?",
            ),
            explanation=Words(
                "<p>If Yes wins, we ask every candidate for this promise.</p>",
                "<p>Si gana el Sí, pediremos esta promesa a cada candidato y candidata.</p>",
            ),
            marks=((68, "yes"), (24, "no"), (8, None)),
        ),
    ),
)

OPEN_NOW = DemoVote(
    text=Text(
        "member-votes/house-and-election-day",
        Words("House race, and a day off to vote", "Contienda para la Cámara y un día libre para votar"),
        {
            "summary": Words(
                "Members decide whom to endorse for the House, and whether election day should be a holiday.",
                "Los miembros deciden a quién respaldar para la Cámara "
                "y si el día de las elecciones debe ser feriado.",
            ),
            "explanation": [
                heading("Before you vote", "Antes de votar"),
                text(
                    "<p>Read about the three candidates first. Each name on the ballot links to a page. "
                    "You can come back, and nothing is lost.</p>",
                    "<p>Lea primero sobre las tres personas candidatas. "
                    "Cada nombre en la boleta lleva a una página. "
                    "Puede volver y no se pierde nada.</p>",
                ),
                _HOW,
            ],
        },
    ),
    schedule=Schedule(cutoff=-16, announced=-9, opens=-2, closes=5, challenge_hours=0),
    state=State.OPEN,
    staff_voted=False,
    questions=(
        _race(
            "house-first",
            elections.HOUSE_FIRST,
            elections.DUVERGLAS,
            elections.PEREIRA_GOUGH,
            elections.ZIELONKA,
            question=Words(
                "Whom do we endorse for State House, 1st Quabbin?",
                "¿A quién respaldamos para la Cámara estatal, 1st Quabbin?",
            ),
            marks=(
                (18, "ines-pereira-gough"),
                (11, "renel-duverglas"),
                (7, "kasia-zielonka"),
                (3, NO_ENDORSEMENT),
                (1, None),
            ),
        ),
        _yes_or_no(
            "election-day",
            issues.VOTING_DEMOCRACY,
            question=Words(
                "Should state election day be a holiday?",
                "¿Debe ser feriado el día de las elecciones estatales?",
            ),
            explanation=Words(
                "<p>On a holiday most people have the day off. Some jobs go on: hospitals, buses, shops.</p>",
                "<p>En un feriado la mayoría tiene el día libre. Algunos trabajos siguen: "
                "hospitales, autobuses, tiendas.</p>",
            ),
            marks=((27, "yes"), (11, "no"), (2, None)),
        ),
    ),
)

COMING = DemoVote(
    text=Text(
        "member-votes/recorded-votes",
        Words("A position on recorded votes", "Una posición sobre los votos registrados"),
        {
            "summary": Words(
                "Members decide whether we ask for a recorded vote on every final bill.",
                "Los miembros deciden si pedimos un voto registrado para cada proyecto de ley final.",
            ),
            "explanation": [
                text(
                    "<p>A recorded vote takes more time than a voice vote. "
                    "It also lets you see what your legislators did.</p>",
                    "<p>Un voto registrado lleva más tiempo que un voto a viva voz. "
                    "También le permite ver qué hicieron sus legisladores.</p>",
                ),
                _HOW,
            ],
        },
    ),
    schedule=Schedule(cutoff=-10, announced=-1, opens=4, closes=11),
    state=State.ANNOUNCED,
    questions=(
        _yes_or_no(
            "recorded-votes",
            issues.OPEN_GOVERNMENT,
            question=Words(
                "Should both chambers hold a recorded vote on every final bill?",
                "¿Deben las dos cámaras registrar el voto de cada persona en cada proyecto de ley final?",
            ),
            explanation=Words(
                "<p>A final bill is one that goes to the governor next.</p>",
                "<p>Un proyecto final es el que pasa después al gobernador.</p>",
            ),
        ),
    ),
)

VOTES = (BOARD_AND_AGENDA, SURVEY, FIRST_ROUND, COUNCIL_AND_HOUSING, OPEN_NOW, COMING)
