"""A page for members alone, and the document that goes with it."""

from wagtail.models import PageViewRestriction

from core.models import SiteDocument
from core.restrictions import MEMBERS
from home.demo.documents import pdf
from home.demo.words import Text, Words, fixed_id, heading, text
from home.demo.writing import Writer
from home.domain.collections import members_documents
from home.domain.site_tree import SiteTree
from home.models import StandardPage

_TITLE = Words("Meeting guide for members", "Guía de reuniones para miembros")
# One page in both languages.
_LINES = (
    "Before the meeting",
    "Read the questions. Note what you would ask.",
    "Bring one neighbor who is not a member yet.",
    "",
    "At the meeting",
    "Two minutes each. First those who have not spoken.",
    "We write down what was decided, and who does it.",
    "",
    "Antes de la reunión",
    "Lea las preguntas. Anote lo que usted preguntaría.",
    "Traiga a una persona vecina que aún no es miembro.",
    "",
    "En la reunión",
    "Dos minutos por persona. Primero quien no ha hablado.",
    "Anotamos lo que se decidió y quién lo hace.",
    "",
    "Demo: invented, and for members only. · Demostración: inventada.",
)

PAGE = Text(
    "member-resources",
    Words("Member resources", "Recursos para miembros"),
    {
        "summary": Words(
            "Guides, notes and dates that members share with each other.",
            "Guías, notas y fechas que los miembros comparten.",
        ),
        "public_part": Words(
            "<p>Members find here:</p>"
            "<ul><li>the guide for our meetings,</li>"
            "<li>notes of the last meetings,</li>"
            "<li>the days of the next ones.</li></ul>"
            '<p>You are not a member yet? <a href="page:join">Here is how to join</a>.</p>',
            "<p>Los miembros encuentran aquí:</p>"
            "<ul><li>la guía de nuestras reuniones,</li>"
            "<li>notas de las últimas reuniones,</li>"
            "<li>las fechas de las próximas.</li></ul>"
            '<p>¿Aún no es miembro? <a href="page:join">Así puede unirse</a>.</p>',
        ),
        "body": [
            heading("For your next meeting", "Para su próxima reunión"),
            text(
                '<p><a href="document:meeting-guide">Meeting guide for members (PDF)</a>: one page to print. '
                "Please do not pass it on.</p>",
                '<p><a href="document:meeting-guide">Guía de reuniones para miembros (PDF)</a>: '
                "una página para imprimir. Por favor, no la comparta.</p>",
            ),
            heading("From the last meeting", "De la última reunión"),
            text(
                "<ul><li>We will call 400 members before the next vote. Prudence keeps the list.</li>"
                "<li>The rides to the State House are paid for until June.</li>"
                "<li>We still need two people to count chairs.</li></ul>",
                "<ul><li>Llamaremos a 400 miembros antes de la próxima votación. "
                "Prudence lleva la lista.</li>"
                "<li>Los viajes al Capitolio estatal están pagados hasta junio.</li>"
                "<li>Todavía faltan dos personas para contar sillas.</li></ul>",
            ),
            heading("Next dates", "Próximas fechas"),
            text(
                "<p>We meet on the first Tuesday of each month, at 7 p.m. "
                "The door code comes by mail the day before.</p>",
                "<p>Nos reunimos el primer martes de cada mes, a las 7 p. m. "
                "El código de la puerta llega por correo el día antes.</p>",
            ),
        ],
    },
)


def load_member_resources(writer: Writer, tree: SiteTree) -> None:
    """The page in the menu, for members; one that is there stays as editors have set it."""
    is_new = not StandardPage.objects.filter(translation_key=fixed_id(PAGE.key)).exists()
    writer.documents["meeting-guide"] = _meeting_guide()
    page = writer.page(PAGE, model=StandardPage, parent=tree.home, in_menu=True)
    if is_new:
        PageViewRestriction.objects.create(page=page, restriction_type=MEMBERS)


def _meeting_guide() -> SiteDocument:
    found = SiteDocument.objects.filter(title=_TITLE.en, is_demo=True).first()
    if found is not None:
        return found
    document = SiteDocument(title=_TITLE.en, collection=members_documents(), is_demo=True)
    content = pdf(title=f"{_TITLE.en} · {_TITLE.es}", lines=_LINES)
    document.file.save("meeting-guide.pdf", content)
    document.get_file_size()
    document.get_file_hash()
    return document
