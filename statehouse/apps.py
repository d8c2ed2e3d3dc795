from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatehouseConfig(AppConfig):
    name = "statehouse"
    verbose_name = _("State House")
