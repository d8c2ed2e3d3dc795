from django.apps import AppConfig


class StarConfig(AppConfig):
    name = "voting.plugins.star"
    label = "voting_star"

    def ready(self):
        from voting.api import counting_methods
        from voting.plugins.star.method import Star

        counting_methods.register(Star)
