from django.apps import AppConfig


class MeekStvConfig(AppConfig):
    name = "voting.plugins.stv_meek"
    label = "voting_stv_meek"

    def ready(self):
        from voting.api import counting_methods
        from voting.plugins.stv_meek.method import MeekStv

        counting_methods.register(MeekStv)
