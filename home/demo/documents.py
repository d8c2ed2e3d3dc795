"""A document of the demo, drawn here: a page of text as a PDF, with nothing but the standard library."""

from collections.abc import Iterable

from django.core.files.base import ContentFile

# Letter size, in points of 1/72 inch.
_WIDTH, _HEIGHT, _MARGIN = 612, 792, 72
_TITLE_SIZE, _TEXT_SIZE, _LINE = 16, 12, 18


def pdf(*, title: str, lines: Iterable[str]) -> ContentFile:
    """One page: `lines` below the title, an empty line as a gap. Letters of Western Europe only."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R"
        b" /Resources << /Font << /Bold 5 0 R /Text 6 0 R >> >> >>" % (_WIDTH, _HEIGHT),
        _stream(_drawn(title, lines)),
        _font(b"Helvetica-Bold"),
        _font(b"Helvetica"),
        b"<< /Title (%s) >>" % _escaped(title),
    ]
    return ContentFile(_file(objects))


def _drawn(title: str, lines: Iterable[str]) -> bytes:
    drawn = [b"BT /Bold %d Tf %d %d Td" % (_TITLE_SIZE, _MARGIN, _HEIGHT - _MARGIN)]
    drawn.append(b"(%s) Tj /Text %d Tf %d TL T*" % (_escaped(title), _TEXT_SIZE, _LINE))
    drawn += [b"T* (%s) Tj" % _escaped(line) for line in lines]
    return b"\n".join([*drawn, b"ET"])


def _escaped(text: str) -> bytes:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")


def _font(name: bytes) -> bytes:
    return b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _file(objects: list[bytes]) -> bytes:
    """The objects, numbered from 1, and the table of where each begins."""
    content, places = b"%PDF-1.7\n", []
    for number, written in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(objects), len(content))
    )
