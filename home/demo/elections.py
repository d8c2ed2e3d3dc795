"""A public election in districts that do not exist, with races and candidates who do not exist."""

from dataclasses import dataclass

from candidates.models.elections import CandidacyStatus
from home.demo.words import Text, Words, heading, text

INTRO = Words(
    "Elections the government holds: who runs, when you vote, and whom members endorse.",
    "Elecciones que organiza el gobierno: "
    "quién se presenta, cuándo se vota y a quién respaldan los miembros.",
)
ENDORSEMENTS_INTRO = Words(
    "Members endorse a candidate with at least 60 percent of the votes in that race. "
    "Local races are decided by chapters.",
    "Los miembros respaldan a una persona con al menos el 60 por ciento de los votos de esa contienda. "
    "Las contiendas locales las deciden los capítulos.",
)

ELECTION_NAME = "Demo state primary"
# Counted from the day of loading.
ELECTION_DAY = 70
LAST_DAY_TO_REGISTER = 60
OFFICIAL_INFORMATION = "https://www.sec.state.ma.us/divisions/elections/elections-and-voting.htm"

ELECTION = Text(
    "elections/primary",
    Words("State primary", "Elección primaria estatal"),
    {
        "summary": Words(
            "Four races in which members decide. The districts and the people on this page are invented.",
            "Cuatro contiendas en las que deciden los miembros. "
            "Los distritos y las personas de esta página son inventados.",
        ),
        "body": [
            heading("How to vote", "Cómo votar"),
            text(
                "<p>You can vote in person or ask for a ballot by mail. You must be registered. "
                "The state's own pages have the dates and the forms.</p>",
                "<p>Puede votar en persona o pedir una boleta por correo. Debe estar inscrito o inscrita. "
                "Las páginas del estado tienen las fechas y los formularios.</p>",
            ),
            heading("How members decide", "Cómo deciden los miembros"),
            text(
                "<p>We ask every candidate the same questions. Then members vote. "
                'Read <a href="page:how-we-endorse">how we endorse</a>.</p>',
                "<p>Hacemos las mismas preguntas a cada candidato y candidata. Después votan los miembros. "
                'Lea <a href="page:how-we-endorse">cómo respaldamos</a>.</p>',
            ),
        ],
    },
)


@dataclass(frozen=True)
class DemoRace:
    office: str
    district: str
    text: Text


@dataclass(frozen=True)
class DemoCandidate:
    race: str
    name: str
    family_name: str
    initials: str
    text: Text
    status: str = CandidacyStatus.ON_BALLOT
    is_incumbent: bool = False


SENATE = Text(
    "elections/primary/senate-first-quabbin-and-nashua",
    Words("State Senate, First Quabbin and Nashua", "Senado estatal, First Quabbin and Nashua"),
    {
        "summary": Words(
            "Two people run for one seat in the State Senate. Members have decided.",
            "Dos personas se presentan para un escaño en el Senado estatal. Los miembros ya decidieron.",
        ),
        "body": [
            heading("What a senator does", "Qué hace un senador"),
            text(
                "<p>The Senate has 40 members. "
                "They make laws and write the state budget together with the House. "
                "It takes 27 senators to pass a bill after the governor says no.</p>",
                "<p>El Senado tiene 40 miembros. "
                "Hacen leyes y escriben el presupuesto del estado junto con la Cámara. "
                "Se necesitan 27 para aprobar una ley cuando el gobernador dice que no.</p>",
            ),
        ],
    },
)
COUNCIL = Text(
    "elections/primary/governors-council-ninth",
    Words("Governor's Council, Ninth District", "Consejo del Gobernador, Distrito Noveno"),
    {
        "summary": Words(
            "Three people started in this race; one has withdrawn. "
            "Members voted, and nobody reached 60 percent.",
            "Tres personas empezaron en esta contienda y una se retiró. "
            "Los miembros votaron y nadie llegó al 60 por ciento.",
        ),
        "body": [
            heading("What the council does", "Qué hace el consejo"),
            text(
                "<p>The Governor's Council says yes or no to judges and to members of the parole board. "
                "It also advises on pardons. Councillors serve for two years.</p>"
                "<p>The real council has eight districts. A ninth one exists only here.</p>",
                "<p>El Consejo del Gobernador dice sí o no a los jueces y a los "
                "miembros de la junta de libertad condicional. "
                "También aconseja sobre los indultos. El cargo dura dos años.</p>"
                "<p>El consejo real tiene ocho distritos. El noveno solo existe aquí.</p>",
            ),
        ],
    },
)
HOUSE_FIRST = Text(
    "elections/primary/house-1st-quabbin",
    Words("State House, 1st Quabbin", "Cámara estatal, 1st Quabbin"),
    {
        "summary": Words(
            "Three people run for one seat in the House. Members decide whether to endorse one of them.",
            "Tres personas se presentan para un escaño en la Cámara. "
            "Los miembros deciden si respaldan a una de ellas.",
        ),
        "body": [
            heading("What a representative does", "Qué hace un representante"),
            text(
                "<p>The House has 160 members, one for each district. "
                "Yours is the person to call first about a state law.</p>",
                "<p>La Cámara tiene 160 miembros, uno por cada distrito. "
                "El suyo es la primera persona a quien llamar sobre una ley estatal.</p>",
            ),
        ],
    },
)
HOUSE_SECOND = Text(
    "elections/primary/house-2nd-quabbin",
    Words("State House, 2nd Quabbin", "Cámara estatal, 2nd Quabbin"),
    {
        "summary": Words(
            "One person runs, and nobody else. Members could still say: no endorsement. They did.",
            "Se presenta una sola persona. Aun así, los miembros podían decir: sin respaldo. Eso decidieron.",
        ),
        "body": [
            text(
                "<p>A race with one candidate is a race too. "
                "Members can endorse, or decide that nobody is endorsed. "
                "“No endorsement” is a choice that can win.</p>",
                "<p>Una contienda con una sola persona también es una contienda. "
                "Los miembros pueden respaldarla "
                "o decidir que no se respalde a nadie. “Sin respaldo” es una opción que puede ganar.</p>",
            ),
        ],
    },
)

RACES = (
    DemoRace("state_senator", "First Quabbin and Nashua", SENATE),
    DemoRace("governors_councillor", "Ninth", COUNCIL),
    DemoRace("state_representative", "1st Quabbin", HOUSE_FIRST),
    DemoRace("state_representative", "2nd Quabbin", HOUSE_SECOND),
)


def _candidate(
    race: Text, slug: str, name: str, family_name: str, initials: str, words, **facts
) -> DemoCandidate:
    summary, pronouns, bio, *statement = words
    fields = {
        "summary": summary,
        "pronouns": pronouns,
        "portrait_alt": Words(
            f"The initials {initials} on a colored shape.",
            f"Las iniciales {initials} sobre una figura de color.",
        ),
        "bio": bio,
    }
    if statement:
        fields["endorsement_statement"] = statement[0]
    return DemoCandidate(
        race=race.key,
        name=name,
        family_name=family_name,
        initials=initials,
        text=Text(f"{race.key}/{slug}", Words(name, name), fields),
        **facts,
    )


_SHE = Words("she/her", "ella")
_HE = Words("he/him", "él")
_THEY = Words("they/them", "elle")

HATHORNE_RUIZ = _candidate(
    SENATE,
    "beatriz-hathorne-ruiz",
    "Beatriz Hathorne-Ruiz",
    "Hathorne-Ruiz",
    "BH",
    (
        Words(
            "A nurse and union steward who wants one public health plan for everybody.",
            "Enfermera y delegada sindical que quiere un solo plan público de salud para todas las personas.",
        ),
        _SHE,
        [
            text(
                "<p>Beatriz has worked nights in a small hospital for eighteen years. "
                "She learned there what a bill can do to a family.</p>"
                "<p>She started a food table at the bus station, and it still runs. "
                "As a senator she would begin with hospital staffing and "
                "housing near the new train line.</p>",
                "<p>Beatriz ha trabajado de noche en un hospital pequeño durante dieciocho años. "
                "Allí aprendió lo que una factura puede hacerle a una familia.</p>"
                "<p>Empezó una mesa de comida en la estación de autobuses, y todavía funciona. "
                "Como senadora empezaría por el personal de los hospitales y la "
                "vivienda cerca de la nueva línea de tren.</p>",
            ),
            heading("Three things she says first", "Tres cosas que dice primero"),
            text(
                "<ul><li>One public health plan.</li><li>Safe homes for renters.</li>"
                "<li>A roll call on every final bill.</li></ul>",
                "<ul><li>Un plan público de salud.</li><li>Hogares seguros para quienes alquilan.</li>"
                "<li>Un voto nominal para cada proyecto final.</li></ul>",
            ),
        ],
        Words(
            "<p>She listens first, and she stays until the work is done. That is why members chose her.</p>",
            "<p>Primero escucha, y se queda hasta que el trabajo está hecho. "
            "Por eso la eligieron los miembros.</p>",
        ),
    ),
)
ACHTERBERG = _candidate(
    SENATE,
    "otto-achterberg",
    "Otto Achterberg",
    "Achterberg",
    "OA",
    (
        Words(
            "Senator for two terms who wants to fix roads and bridges first.",
            "Senador desde hace dos períodos que quiere arreglar primero los caminos y los puentes.",
        ),
        _HE,
        [
            text(
                "<p>Otto ran a garage before he ran for office. "
                "He knows every bridge of the district by its number.</p>"
                "<p>He supports the surtax on very high incomes. "
                "He wants to wait with a public health plan.</p>",
                "<p>Otto tuvo un taller antes de tener un cargo. "
                "Conoce cada puente del distrito por su número.</p>"
                "<p>Apoya el impuesto adicional a los ingresos muy altos. "
                "Quiere esperar con un plan público de salud.</p>",
            ),
        ],
    ),
    is_incumbent=True,
)
FERNCASTLE = _candidate(
    COUNCIL,
    "maud-ferncastle",
    "Maud Ferncastle",
    "Ferncastle",
    "MF",
    (
        Words(
            "A public defender who wants judges with more kinds of experience.",
            "Defensora pública que quiere jueces con más tipos de experiencia.",
        ),
        _SHE,
        [
            text(
                "<p>Maud has stood beside people in court for twenty years. "
                "She would ask every future judge one question: when did you last change your mind?</p>",
                "<p>Maud lleva veinte años al lado de la gente en los tribunales. "
                "Haría una sola pregunta a cada futuro juez: "
                "¿cuándo cambió usted de opinión por última vez?</p>",
            ),
        ],
    ),
)
KIMBALL_SOTO = _candidate(
    COUNCIL,
    "gus-kimball-soto",
    "Gus Kimball-Soto",
    "Kimball-Soto",
    "GK",
    (
        Words(
            "A teacher of law who wants every hearing of the council shown live.",
            "Profesor de derecho que quiere que cada audiencia del consejo se transmita en vivo.",
        ),
        _HE,
        [
            text(
                "<p>Gus teaches evening classes to people who work in the day. "
                "He says the council should meet at an hour when they can watch.</p>",
                "<p>Gus da clases de noche a personas que trabajan de día. "
                "Dice que el consejo debe reunirse a una hora en que ellas puedan verlo.</p>",
            ),
        ],
    ),
)
VANTONGEREN = _candidate(
    COUNCIL,
    "willem-vantongeren",
    "Willem Vantongeren",
    "Vantongeren",
    "WV",
    (
        Words(
            "A retired court clerk who withdrew before members voted.",
            "Secretario judicial jubilado que se retiró antes de que votaran los miembros.",
        ),
        _HE,
        [
            text(
                "<p>Willem left the race for reasons of health. His name is not on our ballot.</p>",
                "<p>Willem dejó la contienda por motivos de salud. Su nombre no está en nuestra boleta.</p>",
            ),
        ],
    ),
    status=CandidacyStatus.WITHDRAWN,
)
PEREIRA_GOUGH = _candidate(
    HOUSE_FIRST,
    "ines-pereira-gough",
    "Inês Pereira-Gough",
    "Pereira-Gough",
    "IP",
    (
        Words(
            "A tenant organizer who wants every public housing unit made safe.",
            "Organizadora de inquilinos que quiere hacer segura cada vivienda pública.",
        ),
        _SHE,
        [
            text(
                "<p>Inês grew up in public housing and now helps tenants speak for themselves. "
                "Last winter her group got the heat back on in two hundred homes.</p>"
                "<p>She speaks Portuguese, Spanish and English, and holds "
                "her office hours in a laundromat.</p>",
                "<p>Inês creció en vivienda pública y ahora ayuda a los inquilinos a hablar por sí mismos. "
                "El invierno pasado su grupo logró que volviera la calefacción a doscientos hogares.</p>"
                "<p>Habla portugués, español e inglés, y atiende a la gente en una lavandería.</p>",
            ),
        ],
    ),
)
DUVERGLAS = _candidate(
    HOUSE_FIRST,
    "renel-duverglas",
    "Renel Duverglas",
    "Duverglas",
    "RD",
    (
        Words(
            "A bus driver who wants free buses that come every ten minutes.",
            "Conductor de autobús que quiere autobuses gratuitos cada diez minutos.",
        ),
        _HE,
        [
            text(
                "<p>Renel has driven the same route for eleven years. He counts the people left at the stop "
                "when a bus is full. He brings the numbers to every budget meeting.</p>",
                "<p>Renel maneja la misma ruta desde hace once años. "
                "Cuenta a las personas que se quedan en la parada "
                "cuando el autobús va lleno, y lleva esos números a cada reunión de presupuesto.</p>",
            ),
        ],
    ),
)
ZIELONKA = _candidate(
    HOUSE_FIRST,
    "kasia-zielonka",
    "Kasia Zielonka",
    "Zielonka",
    "KZ",
    (
        Words(
            "A farmer and school committee member who wants smaller classes.",
            "Agricultora y miembro del comité escolar que quiere clases más pequeñas.",
        ),
        _THEY,
        [
            text(
                "<p>Kasia grows apples and reads budgets. On the school committee they found money for two "
                "more teachers by fixing a heating contract.</p>",
                "<p>Kasia cultiva manzanas y lee presupuestos. En el comité escolar encontró dinero para "
                "dos maestros más al corregir un contrato de calefacción.</p>",
            ),
        ],
    ),
)
SOMCHAI_BROOKS = _candidate(
    HOUSE_SECOND,
    "ploy-somchai-brooks",
    "Ploy Somchai-Brooks",
    "Somchai-Brooks",
    "PS",
    (
        Words(
            "Representative since last year, who runs without an opponent.",
            "Representante desde el año pasado, que se presenta sin oposición.",
        ),
        _SHE,
        [
            text(
                "<p>Ploy won her seat by nine votes last year. "
                "She returned our questions with half of them left open. "
                "Members said what they thought of that.</p>",
                "<p>Ploy ganó su escaño por nueve votos el año pasado. "
                "Devolvió nuestras preguntas con la mitad sin contestar. "
                "Los miembros dijeron lo que pensaban de eso.</p>",
            ),
        ],
    ),
    is_incumbent=True,
)

CANDIDATES = (
    HATHORNE_RUIZ,
    ACHTERBERG,
    FERNCASTLE,
    KIMBALL_SOTO,
    VANTONGEREN,
    PEREIRA_GOUGH,
    DUVERGLAS,
    ZIELONKA,
    SOMCHAI_BROOKS,
)
