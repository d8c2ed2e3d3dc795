from django.apps import AppConfig


class DefaultOptionConfig(AppConfig):
    name = "voting.plugins.default_option"
    label = "voting_default_option"

    def ready(self):
        from voting.api import decision_rules
        from voting.plugins.default_option.rule import DefaultOption

        decision_rules.register(DefaultOption)
