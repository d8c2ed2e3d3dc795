from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotingConfig(AppConfig):
    name = "voting"
    verbose_name = _("Member votes")

    def ready(self):
        from voting import receivers, retention

        receivers.connect()
        retention.connect()
