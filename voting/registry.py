"""One typed registry: a place where plugins of one kind enter, by slug."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured

PluginType = TypeVar("PluginType")


class Registry(Generic[PluginType]):
    """Plugins of one kind.

    `register` refuses a class of another kind and a slug that is taken.
    `get` never fails: for a plugin that is gone it gives a stand-in, so that
    an old vote still opens and shows its stored result.
    """

    def __init__(self, base: type[PluginType], stand_in: type[PluginType]):
        self.base = base
        self.stand_in = stand_in
        self._plugins: dict[str, PluginType] = {}

    def register(self, plugin: type[PluginType]) -> type[PluginType]:
        if not (isinstance(plugin, type) and issubclass(plugin, self.base)):
            raise ImproperlyConfigured(f"{plugin!r} is not a {self.base.__name__}.")
        if not plugin.slug:
            raise ImproperlyConfigured(f"{plugin.__name__} has no slug.")
        if plugin.slug in self._plugins:
            raise ImproperlyConfigured(f"Two {self.base.__name__} plugins are called {plugin.slug!r}.")
        self._plugins[plugin.slug] = plugin()
        return plugin

    def get(self, slug: str) -> PluginType:
        return self._plugins.get(slug) or self.stand_in(slug)

    def choices(self) -> list[tuple[str, str]]:
        """(slug, label) of each that editors can choose, for a form."""
        return [(slug, plugin.label) for slug, plugin in sorted(self._plugins.items()) if plugin.is_offered]

    def __contains__(self, slug: str) -> bool:
        return slug in self._plugins

    def __iter__(self) -> Iterator[PluginType]:
        return iter(self._plugins.values())
