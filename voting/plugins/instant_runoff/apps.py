from django.apps import AppConfig


class InstantRunoffConfig(AppConfig):
    name = "voting.plugins.instant_runoff"
    label = "voting_instant_runoff"

    def ready(self):
        from voting.api import counting_methods
        from voting.plugins.instant_runoff.method import InstantRunoff

        counting_methods.register(InstantRunoff)
