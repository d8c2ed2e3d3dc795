"""Every address of the site, with arguments that lead to something."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import get_resolver
from django.urls.resolvers import RoutePattern, URLPattern

# Patterns that are regular expressions, and an address that each matches.
_BY_REGEX = {
    r"admin/^.*/$": "admin/nothing-here/",
    r"admin/^": "admin/nothing-here",
    r"^documents/(\d+)/(.*)$": "documents/1/minutes.pdf",
    r"documents/^(\d+)/(.*)$": "documents/1/minutes.pdf",
    r"en/^((?:[\w\-]+/)*)$": "en/",
}


@dataclass(frozen=True)
class Address:
    """`name`: namespace and name, or the pattern itself where it has no name."""

    name: str
    path: str
    route: str

    @property
    def namespace(self) -> str:
        return self.name.rpartition(":")[0]


def every_address(arguments: dict[str, dict[str, object]]) -> list[Address]:
    """`arguments`: by namespace (or "" for all), the values of converters by name."""
    found = {}
    for name, route, parts in _walk(get_resolver()):
        path = _BY_REGEX.get(route) or _filled(parts, name, arguments)
        found.setdefault(name or route, Address(name or route, f"/{path}", route))
    # Signing out comes last: afterwards everybody is a stranger.
    return sorted(found.values(), key=lambda address: ("logout" in address.name, address.name))


def _walk(resolver, namespace="", route="", parts=()) -> Iterator:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        parts_here = (*parts, pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = f"{namespace}:{pattern.name}" if namespace and pattern.name else pattern.name
            yield name, here, parts_here
        else:
            inner = ":".join(part for part in (namespace, pattern.namespace) if part)
            yield from _walk(pattern, inner, here, parts_here)


def _filled(parts, name, arguments) -> str:
    known = {**arguments[""], **arguments.get((name or "").rpartition(":")[0], {})}
    return "".join(_fill(part, known) for part in parts)


def _fill(part, known) -> str:
    text = str(part)
    if isinstance(part, RoutePattern):
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(known.get(match[1], 1)), text)
    # A regular expression with named groups, as packages have them.
    text = re.sub(r"\(\?P<(\w+)>[^()]*\)", lambda match: str(known.get(match[1], 1)), text)
    return text.strip("^$").replace("\\", "")
