"""The site's translations, without the gettext programs.

    scripts/translations.py compile   every .po file to its .mo file
    scripts/translations.py update    brings new and gone strings into every .po file
    scripts/translations.py check     fails on a string that is new, gone, untranslated or fuzzy

There is one catalog a language, site/locale/<language>/LC_MESSAGES/django.po,
for Python and templates alike.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import django
import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "site" / "locale"
SOURCES = ("site", "home", "issues", "candidates", "members", "voting", "statehouse", "templates")
# The value tells which arguments hold the context, the text and its plural.
FUNCTIONS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
# What templatize() turns a template into: calls between runs of filler.
TEMPLATE_CALL = re.compile(r"(?<![\w.])(?:_|n?p?gettext)\(\s*u?(?:'|\")")


class Message(NamedTuple):
    text: str
    plural: str = ""
    context: str | None = None


def main() -> int:
    commands = {"compile": compile_catalogs, "update": update, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.stderr.write(f"Usage: {sys.argv[0]} {{{','.join(commands)}}}\n")
        return 2
    return commands[sys.argv[1]]()


def catalogs() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def compile_catalogs() -> int:
    for path in catalogs():
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
            polib.pofile(str(path)).save_as_mofile(str(compiled))
            sys.stderr.write(f"Compiled the translations of {path.parts[-3]}.\n")
    return 0


def update() -> int:
    found = extract()
    for path in catalogs():
        catalog = polib.pofile(str(path), wrapwidth=110)
        entries = {(entry.msgid, entry.msgid_plural, entry.msgctxt): entry for entry in catalog}
        catalog.clear()
        for message, places in sorted(found.items(), key=lambda item: (sorted(item[1]), item[0].text)):
            entry = entries.get(tuple(message)) or polib.POEntry(
                msgid=message.text,
                msgid_plural=message.plural,
                msgctxt=message.context,
                msgstr_plural={0: "", 1: ""} if message.plural else {},
            )
            entry.obsolete = False
            # Without line numbers a catalog changes only when its words do.
            entry.occurrences = [(place, "") for place in sorted(places)]
            if "%(" in message.text and "python-format" not in entry.flags:
                entry.flags.append("python-format")
            catalog.append(entry)
        catalog.save(str(path))
        empty = [entry for entry in catalog if not is_translated(entry)]
        sys.stderr.write(f"{path.parts[-3]}: {len(catalog)} strings, {len(empty)} without a translation.\n")
    return 0


def check() -> int:
    found = extract()
    problems = []
    for path in catalogs():
        name = path.relative_to(ROOT)
        entries = {
            Message(entry.msgid, entry.msgid_plural, entry.msgctxt): entry
            for entry in polib.pofile(str(path))
            if not entry.obsolete
        }
        for message in found.keys() - entries.keys():
            problems.append(f"{name}: not in the catalog: {message.text!r} ({', '.join(found[message])})")
        for message in entries.keys() - found.keys():
            problems.append(f"{name}: no longer used: {message.text!r}")
        for message, entry in entries.items():
            if entry.fuzzy:
                problems.append(f"{name}: fuzzy: {message.text!r}")
            elif not is_translated(entry):
                problems.append(f"{name}: not translated: {message.text!r}")
            elif wrong := wrong_placeholders(entry):
                problems.append(f"{name}: {wrong}: {message.text!r}")
    languages = {path.parts[-3] for path in catalogs()}
    if not languages:
        problems.append("No catalog found in site/locale.")
    for problem in sorted(problems):
        sys.stderr.write(problem + "\n")
    if problems:
        sys.stderr.write(f"{len(problems)} problems. `make messages` brings the catalogs up to date.\n")
        return 1
    sys.stderr.write(f"{len(found)} strings, all translated: {', '.join(sorted(languages))}.\n")
    return 0


def is_translated(entry: polib.POEntry) -> bool:
    return bool(entry.msgstr_plural and all(entry.msgstr_plural.values())) or bool(entry.msgstr)


def wrong_placeholders(entry: polib.POEntry) -> str:
    """Says which %(name)s or {name} of a text its translation lacks or invents."""
    wanted = placeholders(entry.msgid_plural or entry.msgid)
    for form, text in (entry.msgstr_plural or {0: entry.msgstr}).items():
        # A singular may spell the number out.
        missing = set() if entry.msgid_plural and form == 0 else wanted - placeholders(text)
        if odd := missing | (placeholders(text) - wanted):
            return f"placeholder {', '.join(sorted(odd))}"
    return ""


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|(?<!\{)\{\w*\}(?!\})", text))


def extract() -> dict[Message, set[str]]:
    """Returns every string of ours and the files that it stands in."""
    # Template parsing asks for settings; none of the site's are needed.
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    found: dict[Message, set[str]] = {}
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            relative = path.relative_to(ROOT)
            if "migrations" in relative.parts or "__pycache__" in relative.parts:
                continue
            if path.suffix == ".py":
                messages = python_messages(path.read_text())
            elif path.suffix in {".html", ".txt"} and "templates" in relative.parts:
                messages = template_messages(path.read_text(), origin=str(relative))
            else:
                continue
            for message in messages:
                found.setdefault(message, set()).add(relative.as_posix())
    return found


def python_messages(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            if name in FUNCTIONS:
                yield from message_of_call(FUNCTIONS[name], node.args)


def template_messages(source: str, *, origin: str) -> Iterator[Message]:
    text = templatize(source, origin=origin)
    for match in TEMPLATE_CALL.finditer(text):
        call = balanced_call(text, match.start())
        yield from python_messages(call)


def balanced_call(text: str, start: int) -> str:
    """Returns the shortest piece from `start` that is one Python call."""
    end = start
    while (end := text.find(")", end) + 1) > 0:
        try:
            ast.parse(text[start:end], mode="eval")
        except SyntaxError:
            continue
        return text[start:end]
    raise ValueError(f"A call without an end: {text[start : start + 80]!r}")


def message_of_call(places: tuple, arguments: list[ast.expr]) -> Iterator[Message]:
    context, text, plural = (
        None if place is None or place >= len(arguments) else constant_text(arguments[place])
        for place in places
    )
    if text:
        yield Message(text, plural or "", context)


def constant_text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


if __name__ == "__main__":
    sys.exit(main())
