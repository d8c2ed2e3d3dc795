from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Core")

    def ready(self):
        from core import checks, kept  # noqa: F401 -- `checks` registers itself
        from core.member_only import restriction_type, versions
        from core.page_cache import watch_content

        watch_content()
        kept.connect()
        restriction_type.install()
        versions.watch_restrictions()
