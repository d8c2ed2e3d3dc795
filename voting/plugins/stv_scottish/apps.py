from django.apps import AppConfig


class ScottishStvConfig(AppConfig):
    name = "voting.plugins.stv_scottish"
    label = "voting_stv_scottish"

    def ready(self):
        from voting.api import counting_methods
        from voting.plugins.stv_scottish.method import ScottishStv

        counting_methods.register(ScottishStv)
