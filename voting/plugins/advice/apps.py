from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "voting.plugins.advice"
    label = "voting_advice"

    def ready(self):
        from voting.api import decision_rules
        from voting.plugins.advice.rule import Advice

        decision_rules.register(Advice)
