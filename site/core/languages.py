"""Language codes as the web writes them."""

from django.utils.translation import get_language_info


def language_tag(code: str) -> str:
    """A language code as HTML and search engines write it: zh-hans becomes zh-Hans, pt-br pt-BR."""
    first, *rest = code.split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def own_name(code: str) -> dict[str, str]:
    """A language by its code, the name it calls itself, and the direction of its script."""
    info = get_language_info(code)
    return {"code": language_tag(code), "name": info["name_local"], "dir": "rtl" if info["bidi"] else "ltr"}
