from django.apps import AppConfig


class ThresholdConfig(AppConfig):
    name = "voting.plugins.threshold"
    label = "voting_threshold"

    def ready(self):
        from voting.api import decision_rules
        from voting.plugins.threshold.rule import Threshold

        decision_rules.register(Threshold)
