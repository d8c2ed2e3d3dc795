"""The home page and the text pages."""

from home.demo.words import Link, Text, Words, button, heading, text
from home.domain.site_tree import HEADLINE, INTRO

CONTACTS = {
    "contact_email": "hello@example.org",
    "elections_email": "elections@example.org",
    "press_email": "press@example.org",
    "disclaimer": (
        "Demo site: every person, district and vote here is invented. · "
        "Sitio de demostración: cada persona, distrito y votación es inventada."
    ),
}

ABOUT = Text(
    "about",
    Words("About us", "Quiénes somos"),
    {
        "summary": Words(
            "A statewide grassroots organization. Members pay dues, decide together, and do the work.",
            "Una organización estatal de base. "
            "Los miembros pagan una cuota, deciden juntos y hacen el trabajo.",
        ),
        "body": [
            heading("Three things we do", "Tres cosas que hacemos"),
            text(
                "<ul><li><b>We work on laws.</b> For each two-year session we "
                "choose the bills that matter most. "
                "Then we help people speak up for them.</li>"
                "<li><b>We watch how they vote.</b> We write down what "
                "legislators do, and explain it in plain words.</li>"
                "<li><b>We endorse candidates.</b> Members ask the questions, and members decide.</li></ul>",
                "<ul><li><b>Trabajamos en leyes.</b> Para cada período de dos "
                "años elegimos los proyectos más importantes. "
                "Luego ayudamos a la gente a defenderlos.</li>"
                "<li><b>Miramos cómo votan.</b> Anotamos lo que hacen "
                "los legisladores y lo explicamos con palabras sencillas.</li>"
                "<li><b>Respaldamos candidaturas.</b> Los miembros hacen las "
                "preguntas y los miembros deciden.</li></ul>",
            ),
            heading("Who decides", "Quién decide"),
            text(
                "<p>Members do. Committees prepare: one for issues, one for elections and endorsements. "
                "The board is elected by members for two years.</p>"
                '<p>The steps stand on the page <a href="page:how-we-decide">how we decide</a>.</p>',
                "<p>Los miembros. Los comités preparan: "
                "uno para los temas, otro para elecciones y respaldos. "
                "Los miembros eligen a la junta directiva por dos años.</p>"
                '<p>Los pasos están en la página <a href="page:how-we-decide">cómo decidimos</a>.</p>',
            ),
            heading("Write to us", "Escríbanos"),
            text(
                "<ul><li>General questions: hello@example.org</li>"
                "<li>Candidates and elections: elections@example.org</li>"
                "<li>Press: press@example.org</li></ul>",
                "<ul><li>Preguntas generales: hello@example.org</li>"
                "<li>Candidaturas y elecciones: elections@example.org</li>"
                "<li>Prensa: press@example.org</li></ul>",
            ),
        ],
    },
)

HOW_WE_DECIDE = Text(
    "how-we-decide",
    Words("How we decide", "Cómo decidimos"),
    {
        "summary": Words(
            "Members decide whom we endorse and what we stand for. Here is every step, and every rule.",
            "Los miembros deciden a quién respaldamos y qué defendemos. Aquí está cada paso y cada regla.",
        ),
        "body": [
            heading("The steps of a vote", "Los pasos de una votación"),
            text(
                "<ol><li><b>Announced.</b> The questions, the rule and the days are fixed. "
                "Nobody can change them.</li>"
                "<li><b>Open.</b> The list of voters is fixed too. You vote on this site.</li>"
                "<li><b>Closed.</b> A ballot that comes later does not count.</li>"
                "<li><b>Counted.</b> The site counts all ballots at once. "
                "Before that nobody sees any numbers.</li>"
                "<li><b>Certified.</b> Two tellers check the count and sign it.</li>"
                "<li><b>Published.</b> You see every number, beside the page it is about.</li></ol>",
                "<ol><li><b>Anunciada.</b> Las preguntas, la regla y las fechas quedan fijas. "
                "Nadie puede cambiarlas.</li>"
                "<li><b>Abierta.</b> La lista de votantes también queda fija. Usted vota en este sitio.</li>"
                "<li><b>Cerrada.</b> Una boleta que llega después no cuenta.</li>"
                "<li><b>Contada.</b> El sitio cuenta todas las boletas a la vez. "
                "Antes nadie ve ningún número.</li>"
                "<li><b>Certificada.</b> Dos personas encargadas revisan el conteo y lo firman.</li>"
                "<li><b>Publicada.</b> Usted ve todos los números, junto a "
                "la página de la que tratan.</li></ol>",
            ),
            heading("Who may vote", "Quién puede votar"),
            text(
                "<p>Members in good standing on the cut-off day. Each vote says which day that is. "
                "Dues paid later count for the next vote.</p>",
                "<p>Los miembros al día en la fecha límite. Cada votación dice cuál es. "
                "Las cuotas pagadas después cuentan para la próxima votación.</p>",
            ),
            heading("What it takes to win", "Qué se necesita para ganar"),
            text(
                "<p>A candidate or an answer needs at least 60 percent. "
                "We count only the ballots that choose something in that question. "
                "“No endorsement” is a choice and counts. Skipping does not.</p>"
                "<p>If nobody reaches 60 percent, nothing is decided. We say so, with all the numbers.</p>",
                "<p>Una persona o una respuesta necesita al menos el 60 por ciento. "
                "Contamos solo las boletas que eligen algo en esa pregunta. "
                "“Sin respaldo” es una opción y cuenta. No contestar no cuenta.</p>"
                "<p>Si nadie llega al 60 por ciento, no se decide nada. "
                "Lo decimos, con todos los números.</p>",
            ),
            heading("What is secret", "Qué es secreto"),
            text(
                "<p>The site separates your name from your vote and destroys the link. "
                "You trust the site and its returning officers. "
                "The list of who voted is not public. "
                'Read <a href="/en/how-votes-are-kept/">who can see what</a>.</p>',
                "<p>El sitio separa su nombre de su voto y destruye el vínculo. "
                "Usted confía en el sitio y en las personas encargadas de la votación. "
                "La lista de quién votó no es pública. "
                'Lea <a href="/es/how-votes-are-kept/">quién puede ver qué</a>.</p>',
            ),
            button(Words("See what members decide now", "Vea qué se decide ahora"), page="member-votes"),
        ],
    },
)

HOW_WE_ENDORSE = Text(
    "how-we-endorse",
    Words("How we endorse", "Cómo respaldamos"),
    {
        "summary": Words(
            "Candidates answer our questions. Everybody can read the answers. Then members vote.",
            "Las personas candidatas contestan nuestras preguntas. Todos pueden leer las respuestas. "
            "Luego votan los miembros.",
        ),
        "body": [
            heading("From call to result", "De la convocatoria al resultado"),
            text(
                "<ol><li>The elections committee collects the races in which we could endorse.</li>"
                "<li>Every candidate in a race gets the same questions, on the same day.</li>"
                "<li>All answers are published, word for word, endorsed or not.</li>"
                "<li>The committee may give advice. It does not decide.</li>"
                "<li>Members vote. A candidate needs 60 percent.</li>"
                "<li>The result goes on the candidate's page.</li></ol>",
                "<ol><li>El comité de elecciones reúne las contiendas en las "
                "que podríamos respaldar a alguien.</li>"
                "<li>Cada persona candidata de una contienda recibe las mismas preguntas, el mismo día.</li>"
                "<li>Todas las respuestas se publican, palabra por palabra, haya respaldo o no.</li>"
                "<li>El comité puede aconsejar. No decide.</li>"
                "<li>Los miembros votan. Se necesita el 60 por ciento.</li>"
                "<li>El resultado aparece en la página de la persona candidata.</li></ol>",
            ),
            heading("Three ways a race can end", "Tres finales posibles"),
            text(
                "<ul><li><b>Endorsed.</b> One candidate has 60 percent or more.</li>"
                "<li><b>No endorsement.</b> 60 percent or more chose “no endorsement”.</li>"
                "<li><b>No decision.</b> No choice reached 60 percent.</li></ul>",
                "<ul><li><b>Con respaldo.</b> Una persona tiene el 60 por ciento o más.</li>"
                "<li><b>Sin respaldo.</b> El 60 por ciento o más eligió “sin respaldo”.</li>"
                "<li><b>Sin decisión.</b> Ninguna opción llegó al 60 por ciento.</li></ul>",
            ),
            heading("Local races", "Contiendas locales"),
            text(
                "<p>Mayors, councils and school committees are for our chapters. "
                "A chapter's endorsement says which chapter made it.</p>",
                "<p>Las alcaldías, los concejos y los comités escolares corresponden a nuestros capítulos. "
                "El respaldo de un capítulo dice qué capítulo lo dio.</p>",
            ),
            button(Words("See the endorsements", "Vea los respaldos"), page="endorsements"),
        ],
    },
)

PRIVACY = Text(
    "privacy",
    Words("Privacy", "Privacidad"),
    {
        "summary": Words(
            "You can read this site without telling us anything. "
            "Here is what we keep about members, and why.",
            "Puede leer este sitio sin decirnos nada. Aquí está lo que guardamos de los miembros y por qué.",
        ),
        "body": [
            heading("If you only read", "Si usted solo lee"),
            text(
                "<p>We set no cookie to follow you. Pages load nothing from other companies.</p>",
                "<p>No ponemos ninguna cookie para seguirle. "
                "Las páginas no cargan nada de otras empresas.</p>",
            ),
            heading("If you are a member", "Si usted es miembro"),
            text(
                "<p>We keep your name, your town, your e-mail address and your dues. "
                "We need them to know who may vote. Editors of the site cannot see them.</p>",
                "<p>Guardamos su nombre, su pueblo, su correo electrónico y sus cuotas. "
                "Los necesitamos para saber quién puede votar. Quienes editan el sitio no pueden verlos.</p>",
            ),
            heading("If you vote", "Si usted vota"),
            text(
                "<p>We keep that you voted. We do not keep how, when, or from where.</p>",
                "<p>Guardamos que usted votó. No guardamos cómo, cuándo ni desde dónde.</p>",
            ),
            heading("Ask us", "Pregúntenos"),
            text(
                "<p>You can ask what we keep about you, and have mistakes put right: hello@example.org.</p>",
                "<p>Puede preguntar qué guardamos sobre usted y pedir que se corrijan errores: "
                "hello@example.org.</p>",
            ),
        ],
    },
)

ACCESSIBILITY = Text(
    "accessibility",
    Words("Accessibility", "Accesibilidad"),
    {
        "summary": Words(
            "Everybody must be able to read this site and to vote on it. Tell us where it fails.",
            "Todas las personas deben poder leer este sitio y votar en él. Díganos dónde falla.",
        ),
        "body": [
            heading("What we aim for", "Nuestra meta"),
            text(
                "<p>We follow the Web Content Accessibility Guidelines, version 2.2, level AA. "
                "You can use the site with a keyboard, with a screen reader, and at four times the size. "
                "You can vote with scripts turned off.</p>",
                "<p>Seguimos las Pautas de Accesibilidad para el Contenido Web, versión 2.2, nivel AA. "
                "Puede usar el sitio con un teclado, con un lector de pantalla "
                "y con letra cuatro veces más grande. "
                "Puede votar sin scripts.</p>",
            ),
            heading("If something does not work", "Si algo no funciona"),
            text(
                "<p>Write to hello@example.org. Say which page it was and what you tried. "
                "We answer, and we help you vote in time.</p>",
                "<p>Escriba a hello@example.org. Diga qué página era y qué intentó hacer. "
                "Respondemos y le ayudamos a votar a tiempo.</p>",
            ),
        ],
    },
)

JOIN = Text(
    "join",
    Words("Join", "Únase"),
    {
        "summary": Words(
            "Members decide. Pay dues, and your vote counts from the next cut-off day on.",
            "Los miembros deciden. Pague su cuota y su voto contará desde la próxima fecha límite.",
        ),
        "body": [
            heading("How to join", "Cómo unirse"),
            text(
                "<p>On a real site this page leads to the form for dues. This is a demo: "
                "nobody can pay here.</p>"
                "<p>To look around as a member, sign in as Ana. "
                "The sign-in page shows the demo's people.</p>",
                "<p>En un sitio real esta página lleva al formulario de cuotas. Esta es una demostración: "
                "aquí nadie puede pagar.</p>"
                "<p>Para mirar como miembro, entre como Ana. "
                "La página de entrada muestra a las personas de la demostración.</p>",
            ),
            heading("What members do", "Qué hacen los miembros"),
            text(
                "<ul><li>They vote on endorsements and positions.</li>"
                "<li>They tell us which issues come first.</li>"
                "<li>They elect the board.</li></ul>",
                "<ul><li>Votan sobre respaldos y posiciones.</li>"
                "<li>Nos dicen qué temas van primero.</li>"
                "<li>Eligen a la junta directiva.</li></ul>",
            ),
        ],
    },
)

# What the home page says without the demo.
BARE_HEADLINE = Words(HEADLINE, "Los miembros deciden. Massachusetts avanza.")
BARE_INTRO = Words(
    INTRO,
    "Somos una organización estatal de base. "
    "Nuestros miembros deciden juntos qué defendemos y a quién respaldamos.",
)

# Titles of the pages that lists stand on; the tree made them.
ISSUES_TITLE = Words("Issues", "Temas")
ELECTIONS_TITLE = Words("Elections", "Elecciones")
ENDORSEMENTS_TITLE = Words("Endorsements", "Respaldos")
VOTES_TITLE = Words("Member votes", "Votaciones")
RESULTS_TITLE = Words("Results", "Resultados")
QUESTIONS_TITLE = Words("Questions and answers", "Preguntas y respuestas")


def home(*, vote_ends_on: str) -> Text:
    """The home page; its first action ends with the open vote."""
    return Text(
        "",
        Words("Progressive Massachusetts", "Progressive Massachusetts"),
        {
            "headline": Words(
                "Members decide. Massachusetts moves.", "Los miembros deciden. Massachusetts avanza."
            ),
            "intro": Words(
                "We are a statewide grassroots organization. "
                "We work for homes people can pay for, good schools, "
                "health care, clean air and open government. "
                "Our members decide together what we stand for and whom we endorse. You can see how.",
                "Somos una organización estatal de base. "
                "Trabajamos por viviendas que se puedan pagar, buenas escuelas, "
                "atención médica, aire limpio y un gobierno abierto. Nuestros miembros deciden juntos qué "
                "defendemos y a quién respaldamos. Usted puede ver cómo.",
            ),
            "actions": [
                {
                    "type": "action",
                    "value": {
                        "title": Words("Vote before it closes", "Vote antes de que cierre"),
                        "text": Words(
                            "A House race and a holiday for election day: members decide now.",
                            "Una contienda para la Cámara y un feriado electoral: "
                            "los miembros deciden ahora.",
                        ),
                        "label": Words("See the vote", "Ver la votación"),
                        "page": Link("member-votes/house-and-election-day"),
                        "url": "",
                        "ends_on": vote_ends_on,
                    },
                },
                {
                    "type": "action",
                    "value": {
                        "title": Words("Meet the candidates", "Conozca a las personas candidatas"),
                        "text": Words(
                            "Three people ask for your vote in the 1st Quabbin district.",
                            "Tres personas piden su voto en el distrito 1st Quabbin.",
                        ),
                        "label": Words("Read about them", "Leer sobre ellas"),
                        "page": Link("elections/primary/house-1st-quabbin"),
                        "url": "",
                        "ends_on": None,
                    },
                },
                {
                    "type": "action",
                    "value": {
                        "title": Words("Ask for a recorded vote", "Pida un voto registrado"),
                        "text": Words(
                            "One question to your senator and your representative is enough.",
                            "Basta una pregunta a su senador y a su representante.",
                        ),
                        "label": Words("How to ask", "Cómo preguntar"),
                        "page": Link("issues/open-government"),
                        "url": "",
                        "ends_on": None,
                    },
                },
            ],
            "body": [
                {"type": "survey", "value": {"survey": Link("member-votes/january-meeting")}},
                heading("You can take part", "Usted puede participar"),
                text(
                    "<p>Pay dues, and you have a vote. You help choose the issues, and you help choose "
                    "the candidates. You need no party and no experience.</p>",
                    "<p>Pague una cuota y tendrá un voto. Usted ayuda a elegir los temas "
                    "y las candidaturas. No hace falta partido ni experiencia.</p>",
                ),
                button(Words("Join", "Únase"), page="join"),
            ],
        },
    )
