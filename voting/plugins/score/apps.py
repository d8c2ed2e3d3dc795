from django.apps import AppConfig


class ScoreConfig(AppConfig):
    name = "voting.plugins.score"
    label = "voting_score"

    def ready(self):
        from voting.api import counting_methods
        from voting.plugins.score.method import Score

        counting_methods.register(Score)
