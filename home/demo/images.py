"""Pictures of the demo, drawn here: no photograph of anybody, and nothing downloaded."""

from hashlib import sha256
from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image, ImageColor, ImageDraw, ImageFont

from core.models import SiteImage
from home.domain.collections import public_files

_INK = "#17203A"
_PAPER = "#FBFAF6"
# Dark enough for paper-colored letters.
_GROUNDS = ("#0B4F6C", "#B23A1E", "#1B6E45", "#4A5568", "#6B3F8C", "#7A4A12", "#0F5E5A", "#8A1C1C", "#2F4B9A")
_MARIGOLD = "#F2B134"
_PORTRAIT_SIZE = (640, 800)
_SHARE_SIZE = (1200, 630)


def portrait(*, name: str, initials: str, number: int) -> SiteImage:
    """Initials on a colored shape; one for each name, and the same each time."""
    return _stored(
        title=f"Portrait of {name}", picture=lambda: _portrait(initials, number), alt=f"Initials {initials}"
    )


def share_image(*, title: str, words: str, number: int) -> SiteImage:
    """What networks show beside a link: a few words on a colored ground."""
    return _stored(title=title, picture=lambda: _share_image(words, number), alt=words)


def _stored(*, title: str, picture, alt: str) -> SiteImage:
    found = SiteImage.objects.filter(title=title, is_demo=True).first()
    if found is not None:
        return found
    file = BytesIO()
    # Not `optimize`: it takes three times as long, to save two kilobytes.
    picture().save(file, "PNG")
    name = f"demo-{sha256(title.encode()).hexdigest()[:12]}.png"
    image = SiteImage(title=title, description=alt, collection=public_files(), is_demo=True)
    image.file = ImageFile(BytesIO(file.getvalue()), name=name)
    image.save()
    return image


def _portrait(initials: str, number: int) -> Image.Image:
    width, height = _PORTRAIT_SIZE
    ground = _GROUNDS[number % len(_GROUNDS)]
    image = Image.new("RGB", _PORTRAIT_SIZE, _tint(ground))
    draw = ImageDraw.Draw(image)
    middle_x, middle_y = width // 2, height // 2
    match number % 3:
        case 0:
            draw.ellipse((30, middle_y - 290, width - 30, middle_y + 290), fill=ground)
        case 1:
            draw.rounded_rectangle((50, 130, width - 50, height - 130), radius=100, fill=ground)
        case _:
            corners = [(middle_x, 20), (width - 10, middle_y), (middle_x, height - 20), (10, middle_y)]
            draw.polygon(corners, fill=ground)
    font = ImageFont.load_default(size=230)
    draw.text((middle_x, middle_y), initials, fill=_PAPER, font=font, anchor="mm")
    return image


def _tint(color: str) -> tuple[int, ...]:
    """The color in a thin wash on paper."""
    pairs = zip(ImageColor.getrgb(color), ImageColor.getrgb(_PAPER), strict=True)
    return tuple(round(0.25 * one + 0.75 * other) for one, other in pairs)


def _share_image(words: str, number: int) -> Image.Image:
    width, height = _SHARE_SIZE
    image = Image.new("RGB", _SHARE_SIZE, _GROUNDS[number % len(_GROUNDS)])
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height - 90, width, height), fill=_MARIGOLD)
    draw.text(
        (70, height - 45),
        "Progressive Massachusetts",
        fill=_INK,
        font=ImageFont.load_default(size=40),
        anchor="lm",
    )
    draw.multiline_text(
        (70, 90), _wrapped(words), fill=_PAPER, font=ImageFont.load_default(size=84), spacing=24
    )
    return image


def _wrapped(words: str) -> str:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > 22:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
