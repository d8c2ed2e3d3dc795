from django.apps import AppConfig


class SchulzeConfig(AppConfig):
    name = "voting.plugins.schulze"
    label = "voting_schulze"

    def ready(self):
        from voting.api import counting_methods
        from voting.plugins.schulze.method import Schulze

        counting_methods.register(Schulze)
