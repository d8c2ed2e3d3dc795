"""Twelve questions people ask, with short answers."""

from dataclasses import dataclass

from home.demo.words import Words

INTRO = Words(
    "Short answers to what people ask most.",
    "Respuestas cortas a lo que más se pregunta.",
)

# key, order, name
GROUPS = (
    ("who-we-are", 1, Words("Who we are", "Quiénes somos")),
    ("membership", 2, Words("Membership", "Membresía")),
    ("voting", 3, Words("How members vote", "Cómo votan los miembros")),
    ("this-site", 4, Words("This site", "Este sitio")),
)


@dataclass(frozen=True)
class Entry:
    group: str
    anchor: str
    question: Words
    answer: Words


ENTRIES = (
    Entry(
        "who-we-are",
        "who-are-we",
        Words("Who are you?", "¿Quiénes son ustedes?"),
        Words(
            "<p>We are people from all over the state. We pay dues and decide together. "
            "We work on laws, we watch how they are voted on, and we endorse candidates. "
            'Read more <a href="page:about">about us</a>.</p>',
            "<p>Somos personas de todo el estado. Pagamos una cuota y decidimos juntas. "
            "Trabajamos en leyes, miramos cómo se votan y respaldamos candidaturas. "
            'Lea más en <a href="page:about">Quiénes somos</a>.</p>',
        ),
    ),
    Entry(
        "who-we-are",
        "political-parties",
        Words("Do you belong to a political party?", "¿Pertenecen a un partido político?"),
        Words(
            "<p>No. We are independent. You are welcome with any party, or with none.</p>",
            "<p>No. Somos independientes. "
            "Usted es bienvenido o bienvenida con cualquier partido o sin ninguno.</p>",
        ),
    ),
    Entry(
        "who-we-are",
        "chapters",
        Words("What are chapters?", "¿Qué son los capítulos?"),
        Words(
            "<p>Chapters are local groups of members. They decide on local races by their own rules. "
            "You can be a member without a chapter.</p>",
            "<p>Los capítulos son grupos locales de miembros. "
            "Deciden sobre contiendas locales con sus propias reglas. "
            "Puede ser miembro sin pertenecer a un capítulo.</p>",
        ),
    ),
    Entry(
        "membership",
        "become-a-member",
        Words("How do I become a member?", "¿Cómo me hago miembro?"),
        Words(
            '<p>You join by paying dues. The page <a href="page:join">Join</a> says how. '
            "Your membership begins on the day we write it down.</p>",
            '<p>Se une al pagar una cuota. La página <a href="page:join">Únase</a> dice cómo. '
            "Su membresía empieza el día en que la anotamos.</p>",
        ),
    ),
    Entry(
        "membership",
        "who-can-vote",
        Words("Who can vote?", "¿Quién puede votar?"),
        Words(
            "<p>Every member in good standing. That means your dues are paid on the cut-off day of the vote. "
            "Each vote names its cut-off day. "
            "After your dues run out, you keep your vote for a few days of grace.</p>",
            "<p>Cada miembro al día. "
            "Eso quiere decir que su cuota está pagada en la fecha límite de la votación. "
            "Cada votación dice su fecha límite. Cuando vence su cuota, conserva su voto unos días más.</p>",
        ),
    ),
    Entry(
        "voting",
        "sixty-percent",
        Words("What does 60 percent mean?", "¿Qué significa el 60 por ciento?"),
        Words(
            "<p>A candidate needs at least 60 of every 100 ballots in that race. "
            "Ballots that skip the race do not count there. "
            "With 59 of 99 ballots a candidate has less than 60 percent. "
            "Then nobody is endorsed.</p>",
            "<p>Una persona candidata necesita al menos 60 de cada 100 boletas en esa contienda. "
            "Las boletas que la dejan sin contestar no cuentan ahí. "
            "Con 59 de 99 boletas tiene menos del 60 por ciento. "
            "Entonces no se respalda a nadie.</p>",
        ),
    ),
    Entry(
        "voting",
        "no-endorsement-or-skip",
        Words(
            "What is the difference between “no endorsement” and skipping?",
            "¿Cuál es la diferencia entre “sin respaldo” y no contestar?",
        ),
        Words(
            "<p>“No endorsement” is a vote. It says: we should endorse nobody in this race. It counts.</p>"
            "<p>Skipping is not a vote. It says: I leave this to others. It does not count in that race.</p>",
            "<p>“Sin respaldo” es un voto. Dice: no debemos respaldar a nadie en esta contienda. Cuenta.</p>"
            "<p>No contestar no es un voto. Dice: lo dejo a los demás. No cuenta en esa contienda.</p>",
        ),
    ),
    Entry(
        "voting",
        "change-my-vote",
        Words("Can I change my vote?", "¿Puedo cambiar mi voto?"),
        Words(
            "<p>Not in a secret vote. The site keeps no link by which it could find your ballot again. "
            "So look at your choices before you cast it. The page asks you once more.</p>",
            "<p>En una votación secreta, no. "
            "El sitio no guarda ningún enlace para volver a encontrar su boleta. "
            "Por eso revise sus respuestas antes de enviarla. La página se lo pregunta otra vez.</p>",
        ),
    ),
    Entry(
        "voting",
        "is-it-secret",
        Words("Is my vote secret?", "¿Es secreto mi voto?"),
        Words(
            "<p>The site separates your name from your vote and destroys the link. "
            "You trust the site and its returning officers.</p>"
            "<p>While a vote is open, staff and tellers see how many people voted, and no ballot. "
            "Whoever runs the server could still misuse it: that is what you trust. "
            "In some votes three officers hold the key. Then the site opens no ballot before they come. "
            'Read <a href="/en/how-votes-are-kept/">who can see what</a>.</p>',
            "<p>El sitio separa su nombre de su voto y destruye el vínculo. "
            "Usted confía en el sitio y en las personas encargadas de la votación.</p>"
            "<p>Mientras la votación está abierta, el personal ve cuántas personas votaron y ninguna boleta. "
            "Quien maneja el servidor aún podría abusar de él: en eso confía usted. "
            "En algunas votaciones tres personas encargadas tienen la llave. "
            "Entonces el sitio no abre ninguna boleta antes de que vengan. "
            'Lea <a href="/es/how-votes-are-kept/">quién puede ver qué</a>.</p>',
        ),
    ),
    Entry(
        "this-site",
        "scorecard-not-available",
        Words("Why does a scorecard say N/A?", "¿Por qué una calificación dice N/A?"),
        Words(
            "<p>A score counts the votes that matter most to us. We give one only to people who voted "
            "on at least 90 percent of them. Somebody who joined late or was often away has N/A.</p>",
            "<p>Una calificación cuenta los votos que más nos importan. Solo la damos a quien votó "
            "en al menos el 90 por ciento de ellos. Quien llegó tarde o faltó mucho tiene N/A.</p>",
        ),
    ),
    Entry(
        "this-site",
        "languages",
        Words("Which languages can I use?", "¿Qué idiomas puedo usar?"),
        Words(
            "<p>English and Spanish, and more are planned. You choose at the top of every page. "
            "A page that is not translated yet says so and shows English. "
            "Every ballot is in all languages.</p>",
            "<p>Inglés y español, y habrá más. Se elige arriba en cada página. "
            "Una página que todavía no está traducida lo dice y se muestra en inglés. "
            "Cada boleta está en todos los idiomas.</p>",
        ),
    ),
    Entry(
        "this-site",
        "privacy",
        Words("What do you know about me?", "¿Qué saben de mí?"),
        Words(
            "<p>If you only read, almost nothing. Nothing on this site comes from another company. "
            'The page <a href="page:privacy">Privacy</a> lists what we keep about members.</p>',
            "<p>Si usted solo lee, casi nada. Nada en este sitio viene de otra empresa. "
            'La página <a href="page:privacy">Privacidad</a> dice qué guardamos de los miembros.</p>',
        ),
    ),
)
