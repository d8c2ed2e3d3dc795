from django.apps import AppConfig


class MethodWinnersConfig(AppConfig):
    name = "voting.plugins.method_winners"
    label = "voting_method_winners"

    def ready(self):
        from voting.api import decision_rules
        from voting.plugins.method_winners.rule import MethodWinners

        decision_rules.register(MethodWinners)
