"""How the secret of an app gets into the app: as a picture, as letters, as a link."""

from base64 import b32encode
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from members.models.second_factor import AuthenticatorApp


def app_address(app: AuthenticatorApp) -> str:
    """The address that apps understand (Key URI format): who it is for, and the secret."""
    site = str(settings.ORGANISATION_NAME).replace(":", "")
    label = quote(f"{site}:{app.user.email or app.user}", safe=":@")
    query = urlencode(
        {"secret": _letters(app), "issuer": site, "digits": app.digits, "period": app.step}, quote_via=quote
    )
    return f"otpauth://totp/{label}?{query}"


def spelled(app: AuthenticatorApp) -> str:
    """The secret in groups of four letters, for typing."""
    letters = _letters(app)
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def qr_code(text: str, *, title: str) -> SafeString:
    """An SVG element without styles; dark on light in every theme, as cameras want it. Escapes the title."""
    picture = segno.make(text, error="m").svg_inline(
        omitsize=True,
        border=4,
        dark="#000",
        light="#fff",
        title=title,
        svgclass="qr",
        lineclass=None,
    )
    return mark_safe(picture.replace("<svg ", '<svg role="img" ', 1))


def _letters(app: AuthenticatorApp) -> str:
    return b32encode(app.bin_key).decode()
