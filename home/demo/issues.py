"""Four issue areas and eight issues: what we want, and facts with where they come from."""

from dataclasses import dataclass

from home.demo.words import Text, Words, fact, heading, text

INTRO = Words(
    "Eight issues our members work on. Each page says what we want, why, and how members decided.",
    "Ocho temas en los que trabajan nuestros miembros. "
    "Cada página dice qué queremos, por qué, y cómo lo decidieron los miembros.",
)

# key, order, name, short name
AREAS = (
    (
        "shared-prosperity",
        1,
        Words("Shared prosperity", "Prosperidad compartida"),
        Words("Economy", "Economía"),
    ),
    (
        "all-means-all",
        2,
        Words(
            "All means all: racial and social justice", "Todos quiere decir todos: justicia racial y social"
        ),
        Words("Justice", "Justicia"),
    ),
    (
        "strong-democracy",
        3,
        Words("Good government and a strong democracy", "Buen gobierno y una democracia fuerte"),
        Words("Democracy", "Democracia"),
    ),
    (
        "environment",
        4,
        Words(
            "Sustainable towns and a safe environment", "Comunidades sostenibles y un medio ambiente seguro"
        ),
        Words("Environment", "Medio ambiente"),
    ),
)


@dataclass(frozen=True)
class Issue:
    area: str
    text: Text
    # Days before loading on which the page was last checked.
    reviewed: int = 20


def bill(numbers: str, title: str, path: str) -> str:
    """A bill of the 194th General Court by its number and official title, with the official page."""
    return f'<li><a href="https://malegislature.gov/Bills/194/{path}">{numbers}</a>: “{title}”</li>'


_WATCH_EN = (
    "<p>This is a bill of the 194th General Court (2025–2026). Its official page has the latest status.</p>"
)
_WATCH_ES = (
    "<p>Es un proyecto de ley de la 194.ª Corte General (2025–2026). "
    "Su página oficial, en inglés, muestra en qué paso está.</p>"
)

HOUSING = Text(
    "issues/housing",
    Words("Housing", "Vivienda"),
    {
        "summary": Words(
            "Everybody needs a home they can pay for. Rents and prices rise faster than pay. "
            "We want more homes that working people can afford, in every city and town. "
            "We want safe public housing and fair rules for renters.",
            "Todas las personas necesitan un hogar que puedan pagar. "
            "Los alquileres y los precios suben más rápido que los salarios. "
            "Queremos más viviendas al alcance de quienes trabajan, en cada ciudad y pueblo. "
            "Queremos vivienda pública segura y reglas justas para quienes alquilan.",
        ),
        "what_we_want": Words(
            "<ul><li>Repair every public housing unit that is not safe to live in.</li>"
            "<li>Let cities and towns raise their own money for affordable homes.</li>"
            "<li>Allow more homes near trains and buses.</li>"
            "<li>Give renters time and help before they lose a home.</li></ul>",
            "<ul><li>Reparar cada vivienda pública que no sea segura.</li>"
            "<li>Permitir que las ciudades y los pueblos reúnan su propio "
            "dinero para viviendas asequibles.</li>"
            "<li>Permitir más viviendas cerca de trenes y autobuses.</li>"
            "<li>Dar tiempo y ayuda a quienes alquilan antes de que pierdan su hogar.</li></ul>",
        ),
        "body": [
            heading("Why this matters", "Por qué importa"),
            text(
                "<p>When rent goes up, people move. Children change schools. "
                "Workers drive an hour to a job that used to be close. "
                "Older people leave the town they know.</p>"
                "<p>Homes do not build themselves. "
                "Towns decide what may be built, and the state sets the rules. "
                "That is why we work on housing at the State House <b>and</b> at home.</p>",
                "<p>Cuando sube el alquiler, la gente se muda. Los niños cambian de escuela. "
                "Los trabajadores manejan una hora a un empleo que antes quedaba cerca. "
                "Las personas mayores dejan el pueblo que conocen.</p>"
                "<p>Las viviendas no se construyen solas. Los pueblos deciden qué se puede construir "
                "y el estado fija las reglas. Por eso trabajamos en la vivienda en el Capitolio estatal "
                "<b>y</b> en nuestras comunidades.</p>",
            ),
            heading("A bill we follow", "Un proyecto de ley que seguimos"),
            text(
                "<ul>"
                + bill(
                    "H.3056 and S.1937",
                    "An Act granting a local option for a real estate transfer "
                    "fee to fund affordable housing",
                    "H3056",
                )
                + "</ul>"
                + _WATCH_EN,
                "<ul>"
                + bill(
                    "H.3056 y S.1937",
                    "An Act granting a local option for a real estate transfer "
                    "fee to fund affordable housing",
                    "H3056",
                )
                + "</ul>"
                + _WATCH_ES,
            ),
            heading("What you can do", "Qué puede hacer usted"),
            text(
                "<p>Go to a planning board meeting in your town. Say which homes are missing. "
                'Members also decide our position: see <a href="page:how-we-decide">how we decide</a>.</p>',
                "<p>Vaya a una reunión de la junta de planificación de su pueblo. Diga qué viviendas faltan. "
                "Los miembros también deciden nuestra posición: "
                'vea <a href="page:how-we-decide">cómo decidimos</a>.</p>',
            ),
        ],
    },
)

FAIR_REVENUE = Text(
    "issues/fair-revenue",
    Words("Fair revenue"),
    {
        "summary": Words(
            "Schools, roads and trains cost money. Those who have the most should pay their fair share. "
            "We want a tax system that asks more of great wealth and less of people who work for a wage."
        ),
        "what_we_want": Words(
            "<ul><li>Spend the Fair Share money on schools and transportation, as voters were promised.</li>"
            "<li>Stop large companies from moving profits abroad to avoid tax.</li>"
            "<li>Show every year who pays and who does not.</li></ul>"
        ),
        "body": [
            heading("The Fair Share amendment"),
            text(
                "<p>Massachusetts has a surtax of 4 percent on the part of a "
                "yearly income above one million dollars. "
                "The money is for education and transportation. It is called the Fair Share amendment.</p>"
                "<p>A surtax works like this. A person with an income of $1,100,000 pays the extra 4 percent "
                "on $100,000 only. That is $4,000. A person with an income of $80,000 pays nothing extra.</p>"
            ),
            heading("A bill we follow"),
            text(
                "<ul>"
                + bill("H.3110 and S.2033", "An Act combating offshore tax avoidance", "H3110")
                + "</ul>"
                + _WATCH_EN
            ),
            heading("What you can do"),
            text(
                "<p>Ask your city or town what it received from the Fair Share money this year. "
                "Tell your neighbors what it paid for.</p>"
            ),
        ],
    },
)

PUBLIC_EDUCATION = Text(
    "issues/public-education",
    Words("Public education"),
    {
        "summary": Words(
            "A good school should not depend on your ZIP code. "
            "We want the state to pay its share, so that every child has "
            "enough teachers, books and safe buildings. "
            "College should be within reach for everybody."
        ),
        "what_we_want": Words(
            "<ul><li>Keep the promise of the Student Opportunity Act when prices rise.</li>"
            "<li>Pay teachers and aides enough that they can stay.</li>"
            "<li>Make public college free of debt.</li></ul>"
        ),
        "body": [
            heading("A promise with a gap"),
            fact(
                figure=Words("2019"),
                text=Words(
                    "The Student Opportunity Act became law. It promised more state money to schools in need."
                ),
                source=Words("Massachusetts law, signed on November 26, 2019"),
                date="2019-11-26",
            ),
            text(
                "<p>The state counts each district's needs with a formula. It is called Chapter 70. "
                "When prices rise fast, the formula can fall behind. "
                "Then schools cut staff in the middle of a plan that was meant to add staff.</p>"
            ),
            heading("A bill we follow"),
            text(
                "<ul>"
                + bill("H.678 and S.388", "An Act to fix the Chapter 70 inflation adjustment", "H678")
                + "</ul>"
                + _WATCH_EN
            ),
            heading("What you can do"),
            text(
                "<p>Go to your school committee when it talks about the budget. "
                "Ask how much Chapter 70 money came, and how much prices rose.</p>"
            ),
        ],
    },
)

HEALTH_CARE = Text(
    "issues/health-care",
    Words("Health care for all"),
    {
        "summary": Words(
            "Nobody should go without care because of money. We want one public plan that covers everybody "
            "in Massachusetts. You would choose your doctor. You would not lose care with your job."
        ),
        "what_we_want": Words(
            "<ul><li>One public plan for everybody who lives here.</li>"
            "<li>Care for body, mind and teeth in the same plan.</li>"
            "<li>No bills that come as a surprise.</li></ul>"
        ),
        "body": [
            heading("What would change"),
            text(
                "<p>Today many people have a plan through their job. "
                "If they lose the job, they lose the plan. "
                "Many have a plan but cannot pay the part it leaves to them.</p>"
                "<p>With one public plan, everybody is in. You show one card at every doctor. "
                "The plan pays, and taxes pay for the plan.</p>"
            ),
            heading("A bill we follow"),
            text(
                "<ul>"
                + bill("H.1405 and S.860", "An Act establishing medicare for all in Massachusetts", "H1405")
                + "</ul>"
                + _WATCH_EN
            ),
            heading("Care that everybody can use"),
            fact(
                figure=Words("26 percent"),
                text=Words("of adults report a disability. Care has to work for them too."),
                source=Words("Mass.gov, accessibility awareness; checked in November 2026"),
                date="2026-11-23",
            ),
            heading("What you can do"),
            text(
                "<p>Tell your own story to your representative: a bill, a wait, a choice you had to make. "
                "A short true story does more than a long argument.</p>"
            ),
        ],
    },
)

IMMIGRANT_RIGHTS = Text(
    "issues/immigrant-rights",
    Words("Immigrant rights", "Derechos de las personas inmigrantes"),
    {
        "summary": Words(
            "People who live here belong here. Nobody should be afraid to call for help, to see a doctor, "
            "or to bring a child to school. "
            "We want fair courts, help from a lawyer, and public services in the languages people speak.",
            "Las personas que viven aquí son parte de aquí. "
            "Nadie debe tener miedo de pedir ayuda, de ver a un médico "
            "o de llevar a un niño a la escuela. Queremos tribunales justos, ayuda de un abogado, y "
            "servicios públicos en los idiomas que habla la gente.",
        ),
        "what_we_want": Words(
            "<ul><li>A lawyer for everybody who faces an immigration court.</li>"
            "<li>Local police who do local work.</li>"
            "<li>Forms, signs and help in the languages of each town.</li></ul>",
            "<ul><li>Un abogado para cada persona que enfrenta un tribunal de inmigración.</li>"
            "<li>Una policía local que haga trabajo local.</li>"
            "<li>Formularios, letreros y ayuda en los idiomas de cada pueblo.</li></ul>",
        ),
        "body": [
            heading("Trust keeps everybody safe", "La confianza nos protege a todos"),
            text(
                "<p>A town is safer when people trust its police, its schools and its courts. "
                "A person who is afraid does not report a crime. "
                "A sick person who is afraid does not see a doctor. "
                "Then all of us are less safe.</p>",
                "<p>Un pueblo es más seguro cuando la gente confía en su "
                "policía, sus escuelas y sus tribunales. "
                "Una persona con miedo no denuncia un delito. "
                "Una persona enferma y con miedo no va al médico. "
                "Entonces todos estamos menos seguros.</p>",
            ),
            heading("Languages are a right", "Los idiomas son un derecho"),
            fact(
                figure=Words("16", "16"),
                text=Words(
                    "cities and towns in Massachusetts must offer voting help in Spanish under federal law.",
                    "ciudades y pueblos de Massachusetts deben ofrecer ayuda para "
                    "votar en español, por ley federal.",
                ),
                source=Words(
                    "Section 203 of the Voting Rights Act, list of Massachusetts places",
                    "Sección 203 de la Ley del Derecho al Voto, lista de lugares de Massachusetts",
                ),
                date="2022-07-22",
            ),
            text(
                "<p>This site is made for several languages too. "
                "Pages that nobody has translated yet say so, and show English.</p>",
                "<p>Este sitio también está hecho para varios idiomas. "
                "Las páginas que nadie ha traducido todavía lo dicen y se muestran en inglés.</p>",
            ),
            heading("Bills we follow", "Proyectos de ley que seguimos"),
            text(
                "<ul>"
                + bill(
                    "H.2580 and S.1681",
                    "An Act to protect the civil rights and safety of all Massachusetts residents",
                    "H2580",
                )
                + bill(
                    "H.1954 and S.1127",
                    "An Act ensuring access to equitable representation in immigration proceedings",
                    "H1954",
                )
                + "</ul><p>These are bills of the 194th General Court (2025–2026). "
                "Their official pages have the latest status.</p>",
                "<ul>"
                + bill(
                    "H.2580 y S.1681",
                    "An Act to protect the civil rights and safety of all Massachusetts residents",
                    "H2580",
                )
                + bill(
                    "H.1954 y S.1127",
                    "An Act ensuring access to equitable representation in immigration proceedings",
                    "H1954",
                )
                + "</ul><p>Son proyectos de ley de la 194.ª Corte General (2025–2026). "
                "Sus páginas oficiales, en inglés, muestran en qué paso están.</p>",
            ),
            heading("What you can do", "Qué puede hacer usted"),
            text(
                "<p>Ask at your town hall which languages it offers. Write down what is missing. "
                'Then tell us: the addresses are on <a href="page:about">About us</a>.</p>',
                "<p>Pregunte en su ayuntamiento qué idiomas ofrece. Anote lo que falta. "
                'Luego cuéntenos: las direcciones están en <a href="page:about">Quiénes somos</a>.</p>',
            ),
        ],
    },
)

CLIMATE = Text(
    "issues/climate",
    Words("Climate"),
    {
        "summary": Words(
            "Heat, floods and dirty air hurt people now, and poor towns first. "
            "We want clean power, warm homes that need little energy, and good jobs in building both. "
            "New gas pipes are money spent on the past."
        ),
        "what_we_want": Words(
            "<ul><li>No new gas pipes where clean heat can do the work.</li>"
            "<li>Help first for the towns that breathe the worst air.</li>"
            "<li>Trains and buses that come often.</li></ul>"
        ),
        "body": [
            heading("Who pays for gas"),
            text(
                "<p>Every new gas pipe is paid for over many years. Everybody with a gas bill pays for it. "
                "When some homes change to clean heat, fewer homes share the cost. "
                "People with little money would be the last to leave, with the highest bills.</p>"
                "<p>That is why we ask the state to stop adding pipes, and to help people change over.</p>"
            ),
            heading("A bill we follow"),
            text(
                "<ul>"
                + bill(
                    "H.3547 and S.2290",
                    "An Act preventing gas expansion to protect climate, community health and safety",
                    "H3547",
                )
                + "</ul>"
                + _WATCH_EN
            ),
            heading("What you can do"),
            text(
                "<p>Ask your town if gas work is planned on your street. "
                "Ask what clean heat would cost instead. "
                "Bring a neighbor to the meeting.</p>"
            ),
        ],
    },
)

VOTING_DEMOCRACY = Text(
    "issues/voting-democracy",
    Words("Voting and democracy", "Voto y democracia"),
    {
        "summary": Words(
            "Voting should be easy for everybody who has the right to vote. "
            "People move, work long days, or hear about an election late. "
            "We want rules that help them vote, not rules that keep them away.",
            "Votar debe ser fácil para todas las personas que tienen ese derecho. "
            "La gente se muda, trabaja muchas horas o se entera tarde de una elección. "
            "Queremos reglas que ayuden a votar, no reglas que lo impidan.",
        ),
        "what_we_want": Words(
            "<ul><li>Register and vote on the same day.</li>"
            "<li>Time to vote without losing pay.</li>"
            "<li>Ballots and help in the languages of each town.</li></ul>",
            "<ul><li>Inscribirse y votar el mismo día.</li>"
            "<li>Tiempo para votar sin perder salario.</li>"
            "<li>Boletas y ayuda en los idiomas de cada pueblo.</li></ul>",
        ),
        "body": [
            heading("Small rules, big effects", "Reglas pequeñas, efectos grandes"),
            text(
                "<p>Today you must register days before an election. "
                "If you moved last week, you may find out too late. "
                "If you work two jobs, you may not find the time.</p>"
                "<p>None of this says that you do not care. "
                "It says that the rules were made for somebody else.</p>",
                "<p>Hoy hay que inscribirse días antes de una elección. Si se mudó la semana pasada, "
                "puede enterarse demasiado tarde. Si tiene dos trabajos, quizá no encuentre el tiempo.</p>"
                "<p>Nada de eso significa que a usted no le importe. "
                "Significa que las reglas se hicieron para otra persona.</p>",
            ),
            heading("Voters decide big questions too", "Los votantes también deciden grandes preguntas"),
            fact(
                figure=Words("72 to 28", "72 a 28"),
                text=Words(
                    "percent: how voters said Yes to Question 1 in November 2024.",
                    "por ciento: así dijeron Sí los votantes a la Pregunta 1 en noviembre de 2024.",
                ),
                source=Words(
                    "Result of the state election of November 5, 2024",
                    "Resultado de la elección estatal del 5 de noviembre de 2024",
                ),
                date="2024-11-05",
            ),
            heading("A bill we follow", "Un proyecto de ley que seguimos"),
            text(
                "<ul>"
                + bill("H.834 and S.505", "An Act establishing same day registration of voters", "H834")
                + "</ul>"
                + _WATCH_EN,
                "<ul>"
                + bill("H.834 y S.505", "An Act establishing same day registration of voters", "H834")
                + "</ul>"
                + _WATCH_ES,
            ),
            heading("What you can do", "Qué puede hacer usted"),
            text(
                "<p>Check today if you are registered, and help one other person do the same. "
                'Then look at <a href="page:elections">the elections that are coming</a>.</p>',
                "<p>Revise hoy si está inscrito o inscrita, y ayude a otra persona a hacer lo mismo. "
                'Luego mire <a href="page:elections">las próximas elecciones</a>.</p>',
            ),
        ],
    },
)

OPEN_GOVERNMENT = Text(
    "issues/open-government",
    Words("Open government", "Gobierno abierto"),
    {
        "summary": Words(
            "You should be able to see how your legislators vote. "
            "Most bills in Massachusetts pass by a voice vote, and then nobody can. "
            "We want votes on the record, hearings on time, and papers that anybody can read.",
            "Usted debe poder ver cómo votan sus legisladores. "
            "La mayoría de las leyes en Massachusetts se aprueban a viva voz, y entonces nadie puede verlo. "
            "Queremos votos registrados, audiencias a tiempo y documentos que cualquiera pueda leer.",
        ),
        "what_we_want": Words(
            "<ul><li>A recorded vote on every final bill.</li>"
            "<li>Time to read a bill before the vote.</li>"
            "<li>Open records from all parts of state government.</li></ul>",
            "<ul><li>Un voto registrado para cada proyecto de ley final.</li>"
            "<li>Tiempo para leer un proyecto antes del voto.</li>"
            "<li>Registros abiertos de todas las partes del gobierno estatal.</li></ul>",
        ),
        "body": [
            heading("Two hundred people decide", "Doscientas personas deciden"),
            fact(
                figure=Words("160 + 40", "160 + 40"),
                text=Words(
                    "The House has 160 representatives and the Senate has 40 senators.",
                    "La Cámara tiene 160 representantes y el Senado tiene 40 senadores.",
                ),
                source=Words("Open States, list of legislators", "Open States, lista de legisladores"),
                date="2026-08-05",
            ),
            text(
                "<p>They meet in sessions of two years. A session starts in January of an odd year. "
                "In a voice vote, all who agree call out at once. No list of names is kept. "
                "In a roll call, each name is written down with Yes or No.</p>",
                "<p>Se reúnen en períodos de dos años. Cada período empieza en enero de un año impar. "
                "En un voto a viva voz, todos los que están de acuerdo responden a la vez. "
                "No queda ninguna lista de nombres. "
                "En un voto nominal, cada nombre se anota con Sí o No.</p>",
            ),
            heading("What got better", "Qué mejoró"),
            text(
                "<p>The joint rules for 2025 and 2026 brought some light:</p>"
                "<ul><li>Hearings are announced ten days ahead.</li>"
                "<li>Hearings are shown live and kept to watch later.</li>"
                "<li>Votes in committees are posted, and so are short summaries of bills.</li></ul>",
                "<p>Las reglas conjuntas de 2025 y 2026 trajeron algo de luz:</p>"
                "<ul><li>Las audiencias se anuncian con diez días de anticipación.</li>"
                "<li>Las audiencias se transmiten en vivo y se guardan para verlas después.</li>"
                "<li>Se publican los votos de los comités y resúmenes cortos de los proyectos.</li></ul>",
            ),
            heading("A bill we follow", "Un proyecto de ley que seguimos"),
            text(
                "<ul>"
                + bill("S.2099", "An Act to provide sunlight to state government", "S2099")
                + "</ul>"
                + _WATCH_EN,
                "<ul>"
                + bill("S.2099", "An Act to provide sunlight to state government", "S2099")
                + "</ul>"
                + _WATCH_ES,
            ),
            heading("What you can do", "Qué puede hacer usted"),
            text(
                "<p>Ask your representative and your senator one question: "
                "“Will you stand up for a roll call on final bills?” Write down what they say.</p>",
                "<p>Haga una sola pregunta a su representante y a su senador: "
                "“¿Va a pedir un voto nominal para los proyectos finales?” Anote lo que digan.</p>",
            ),
        ],
    },
)

ISSUES = (
    Issue("shared-prosperity", HOUSING, reviewed=12),
    Issue("shared-prosperity", FAIR_REVENUE, reviewed=40),
    Issue("all-means-all", PUBLIC_EDUCATION, reviewed=65),
    Issue("all-means-all", HEALTH_CARE, reviewed=33),
    Issue("all-means-all", IMMIGRANT_RIGHTS, reviewed=9),
    Issue("environment", CLIMATE, reviewed=54),
    Issue("strong-democracy", VOTING_DEMOCRACY, reviewed=6),
    Issue("strong-democracy", OPEN_GOVERNMENT, reviewed=3),
)
