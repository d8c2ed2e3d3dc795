from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatehouseConfig(AppConfig):
    name = "statehouse"
    verbose_name = _("State House")

    def ready(self):
        from core.page_cache import clear_pages_on_change
        from statehouse.models import District, Office

        clear_pages_on_change(District, Office)
